"""Who may fetch a plan or the reasons for an application."""

from django.http import Http404

from accounts.people.models import Person
from fairs.allocation import queries
from fairs.allocation.models import Plan
from fairs.calls import access as calls
from fairs.calls.models import Application
from ticketing.events.models import Event


def plan_for(event: Event, number: int) -> Plan:
    """Return a version of a fair's plan for its desk.

    Raises:
        Http404: the event is no fair, or has no such version.
    """
    plan = queries.plan_of(calls.fair_or_404(event), number)
    if plan is None:
        raise Http404
    return plan


def application_at(event: Event, entry: int) -> Application:
    """Return an application of the fair for its desk.

    Raises:
        Http404: the event is no fair, has no call, or no such application.
    """
    return calls.desk_application(calls.call_for(event), entry)


def application_of(person: Person, pk: int) -> Application:
    """Return the person's own application.

    Raises:
        Http404: no such application, or somebody else's.
    """
    return calls.application_for(person, pk)
