"""Codes that lower a price, open a hidden product, keep places, or hold credit."""
