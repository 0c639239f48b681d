"""The treasurer's pages over a partner's money, and an event's statement."""
