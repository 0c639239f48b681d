"""Who acts: people, the partner organisations they work for, their roles, and the log of what they changed."""
