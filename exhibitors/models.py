"""The tables of this app's rooms."""

from exhibitors.crafts.models import Craft
from exhibitors.documents.models import Consent, Paper
from exhibitors.profiles.models import Exhibitor, Keeper
from exhibitors.works.models import Photo, Work

__all__ = ["Consent", "Craft", "Exhibitor", "Keeper", "Paper", "Photo", "Work"]
