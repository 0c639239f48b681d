"""Events: what people are admitted to, when, where, by whom."""
