"""Who looks after which place."""

from accounts.models import Partner, Person
from accounts.roles.queries import kinds
from accounts.roles.rules import Capability, capabilities
from places.equipment.models import PlaceKeeper
from places.sites.models import Site


def is_keeper(person: Person, site: Site, owner: Partner | None = None) -> bool:
    """Tell whether somebody looks after the place, or may edit the events of the partner `owner` that owns a thing there."""
    if person.is_superuser or PlaceKeeper.objects.filter(site=site, person=person).exists():
        return True
    return owner is not None and Capability.EDIT_EVENT in capabilities(kinds(person, owner))
