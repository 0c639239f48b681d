"""Everything that changes an event."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.partners.models import Partner
from accounts.people import operations as people
from accounts.people.models import Person
from accounts.roles.models import RoleKind
from common.errors import Invalid, Refused, Stale
from common.languages import fold
from ticketing import signals
from ticketing.events import access, mails, rules
from ticketing.events.models import Event, EventDay, EventRole, Window
from ticketing.events.rules import Day


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


def _free_slug(title: str, year: int) -> str:
    wished = slugify(title) or slugify(fold(title))
    taken = set(Event.objects.filter(slug__startswith=wished[: rules.SLUG_LENGTH - 10]).values_list("slug", flat=True))
    return rules.free_slug(wished, year, taken)


def _refuse_taken_slug(slug: str, event: Event) -> None:
    if slug in rules.RESERVED_SLUGS or Event.objects.filter(slug=slug).exclude(pk=event.pk).exists():
        raise Invalid(_("Another event has this address already."), code="slug_taken", field="slug")


@transaction.atomic
def create(*, partner: Partner, facts: Mapping[str, Any], days: Sequence[Day], by: Actor, at: datetime) -> Event:
    """Make a draft event with its days. `facts` are fields of `Event` but number, state and times.

    Without a `slug` its address is made from the Latvian title.

    Raises:
        Invalid: no days, days that end before they start or overlap, or an address that is taken.
        Locked: the partner is suspended.
    """
    _check_days(days)
    # Two new events at once would want the same number, be they of one partner or of two.
    list(Partner.objects.select_for_update().order_by("pk").values_list("pk"))
    number = (Event.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    event = Event(
        partner=partner,
        number=number,
        starts_at=min(day.opens_at for day in days),
        ends_at=max(day.closes_at for day in days),
        **facts,
    )
    refuse_if_locked(event, at)
    event.slug = event.slug or _free_slug(facts.get("title_lv") or event.title or "", event.starts_at.astimezone(event.tz).year)
    _refuse_taken_slug(event.slug, event)
    event.save()
    _write_days(event, days)
    history.log(by=by, at=at, action="event.created", subject=event, partner=partner, event=event, after={"title": event.title})
    signals.event_created.send(sender=Event, event=event, by=by, at=at)
    return event


FIXED_ONCE_PUBLISHED = ("slug", "currency", "zone")
"""Printed on tickets and posters, or summed up in the books: wrong for those who have them when changed afterwards."""


def _refuse_fixed(event: Event, after: Mapping[str, Any]) -> None:
    if "slug" in after:
        _refuse_taken_slug(after["slug"], event)
    for name in FIXED_ONCE_PUBLISHED:
        if name in after and event.state != Event.State.DRAFT:
            raise Invalid(_("This is fixed since the event was published."), code="fixed_since_published", field=name)


@transaction.atomic
def change(*, event: Event, facts: Mapping[str, Any], days: Sequence[Day] | None, by: Actor, at: datetime) -> Event:
    """Change an event's facts and, where `days` are given, its days.

    Raises:
        Invalid, Locked: as `create`; a published event keeps its address, its money and its zone (`fixed_since_published`).
    """
    refuse_if_locked(event, at)
    before, after = history.changes(event, facts)
    _refuse_fixed(event, after)
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
        Invalid: published without a site (`no_site`) or after its last day (`in_the_past`).
        Refused: the move is not allowed (`not_allowed_now`), or it is finished before it began (`not_begun`).
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
    if to in (Event.State.PUBLISHED, Event.State.MOVED) and at >= event.ends_at:
        raise Invalid(_("Its last day is over. Give it days to come first."), code="in_the_past", field="days-0-opens_at")
    if to == Event.State.FINISHED and at < event.starts_at:
        raise Refused(_("It has not begun yet. Cancel it, or wait until its first day."), code="not_begun")
    before = event.state
    if not Event.objects.filter(pk=event.pk, state=before).update(state=to):
        raise Stale
    event.state = to
    history.log(
        by=by, at=at, action="event.state", subject=event, partner=event.partner, event=event, before={"state": before}, after={"state": to}
    )
    if to == Event.State.CANCELLED:
        signals.event_cancelled.send(sender=Event, event=event, by=by, at=at)
    return event


@transaction.atomic
def move_dates(*, event: Event, days: Sequence[Day], by: Actor, at: datetime) -> Event:
    """Move a published event to other days; tickets and applications stay, their holders are asked to reconfirm.

    Raises:
        Invalid, Locked, Refused, Stale: as `change` and `move_state`.
    """
    old_start = event.starts_at
    change(event=event, facts={"moved_from": old_start}, days=days, by=by, at=at)
    moved = move_state(event=event, to=Event.State.MOVED, by=by, at=at)
    signals.event_moved.send(sender=Event, event=moved, by=by, at=at)
    return moved


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
def change_window(
    *, window: Window, names: Mapping[str, str], valid_from: datetime, valid_until: datetime, by: Actor, at: datetime
) -> Window:
    """Change a period of validity; tickets that carry it are valid by the new times at once.

    Raises:
        Invalid: it ends before it starts.
        Locked: the partner is suspended.
    """
    event = window.event
    refuse_if_locked(event, at)
    if valid_until <= valid_from:
        raise Invalid(PROBLEMS["ends_before_start"], code="ends_before_start", field="valid_until")
    facts = {**names, "valid_from": valid_from, "valid_until": valid_until}
    before, after = history.changes(window, facts)
    for name, value in facts.items():
        setattr(window, name, value)
    window.save()
    if after:
        history.log(by=by, at=at, action="window.changed", subject=window, partner=event.partner, event=event, before=before, after=after)
    return window


@transaction.atomic
def grant_role(*, event: Event, person: Person, kind: str, by: Actor, at: datetime) -> EventRole:
    """Give a person a role at this one event and tell them by mail; giving it twice changes nothing.

    Raises:
        Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    role, is_new = EventRole.objects.get_or_create(event=event, person=person, kind=RoleKind(kind))
    if is_new:
        history.log(
            by=by, at=at, action="role.granted", subject=role, partner=event.partner, event=event, after={"person": person, "role": kind}
        )
        mails.role_granted(role, by=by, at=at)
    return role


@transaction.atomic
def invite(*, event: Event, email: str, kind: str, language: str, by: Actor, at: datetime) -> EventRole:
    """Give a role to whoever has this address, known here or not.

    Raises:
        Locked: the partner is suspended.
    """
    return grant_role(event=event, person=people.add(email=email, language=language, at=at), kind=kind, by=by, at=at)


@transaction.atomic
def withdraw_role(*, role: EventRole, by: Actor, at: datetime) -> None:
    """Take a role at one event away again.

    Raises:
        Locked: the partner is suspended.
    """
    event = role.event
    refuse_if_locked(event, at)
    history.log(
        by=by,
        at=at,
        action="role.withdrawn",
        subject=role,
        partner=event.partner,
        event=event,
        before={"person": role.person, "role": role.kind},
    )
    role.delete()
