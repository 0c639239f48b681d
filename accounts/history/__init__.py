"""The activity log: who changed what, when, and what it was before."""
