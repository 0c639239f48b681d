"""Everything that changes an event."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Partner, Person
from accounts.roles.models import RoleKind
from common.errors import Invalid, Refused, Stale
from ticketing import signals
from ticketing.events import access, rules
from ticketing.events.rules import Day
from ticketing.models import Event, EventDay, EventRole, Window


class Locked(Refused):
    """The partner is suspended: its events are seen, not changed."""

    code = "partner_suspended"


PROBLEMS = {
    "no_days": _("An event needs at least one day."),
    "ends_before_start": _("The end must be later than the start."),
    "half_a_window": _("Give both the beginning and the end, or neither."),
    "setup_after_opening": _("Set-up begins before the doors open."),
    "days_overlap": _("Two days overlap. Let one end before the next begins."),
}


def refuse_if_locked(event: Event, at: datetime) -> None:
    """Raise `Locked` where the event's partner is suspended at `at`."""
    if access.is_locked(event, at.astimezone(event.tz).date()):
        raise Locked(_("%(partner)s is suspended. Its events can be seen but not changed.") % {"partner": event.partner})


def _check_days(days: Sequence[Day]) -> None:
    index, field, code = rules.days_problem(list(days))
    if code:
        raise Invalid(PROBLEMS[code], code=code, field=f"days-{index}-{field}")


def _write_days(event: Event, days: Sequence[Day]) -> None:
    EventDay.objects.filter(event=event).delete()
    EventDay.objects.bulk_create(
        EventDay(
            event=event,
            opens_at=day.opens_at,
            closes_at=day.closes_at,
            setup_from=day.setup_from,
            setup_until=day.setup_until,
            takedown_from=day.takedown_from,
            takedown_until=day.takedown_until,
        )
        for day in sorted(days, key=lambda day: day.opens_at)
    )


@transaction.atomic
def create(*, partner: Partner, facts: Mapping[str, Any], days: Sequence[Day], by: Actor, at: datetime) -> Event:
    """Make a draft event with its days. `facts` are fields of `Event` but number, state and times.

    Raises:
        Invalid: no days, or days that end before they start or overlap.
        Locked: the partner is suspended.
    """
    _check_days(days)
    Partner.objects.select_for_update().get(pk=partner.pk)  # two new events at once would want the same number
    number = (Event.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    event = Event(
        partner=partner,
        number=number,
        starts_at=min(day.opens_at for day in days),
        ends_at=max(day.closes_at for day in days),
        **facts,
    )
    refuse_if_locked(event, at)
    event.save()
    _write_days(event, days)
    history.log(by=by, at=at, action="event.created", subject=event, partner=partner, event=event, after={"title": event.title})
    signals.event_created.send(sender=Event, event=event, by=by, at=at)
    return event


@transaction.atomic
def change(*, event: Event, facts: Mapping[str, Any], days: Sequence[Day] | None, by: Actor, at: datetime) -> Event:
    """Change an event's facts and, where `days` are given, its days.

    Raises:
        Invalid, Locked: as `create`.
    """
    refuse_if_locked(event, at)
    before, after = history.changes(event, facts)
    for name, value in facts.items():
        setattr(event, name, value)
    if days is not None:
        _check_days(days)
        _write_days(event, days)
        starts_at, ends_at = min(day.opens_at for day in days), max(day.closes_at for day in days)
        if (starts_at, ends_at) != (event.starts_at, event.ends_at):
            before |= {"starts_at": str(event.starts_at), "ends_at": str(event.ends_at)}
            after |= {"starts_at": str(starts_at), "ends_at": str(ends_at)}
        event.starts_at, event.ends_at = starts_at, ends_at
    event.save()
    if after:
        history.log(by=by, at=at, action="event.changed", subject=event, partner=event.partner, event=event, before=before, after=after)
    return event


@transaction.atomic
def move_state(*, event: Event, to: str, by: Actor, at: datetime) -> Event:
    """Publish, withdraw to draft, cancel, finish or report an event.

    Raises:
        Refused: the move is not allowed (`not_allowed_now`), or the event lacks a site.
        Stale: somebody else moved it meanwhile.
        Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    if not rules.may_move(event.state, to):
        raise Refused(
            _("An event that is “%(now)s” cannot become “%(then)s”.") % {"now": event.get_state_display(), "then": Event.State(to).label},
            code="not_allowed_now",
        )
    if to == Event.State.PUBLISHED and event.mode != Event.Mode.ONLINE and event.site_id is None:
        raise Invalid(_("Choose a site first, or make the event an online one."), code="no_site", field="site")
    before = event.state
    if not Event.objects.filter(pk=event.pk, state=before).update(state=to):
        raise Stale
    event.state = to
    history.log(
        by=by, at=at, action="event.state", subject=event, partner=event.partner, event=event, before={"state": before}, after={"state": to}
    )
    return event


@transaction.atomic
def move_dates(*, event: Event, days: Sequence[Day], by: Actor, at: datetime) -> Event:
    """Move a published event to other days; tickets and applications stay, their holders are asked to reconfirm.

    Raises:
        Invalid, Locked, Refused, Stale: as `change` and `move_state`.
    """
    old_start = event.starts_at
    change(event=event, facts={"moved_from": old_start}, days=days, by=by, at=at)
    return move_state(event=event, to=Event.State.MOVED, by=by, at=at)


@transaction.atomic
def add_window(*, event: Event, names: Mapping[str, str], valid_from: datetime, valid_until: datetime, by: Actor, at: datetime) -> Window:
    """Add a period in which some tickets are valid. `names` are `name_lv`, `name_ru`, `name_en`.

    Raises:
        Invalid: it ends before it starts, or there are 255 already.
    """
    refuse_if_locked(event, at)
    if valid_until <= valid_from:
        raise Invalid(PROBLEMS["ends_before_start"], code="ends_before_start", field="valid_until")
    number = (event.windows.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > 255:
        raise Invalid(_("An event has room for 255 periods of validity."), code="too_many_windows")
    window = Window.objects.create(event=event, number=number, valid_from=valid_from, valid_until=valid_until, **names)
    history.log(by=by, at=at, action="window.added", subject=window, partner=event.partner, event=event, after={"name": window.name})
    return window


@transaction.atomic
def grant_role(*, event: Event, person: Person, kind: str, by: Actor, at: datetime) -> EventRole:
    """Give a person a role at this one event; giving it twice changes nothing."""
    role, is_new = EventRole.objects.get_or_create(event=event, person=person, kind=RoleKind(kind))
    if is_new:
        history.log(
            by=by, at=at, action="role.granted", subject=role, partner=event.partner, event=event, after={"person": person, "role": kind}
        )
    return role


@transaction.atomic
def withdraw_role(*, role: EventRole, by: Actor, at: datetime) -> None:
    """Take a role at one event away again."""
    history.log(
        by=by,
        at=at,
        action="role.withdrawn",
        subject=role,
        partner=role.event.partner,
        event=role.event,
        before={"person": role.person, "role": role.kind},
    )
    role.delete()
