"""The jury: rounds, criteria, scores, conflicts of interest and the protocol."""
