"""The tables of this app's rooms."""

from exhibitors.crafts.models import Craft

__all__ = ["Craft"]
