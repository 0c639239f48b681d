"""Calls for applications, and the applications exhibitors send."""
