"""The organiser's pages about proposals."""
