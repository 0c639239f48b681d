"""The pages of calls that everybody sees, and those of the makers who apply."""
