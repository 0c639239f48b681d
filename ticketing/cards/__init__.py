"""Card payments through Stripe: a partner's keys, pages to pay on, the notices Stripe sends, refunds and disputes."""
