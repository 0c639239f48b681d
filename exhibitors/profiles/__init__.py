"""Exhibitors and the identifiers of their businesses."""
