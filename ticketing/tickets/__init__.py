"""Tickets: the right of one person to enter, its signed code and its printed form."""
