"""The tables of this app's rooms."""

from exhibitors.crafts.models import Craft
from exhibitors.documents.models import Document
from exhibitors.profiles.models import Consent, Exhibitor, Membership, Title
from exhibitors.works.models import Photo, Work

__all__ = ["Consent", "Craft", "Document", "Exhibitor", "Membership", "Photo", "Title", "Work"]
