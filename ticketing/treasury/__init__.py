"""The treasurer's view over a partner's money: what is due and to go back, statements, the ledger by account, and whether all agrees."""
