"""People who sign in, and the language each of them reads."""
