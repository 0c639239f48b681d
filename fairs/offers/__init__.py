"""Offers of stalls: accepted, paid, lapsed to the waiting list; and the passes that come with them."""
