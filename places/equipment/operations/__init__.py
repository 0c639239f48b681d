"""Everything that changes bookings and the things that are booked."""

from places.equipment.operations.booking import Taken, Use, book, cancel, confirm, decline, reschedule
from places.equipment.operations.keeping import appoint, dismiss, forget_training, save_thing, train
from places.equipment.operations.loading import load

__all__ = [
    "Taken",
    "Use",
    "appoint",
    "book",
    "cancel",
    "confirm",
    "decline",
    "dismiss",
    "forget_training",
    "load",
    "reschedule",
    "save_thing",
    "train",
]
