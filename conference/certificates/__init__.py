"""Certificates with their register, and feedback on sessions."""
