"""Who was in which session for how many minutes, and how that is proven."""
