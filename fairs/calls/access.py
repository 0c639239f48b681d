"""Who may fetch a call or an application."""

from datetime import datetime

from django.http import Http404

from accounts.people.models import Person
from fairs.calls import queries
from fairs.calls.models import Application, Call, Companion
from fairs.calls.rules import Phase
from ticketing.events.models import Event


def fair_or_404(event: Event) -> Event:
    """Return the event of a desk page for somebody it was already opened to.

    Raises:
        Http404: the event is no fair.
    """
    if event.kind != Event.Kind.FAIR:
        raise Http404
    return event


def call_for(event: Event) -> Call:
    """Return the call of a fair's desk page.

    Raises:
        Http404: the event is no fair, or has no call yet.
    """
    call = queries.call_of(fair_or_404(event))
    if call is None:
        raise Http404
    return call


def public_call(slug: str, at: datetime) -> Call:
    """Return a call that everybody may see.

    Raises:
        Http404: no such call, or not shown yet.
    """
    found = Call.objects.filter(event__slug=slug).select_related("event__partner", "event__site__municipality", "host_municipality").first()
    if found is None or queries.phase_of(found, at) is Phase.HIDDEN:
        raise Http404
    return found


def desk_application(call: Call, number: int) -> Application:
    """Return an application by its number, for staff of the call.

    Raises:
        Http404: no such application.
    """
    found = Application.objects.filter(call=call, number=number).select_related("exhibitor__municipality", "goods_group", "craft").first()
    if found is None:
        raise Http404
    found.call = call
    return found


def application_for(person: Person, pk: int) -> Application:
    """Return an application of an exhibitor whom the person looks after. One statement.

    Raises:
        Http404: no such application, or somebody else's.
    """
    found = (
        Application.objects.filter(pk=pk, exhibitor__keepers__person=person)
        .select_related("call__event__partner", "call__event__site", "exhibitor", "goods_group", "craft")
        .first()
    )
    if found is None:
        raise Http404
    return found


def asked_companion(pk: int | None) -> Companion | None:
    """Return the wish to share a stall whose second maker holds the letter's link; None where it was taken back."""
    rows = Companion.objects.select_related("application__call__event__partner", "application__exhibitor", "exhibitor")
    return rows.filter(pk=pk or 0, kind=Companion.Kind.SHARE).first()


def asked_application(pk: int | None) -> Application | None:
    """Return the application whose maker holds the letter's link about the new days."""
    return Application.objects.filter(pk=pk or 0).select_related("call__event__partner", "call__event__site", "exhibitor").first()
