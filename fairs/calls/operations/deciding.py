"""What the organiser does to applications: ask for what is missing, mark, cancel, compute the price anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Refused
from exhibitors.models import Exhibitor
from fairs.calls import mails, queries
from fairs.calls.models import Application, Call, Companion
from fairs.calls.operations.quoting import snapshot
from fairs.calls.operations.sending import close
from fairs.calls.rules import may_move
from ticketing.events.operations import refuse_if_locked

MARKS = frozenset({"goods_group", "is_guaranteed", "is_partner_supported", "note"})
"""What staff may set on an application whatever its state."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of asking many: written to, without an e-mail address, with nothing missing."""

    written: int
    unreachable: tuple[Application, ...]
    complete: int


@transaction.atomic
def ask_for_missing(*, call: Call, applications: Sequence[Application], by: Actor, at: datetime) -> Told:
    """Write one letter to each maker with everything that is missing, and note when.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(call.event, at)
    lacks = queries.lacks_of(call, applications)
    lacking = [one for one in applications if lacks[one.pk].missing]
    unreachable = tuple(one for one in lacking if not one.exhibitor.email)
    written = [one for one in lacking if one.exhibitor.email]
    for application in written:
        application.call = call
        mails.missing(application, lacks[application.pk].missing, at=at)
        _log(application, by, at, "application.missing_asked", after={"missing": [gap.code for gap in lacks[application.pk].missing]})
    Application.objects.filter(pk__in=[one.pk for one in written]).update(missing_asked_at=at)
    return Told(len(written), unreachable, len(applications) - len(lacking))


@transaction.atomic
def mark(*, application: Application, facts: Mapping[str, Any], by: Actor, at: datetime) -> Application:
    """Set what staff decides: the goods group, a guaranteed place, support by a project, the internal note.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(application.call.event, at)
    if unknown := facts.keys() - MARKS:
        raise ValueError(f"not a mark: {sorted(unknown)}")
    before, after = history.changes(application, facts)
    if after:
        for name, value in facts.items():
            setattr(application, name, value)
        application.save(update_fields=list(facts))
        _log(application, by, at, "application.marked", before=before, after=after)
    return application


@transaction.atomic
def cancel(*, application: Application, reason: str, by: Actor, at: datetime) -> Application:
    """Cancel an application for the organiser; the maker is written to with the reason.

    Raises:
        Refused: it is closed already (`not_allowed_now`).
        Stale: it moved meanwhile.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(application.call.event, at)
    before = application.state
    if not may_move(before, Application.State.CANCELLED):
        raise Refused(_("This application is %(now)s.") % {"now": application.get_state_display()}, code="not_allowed_now")
    return close(application, before, Application.State.CANCELLED, reason, by, at)


@transaction.atomic
def requote(*, application: Application, by: Actor, at: datetime) -> Application:
    """Compute the price anew by today's list; the old one stays in the log.

    Raises:
        Invalid: the list has no price for it.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(application.call.event, at)
    before = application.quote
    application.quote, application.quoted_at = snapshot(application, at), at
    application.save(update_fields=["quote", "quoted_at"])
    _log(application, by, at, "application.quoted", before={"quote": before}, after={"quote": application.quote})
    return application


@transaction.atomic
def link_companion(*, companion: Companion, exhibitor: Exhibitor, by: Actor, at: datetime) -> Companion:
    """Say which exhibitor is meant by a name somebody wrote.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    application = companion.application
    refuse_if_locked(application.call.event, at)
    companion.exhibitor = exhibitor
    companion.save(update_fields=["exhibitor"])
    _log(application, by, at, "application.companion_known", before={"name": companion.named}, after={"name": str(exhibitor)})
    if companion.kind == Companion.Kind.SHARE and companion.confirmed_at is None and application.state in Application.STANDING:
        mails.share_asked(companion, application, at=at)
    return companion


def _log(application: Application, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    event = application.call.event
    history.log(by=by, at=at, action=action, subject=application, partner=event.partner, event=event, **sides)
