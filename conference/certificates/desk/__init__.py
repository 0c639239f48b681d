"""Certificates and feedback at the desk."""
