"""What may be done to a ground. Each is one transaction, raises the ground's version and leaves a line in the log."""

from fairs.fairground.operations.editing import Outcome, apply
from fairs.fairground.operations.pictures import calibrate, set_picture, take_picture_off
from fairs.fairground.operations.replacing import load
from fairs.fairground.operations.seeing import acknowledge, take_back
from fairs.fairground.operations.setting_up import change, keep_template, set_up

__all__ = [
    "Outcome",
    "acknowledge",
    "apply",
    "calibrate",
    "change",
    "keep_template",
    "load",
    "set_picture",
    "set_up",
    "take_back",
    "take_picture_off",
]
