"""The waiting list of what is sold out: who waits for what, who is next, and places offered until a moment."""
