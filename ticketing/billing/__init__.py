"""Money in and out: the append-only ledger and the payment providers behind it."""
