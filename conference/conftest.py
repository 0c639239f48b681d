"""The cast at the desk, as the rooms of ticketing know it."""

from ticketing.conftest import sign_in, suspend

__all__ = ["sign_in", "suspend"]
