"""Funder's logo strip and disclaimer, chosen by publisher and date."""
