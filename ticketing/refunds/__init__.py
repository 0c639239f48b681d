"""Money that must go back: by which conditions, to whom, by which way, and how far it is."""
