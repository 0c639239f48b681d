"""The demonstration: real places, invented people, events relative to today, always the same for the same day."""

from config.demo.build import build, is_empty, wipe
from config.demo.people import PASSWORD, sign_ins

__all__ = ["PASSWORD", "build", "is_empty", "sign_ins", "wipe"]
