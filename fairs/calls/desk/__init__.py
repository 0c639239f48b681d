"""The organiser's pages about a call and its applications."""
