"""Who gets which stalls: one computed plan, the reason for each place, and what to do when somebody withdraws."""
