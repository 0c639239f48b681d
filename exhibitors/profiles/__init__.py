"""Exhibitors: one profile for every fair in both countries, and the identifiers of their businesses."""
