"""The tables of this app's rooms."""

from places.sites.models import Municipality, Room, Site

__all__ = ["Municipality", "Room", "Site"]
