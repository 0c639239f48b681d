"""What an event offers: products, variations, quotas, questions."""
