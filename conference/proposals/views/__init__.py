"""Pages of speakers and reviewers."""
