"""The tables of this app's rooms."""

from exhibitors.crafts.models import Craft
from exhibitors.documents.models import Consent, Paper
from exhibitors.profiles.models import Acquaintance, Exhibitor, Keeper
from exhibitors.works.models import Photo, Work

__all__ = ["Acquaintance", "Consent", "Craft", "Exhibitor", "Keeper", "Paper", "Photo", "Work"]
