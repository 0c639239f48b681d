"""Who drives in when: computed from where the stalls are, the vehicles, and what the entrances can take."""

from datetime import datetime, timedelta
from math import hypot

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from fairs.allocation.models import Assignment
from fairs.calls.models import Application
from fairs.fairground.models import Entrance
from fairs.offers import rules
from fairs.offers.models import LoadSlot
from ticketing.events.models import Event


class NothingToPlan(Refused):
    """Without entrances or set-up hours nobody can be given a time."""

    code = "no_entrances"


@transaction.atomic
def plan_load_in(*, event: Event, by: Actor, at: datetime) -> int:
    """Give every maker with a stall a time and an entrance, leaving those fixed by hand; return how many were given.

    Raises:
        NothingToPlan: the ground has no entrance, or the event no set-up hours.
    """
    entrances = list(Entrance.objects.filter(ground__event=event))
    windows = [
        (day.setup_from, day.setup_until)
        for day in event.days.filter(setup_from__isnull=False).order_by("setup_from")
        if day.setup_from is not None and day.setup_until is not None
    ]
    if not entrances or not windows:
        raise NothingToPlan(_("Draw an entrance on the ground and give the event hours for setting up; then times can be given."))
    LoadSlot.objects.filter(application__call__event=event, is_fixed=False).delete()
    fixed = LoadSlot.objects.filter(application__call__event=event)
    arrivals = _arrivals(event, entrances, set(fixed.values_list("application", flat=True)))
    gates = [rules.Gateway(one.pk, one.vehicles_at_once, one.minutes_each) for one in entrances]
    taken = {(slot.entrance_id, slot.starts_at, slot.lane) for slot in fixed}
    slots = rules.load_in(arrivals, gates, windows, taken=taken)
    LoadSlot.objects.bulk_create(
        LoadSlot(application_id=slot.application, entrance_id=slot.entrance, lane=slot.lane, starts_at=slot.starts_at, ends_at=slot.ends_at)
        for slot in slots
    )
    history.log(by=by, at=at, action="load_in.planned", subject=event, partner=event.partner, event=event, after={"makers": len(slots)})
    return len(slots)


@transaction.atomic
def fix_load_in(*, application: Application, entrance: Entrance, starts_at: datetime, by: Actor, at: datetime) -> LoadSlot:
    """Give one maker a time by hand; computing again leaves it.

    Raises:
        Invalid: all places at that entrance are taken then (`entrance_full`), or the entrance is of another fair.
    """
    event = application.call.event
    if entrance.ground.event_id != event.pk:
        raise Invalid(_("Choose an entrance of this fair."), code="unknown_entrance", field="entrance")
    LoadSlot.objects.filter(application=application).delete()
    there = set(LoadSlot.objects.filter(entrance=entrance, starts_at=starts_at).values_list("lane", flat=True))
    lane = next((lane for lane in range(1, entrance.vehicles_at_once + 1) if lane not in there), None)
    full = Invalid(_("All places at this entrance are taken then. Choose another time."), code="entrance_full", field="starts_at")
    if lane is None:
        raise full
    try:
        with transaction.atomic():
            slot = LoadSlot.objects.create(
                application=application,
                entrance=entrance,
                lane=lane,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=entrance.minutes_each),
                is_fixed=True,
            )
    except IntegrityError:
        raise full from None
    history.log(
        by=by,
        at=at,
        action="load_in.fixed",
        subject=application,
        partner=event.partner,
        event=event,
        after={"entrance": entrance, "starts_at": starts_at},
    )
    return slot


def _arrivals(event: Event, entrances: list[Entrance], without: set[int]) -> list[rules.Arrival]:
    places: dict[int, list[tuple[float, float]]] = {}
    rows = Assignment.objects.filter(application__call__event=event).annotate(x=F("stall__x_m"), y=F("stall__y_m"))
    for application, x, y in rows.values_list("application", "x", "y"):
        if application not in without:
            places.setdefault(application, []).append((float(x), float(y)))
    return [
        rules.Arrival(application, {one.pk: min(hypot(x - float(one.x_m), y - float(one.y_m)) for x, y in stalls) for one in entrances})
        for application, stalls in sorted(places.items())
    ]
