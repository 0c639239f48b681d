"""The organiser's pages of the allocation: computing, looking at versions, changing, publishing, rules, the ledger."""
