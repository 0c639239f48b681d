"""Who has which stall now, for the rooms above."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from fairs.allocation.models import Assignment, Placement, Plan, Reason
from fairs.allocation.queries.building import guests_of, makers_in_play, rules_of
from fairs.allocation.rules import SILENCE
from fairs.allocation.texts import Reader, told
from fairs.calls.models import Application
from fairs.fairground.models import Stall
from fairs.fairground.rules.layout import Layout
from fairs.fairground.rules.occupied import Occupant, check_occupied
from fairs.fairground.texts import Told, tell
from ticketing.events.models import Event

State = Application.State
ORDER = ("stall__row", "stall__position", "stall__number")


def assigned(event: Event) -> dict[int, list[Stall]]:
    """Return the stalls of each application (by key) that has any, in the order of the row. One statement."""
    found: defaultdict[int, list[Stall]] = defaultdict(list)
    for row in Assignment.objects.filter(stall__ground__event=event).select_related("stall__zone").order_by(*ORDER):
        found[row.application_id].append(row.stall)
    return dict(found)


def findings(event: Event, layout: Layout) -> list[Told]:
    """Return what is wrong with who stands where now: boards, power, vehicles; in words. One statement."""
    rows = Assignment.objects.filter(stall__ground__event=event).select_related("application__exhibitor").order_by(*ORDER)
    return told_of(layout, ((row.application, row.stall_id) for row in rows))


def findings_in(plan: Plan, layout: Layout) -> list[Told]:
    """As `findings`, for a version of the plan. One statement."""
    rows = Placement.objects.filter(plan=plan).select_related("application__exhibitor").order_by(*ORDER)
    return told_of(layout, ((row.application, row.stall_id) for row in rows))


def told_of(layout: Layout, rows: Iterable[tuple[Application, int]]) -> list[Told]:
    """Return in words what is wrong with applications on stalls (by key)."""
    stalls: defaultdict[int, list[int]] = defaultdict(list)
    people: dict[int, Application] = {}
    for application, stall in rows:
        stalls[application.pk].append(stall)
        people[application.pk] = application
    occupants = [
        Occupant(str(one.exhibitor), tuple(stalls[pk]), float(one.power_kw), float(one.vehicle_length_m or 0) if one.vehicle_stays else 0.0)
        for pk, one in people.items()
    ]
    return [tell(finding) for finding in check_occupied(layout, occupants)]


def stall_of(application: Application) -> list[Stall]:
    """Return the stalls of an application, those of its host where it shares one; an empty list while it has none."""
    own = [row.stall for row in Assignment.objects.filter(application=application).select_related("stall__zone").order_by(*ORDER)]
    if own:
        return own
    host = host_of(application)
    return stall_of(host) if host is not None else []


def host_of(application: Application) -> Application | None:
    """Return the application whose stall this one shares, if its maker has agreed to."""
    shares = application.call.applications.filter(
        companions__kind="share", companions__exhibitor=application.exhibitor_id, companions__confirmed_at__isnull=False
    ).exclude(pk=application.pk)
    if not shares.exists():
        return None
    return guests_of(makers_in_play(application.call)).get(application.pk)


def published(event: Event) -> Plan | None:
    """Return the plan in force, or None before the first is published."""
    return Plan.objects.filter(event=event, state=Plan.State.PUBLISHED).first()


def plans_waiting(at: datetime) -> QuerySet[Plan]:
    """Return the plans nobody is computing although they were asked for a while ago."""
    late = at - SILENCE
    return Plan.objects.filter(Q(state=Plan.State.QUEUED, asked_at__lt=late) | Q(state=Plan.State.RUNNING, beat_at__lt=late)).order_by(
        "asked_at"
    )


def is_told(application: Application) -> bool:
    """Tell whether a maker knows what has become of their application, so that the reasons may be read: no move waits to be told."""
    told = (State.WAITING, State.OFFERED, State.ACCEPTED, State.CONFIRMED)
    return application.shown_state == application.state and application.state in told


def names_on_stalls(event: Event) -> dict[int, str]:
    """Return the taken stalls by key, with the maker's name where the fair lets makers know it, else "". Two statements."""
    shown = rules_of(event).names_shown
    rows = Assignment.objects.filter(stall__ground__event=event).select_related("application__exhibitor")
    return {row.stall_id: str(row.application.exhibitor) if shown else "" for row in rows}


def reasons_for(application: Application, language: str) -> list[str]:
    """Return why a maker has what they have, in sentences of their language; nothing before the plan is published."""
    plan = published(application.call.event)
    if plan is None:
        return []
    host = host_of(application)
    return reasons_in(plan, host or application, language, names_shown=rules_of(application.call.event).names_shown)


def reasons_in(plan: Plan, application: Application, language: str, *, names_shown: bool) -> list[str]:
    """Return the sentences of a version of the plan about one application. Names are told only as far as the fair agrees."""
    reason = Reason.objects.filter(plan=plan, application=application).first()
    if reason is None:
        return []
    names = {}
    if names_shown:
        rows = Application.objects.filter(call=application.call_id).select_related("exhibitor")
        names = {f"E{row.number}": str(row.exhibitor) for row in rows}
    return told(reason.facts, Reader(language, names, application.call.event))
