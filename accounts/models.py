"""The tables of this app's rooms."""

from accounts.history.models import Entry
from accounts.partners.models import Partner, PartnerName
from accounts.people.models import Person
from accounts.roles.models import Role

__all__ = ["Entry", "Partner", "PartnerName", "Person", "Role"]
