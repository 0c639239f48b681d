"""The treasurer's pages about the bank, at a partner's desk."""
