"""The call for proposals: drafts, co-authors, files, reviews, decisions."""
