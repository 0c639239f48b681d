"""Suspending, resuming, renaming and succeeding partners. Nothing is ever deleted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.partners.models import Partner, PartnerName
from common.errors import Invalid, Stale

State = Partner.State


def suspend(*, partner: Partner, on: date, reason: str, until: date | None = None, by: Actor, at: datetime) -> Partner:
    """Suspend a partner from a day on; its events stay visible and locked. A second call changes days and reason.

    Args:
        on: first day of the suspension.
        until: first day the partner may act again; None for open end.

    Raises:
        Invalid: no reason, or an end that is not after the start.
    """
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Say why the partner is suspended."), code="reason_missing", field="reason")
    if until is not None and until <= on:
        raise Invalid(_("The suspension must end after it begins."), code="ends_before_start", field="until")
    return _set(
        partner,
        "partner.suspended",
        by,
        at,
        of=[State.ACTIVE, State.SUSPENDED],
        state=State.SUSPENDED,
        suspended_from=on,
        suspended_until=until,
        suspension_reason=reason,
    )


def resume(*, partner: Partner, by: Actor, at: datetime) -> Partner:
    """End a suspension at once.

    Raises:
        Stale: the partner is not suspended.
    """
    nothing = {"suspended_from": None, "suspended_until": None, "suspension_reason": ""}
    return _set(partner, "partner.resumed", by, at, of=[State.SUSPENDED], state=State.ACTIVE, **nothing)


def rename(*, partner: Partner, name: str, on: date, by: Actor, at: datetime) -> Partner:
    """Give a partner a new name from a day on; documents of earlier days go on printing the old one.

    Raises:
        Invalid: no name or the same one, a day to come, or one before the latest renaming.
    """
    name = name.strip()
    if not name or name == partner.name:
        raise Invalid(_("Enter the new name."), code="name_missing", field="name")
    if on > at.astimezone(ZoneInfo(partner.zone)).date():
        raise Invalid(_("A partner cannot be renamed in advance."), code="in_future", field="on")
    with transaction.atomic():
        latest = PartnerName.objects.select_for_update().filter(partner=partner).order_by("-valid_until").first()
        begun = latest.valid_until if latest else None
        if begun is not None and on <= begun:
            raise Invalid(_("The partner got its present name later than that."), code="before_latest_name", field="on")
        PartnerName.objects.create(partner=partner, name=partner.name, valid_from=begun, valid_until=on)
        return _set(partner, "partner.named", by, at, of=State.values, name=name)


DETAILS = ("legal_name", "registration_number", "address", "contact_email")


def describe(*, partner: Partner, by: Actor, at: datetime, **details: str) -> Partner:
    """Change what stands on a partner's papers; `details` are some of `DETAILS`."""
    return _set(
        partner, "partner.described", by, at, of=State.values, **{name: details[name].strip() for name in DETAILS if name in details}
    )


def succeed_by(*, partner: Partner, successor: Partner, by: Actor, at: datetime) -> Partner:
    """Name the partner that took over another's tasks.

    Raises:
        Invalid: the partner would, over some steps, succeed itself.
    """
    following: Partner | None = successor
    while following is not None:
        if following.pk == partner.pk:
            raise Invalid(_("A partner cannot succeed itself."), code="succeeds_itself", field="successor")
        following = following.successor
    return _set(partner, "partner.succeeded", by, at, of=State.values, successor=successor)


def _set(partner: Partner, action: str, by: Actor, at: datetime, *, of: list[str], **values: object) -> Partner:
    """Write the values if the state still is one of `of`, log what differs, and return the partner as it is now."""
    with transaction.atomic():
        before, after = history.changes(partner, values)
        if Partner.objects.filter(pk=partner.pk, state__in=of).update(**values) != 1:
            raise Stale
        history.log(by=by, at=at, action=action, subject=partner, partner=partner, before=before, after=after)
    partner.refresh_from_db()
    return partner
