"""The tables of this app's rooms."""

from places.equipment.models import Bookable, BookedQuarter, Booking, PlaceKeeper, TrainedUser
from places.sites.models import Municipality, Room, Site

__all__ = ["Bookable", "BookedQuarter", "Booking", "Municipality", "PlaceKeeper", "Room", "Site", "TrainedUser"]
