"""What a person may do for a partner."""
