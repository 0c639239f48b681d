"""Everything that is ordered, issued and admitted, for whatever kind of event."""
