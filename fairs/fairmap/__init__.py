"""The map for visitors: the published plan, who stands where, and how a phone keeps it to open it without a network."""
