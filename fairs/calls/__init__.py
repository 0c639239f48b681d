"""Calls and applications: what a fair asks for, and what each exhibitor answers."""
