"""Bank statements: read in, matched with orders, the rest decided by a treasurer; transfers back to buyers."""
