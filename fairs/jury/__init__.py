"""The jury: how scores become a result that everybody can check."""
