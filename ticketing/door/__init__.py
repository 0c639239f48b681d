"""The door: gates, phones, scans and their verdicts."""
