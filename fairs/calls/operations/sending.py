"""Sending an application, taking it back, and saying again that one comes once the fair has moved."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused, Stale
from fairs.calls import mails, queries
from fairs.calls.models import Application, Call, Companion
from fairs.calls.operations.filling import refuse_if_closed
from fairs.calls.operations.quoting import snapshot
from fairs.calls.rules import may_move
from fairs.calls.signals import application_closed
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked

State = Application.State
RECONFIRM_WITHIN = timedelta(days=7)


@transaction.atomic
def submit(*, application: Application, by: Actor, at: datetime, by_staff: bool = False) -> Application:
    """Send a draft. After the closing date it is marked as late. Its price is computed and kept. Sending twice changes nothing.

    Raises:
        Closed: the deadline has passed, for makers.
        Invalid: something is missing that it cannot be sent without (`incomplete`), or the price list has no price for it.
        Refused: it was withdrawn or cancelled meanwhile (`not_allowed_now`).
        events.operations.Locked: the partner is suspended.
    """
    call = application.call
    refuse_if_locked(call.event, at)
    if application.state != State.DRAFT and application.submitted_at is not None and application.state in Application.STANDING:
        return application
    if not by_staff:
        refuse_if_closed(call, at)
    blocking = queries.lacks_of(call, [application])[application.pk].blocking
    if blocking:
        raise Invalid(_("Something is still missing; see the list."), code="incomplete", facts={"missing": [gap.code for gap in blocking]})
    application.is_late = at >= call.closes_at
    facts = {
        "shown_state": State.SUBMITTED,
        "submitted_at": at,
        "changed_at": at,
        "is_late": application.is_late,
        "quote": snapshot(application, at),
        "quoted_at": at,
    }
    if not Application.objects.filter(pk=application.pk, state=State.DRAFT).update(state=State.SUBMITTED, **facts):
        return _sent_meanwhile(application)
    application.state = State.SUBMITTED
    for name, value in facts.items():
        setattr(application, name, value)
    _log(application, by, at, "application.sent", after={"rules_version": application.rules_version, "is_late": application.is_late})
    mails.received(application, at=at)
    for share in application.companions.filter(kind=Companion.Kind.SHARE, exhibitor__isnull=False, confirmed_at=None, refused_at=None):
        mails.share_asked(share, application, at=at)
    return application


def _sent_meanwhile(application: Application) -> Application:
    """Return the application as it is now: the same button may have been pressed twice."""
    application.refresh_from_db()
    if application.state in Application.STANDING:
        return application
    raise Refused(_("This application is %(now)s.") % {"now": application.get_state_display()}, code="not_allowed_now")


@transaction.atomic
def withdraw(*, application: Application, reason: str, by: Actor, at: datetime) -> Application:
    """Take an application back. Its stall is free again, and the maker may apply anew while the call is open.

    Raises:
        Refused: nothing is left to withdraw (`not_allowed_now`).
        Stale: it moved meanwhile.
    """
    before = application.state
    if not may_move(before, State.WITHDRAWN) or application.shown_state == State.REJECTED:
        raise Refused(_("This application is %(now)s.") % {"now": Application.State(application.shown_state).label}, code="not_allowed_now")
    return close(application, before, State.WITHDRAWN, reason, by, at)


def close(application: Application, before: str, to: str, reason: str, by: Actor, at: datetime) -> Application:
    """Withdraw or cancel within the caller's transaction, show it, tell the rooms above and write to the maker."""
    facts = {"shown_state": to, "closed_reason": reason, "place_in_list": None, "changed_at": at}
    if not Application.objects.filter(pk=application.pk, state=before).update(state=to, **facts):
        raise Stale
    application.state = to
    for name, value in facts.items():
        setattr(application, name, value)
    _log(application, by, at, f"application.{to}", before={"state": before}, after={"state": to, "reason": reason})
    application_closed.send(sender=Application, application=application, before=before, by=by, at=at)
    if before != State.DRAFT:
        mails.closed(application, at=at)
    return application


@transaction.atomic
def ask_to_reconfirm(*, event: Event, by: Actor, at: datetime) -> int:
    """Ask the maker of each standing application whether they come on the new days; return how many were asked."""
    call = Call.objects.filter(event=event).first()
    if call is None:
        return 0
    call.event = event
    until = min(at + RECONFIRM_WITHIN, event.starts_at)
    standing = Application.objects.filter(call=call).standing()
    standing.update(reconfirm_by=until, reconfirmed_at=None)
    asked = list(standing.select_related("exhibitor"))
    for application in asked:
        application.call = call
        mails.reconfirm(application, at=at)
    if asked:
        history.log(
            by=by, at=at, action="call.reconfirm_asked", subject=call, partner=event.partner, event=event, after={"size": len(asked)}
        )
    return len(asked)


@transaction.atomic
def reconfirm(*, application: Application, by: Actor, at: datetime) -> Application:
    """Note that the maker comes on the new days; saying so twice changes nothing.

    Raises:
        Refused: nobody has asked, or the application no longer stands as far as its maker knows (`not_allowed_now`).
    """
    if application.reconfirm_by is None or application.shown_state not in Application.STANDING:
        raise Refused(_("There is nothing to answer any more."), code="not_allowed_now")
    if application.reconfirmed_at is None:
        Application.objects.filter(pk=application.pk, reconfirmed_at=None).update(reconfirmed_at=at)
        application.reconfirmed_at = at
        _log(application, by, at, "application.reconfirmed")
    return application


def _log(application: Application, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    event = application.call.event
    history.log(by=by, at=at, action=action, subject=application, partner=event.partner, event=event, **sides)
