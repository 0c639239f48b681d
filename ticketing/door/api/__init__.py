"""The door's API, spoken by phones: /api/v1/door/. Every call but `pair` carries the phone's key."""

from ticketing.door.api import scanning, syncing
from ticketing.door.api.base import router

__all__ = ["router", "scanning", "syncing"]
