"""The organiser's pages about a jury: who sits, the rounds, what came of them."""
