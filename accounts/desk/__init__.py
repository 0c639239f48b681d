"""The organiser's pages about a partner: its facts and suspension, its people, its log."""
