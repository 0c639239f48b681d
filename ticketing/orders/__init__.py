"""Orders: from a held cart to paid tickets, and back by cancelling."""
