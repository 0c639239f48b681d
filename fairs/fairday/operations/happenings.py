"""Incidents and visitors."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.models import Person
from common.errors import Invalid, Stale
from fairs.fairday.models import Incident, VisitorCount
from fairs.fairground.models import Stall
from ticketing.events.models import Event

MOST_AN_HOUR = 100_000


@transaction.atomic
def note_incident(*, event: Event, text: str, stall: Stall | None, is_serious: bool, by: Person, at: datetime) -> Incident:
    """Write down what happened.

    Raises:
        Invalid: nothing is said (`text_missing`).
    """
    if not text.strip():
        raise Invalid(_("Say in a few words what happened."), code="text_missing", field="text")
    incident = Incident.objects.create(event=event, stall=stall, text=text.strip(), is_serious=is_serious, noted_by=by, noted_at=at)
    after = {"stall": stall.number if stall else "", "serious": is_serious}
    history.log(by=by, at=at, action="incident.noted", subject=incident, partner=event.partner, event=event, after=after)
    return incident


@transaction.atomic
def settle_incident(*, incident: Incident, outcome: str, by: Person, at: datetime) -> None:
    """Close an incident with what was done.

    Raises:
        Stale: somebody closed it meanwhile.
    """
    if not Incident.objects.filter(pk=incident.pk, settled_at=None).update(settled_at=at, outcome=outcome.strip()[:250]):
        raise Stale
    event = incident.event
    history.log(by=by, at=at, action="incident.settled", subject=incident, partner=event.partner, event=event, after={"outcome": outcome})


@transaction.atomic
def count_visitors(*, event: Event, place: str, count: int, hour: datetime, by: Person, at: datetime) -> VisitorCount:
    """Write how many visitors were counted at a place in an hour; a second count of the same replaces the first.

    Raises:
        Invalid: not a sensible number (`count_out_of_range`).
    """
    if not 0 <= count <= MOST_AN_HOUR:
        raise Invalid(_("Give a number from 0 to %(most)d.") % {"most": MOST_AN_HOUR}, code="count_out_of_range", field="count")
    beginning = hour.replace(minute=0, second=0, microsecond=0)
    row, _is_new = VisitorCount.objects.update_or_create(
        event=event,
        place=place.strip()[:60],
        hour=beginning,
        defaults={"count": count, "counted_by": str(by)[:120], "changed_at": at},
    )
    after = {"place": row.place, "hour": row.hour, "count": count}
    history.log(by=by, at=at, action="visitors.counted", subject=event, partner=event.partner, event=event, after=after)
    return row
