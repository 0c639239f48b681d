"""Reading who is what for a partner."""

from django.db.models import Prefetch, QuerySet

from accounts.partners.models import Partner
from accounts.people.models import Person
from accounts.roles.models import Role


def kinds(person: Person, partner: Partner) -> set[str]:
    """Return the roles of a person with a partner; empty for an outsider."""
    return set(Role.objects.filter(person=person, partner=partner).values_list("kind", flat=True))


def partners_of(person: Person) -> QuerySet[Partner]:
    """Return the partners a person belongs to (all for a superuser), each with its `own_roles`."""
    own = Prefetch("roles", Role.objects.filter(person=person), to_attr="own_roles")
    found = Partner.objects.all() if person.is_superuser else Partner.objects.filter(roles__person=person).distinct()
    return found.select_related("successor").prefetch_related(own)


def roles_at(partner: Partner) -> QuerySet[Role]:
    """Return everybody's roles with a partner, by name."""
    return Role.objects.filter(partner=partner).select_related("person").order_by("person__name", "person__email", "kind")
