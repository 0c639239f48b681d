"""Opening a round, giving it more time, putting it back to the start, and closing it for good."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.roles.rules import Capability
from common.errors import Invalid, Refused
from fairs.calls import operations as calls
from fairs.jury import mails, protocol, queries, rules
from fairs.jury.models import Ballot, Check, Decision, Round
from fairs.jury.operations.refusals import NotBlind, NotOpen, RoundOver, Unfinished, locked
from ticketing.events.access import capabilities_at
from ticketing.events.operations import refuse_if_locked


@transaction.atomic
def open_round(*, one: Round, by: Actor, at: datetime) -> Round:
    """Open a round to its jurors and write to them. From now on its rules and its jurors stay as they are.

    Raises:
        Refused: it is not a draft, another is open, an earlier one is not closed, or too few jurors sit.
        NotBlind: a juror of a blind round may see the applications with their names.
        Invalid: it ends before it begins.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(one.call.event, at)
    rounds = list(Round.objects.select_for_update().filter(call=one.call).order_by("position"))
    fresh = next(each for each in rounds if each.pk == one.pk)
    fresh.call = one.call
    if not rules.may_move(fresh.state, Round.State.OPEN):
        raise Refused(_("This round is %(state)s.") % {"state": fresh.get_state_display()}, code="not_allowed_now")
    if any(each.position < fresh.position and each.state != Round.State.CLOSED for each in rounds):
        raise Refused(_("Close the rounds before this one first, or take them away."), code="earlier_round")
    if any(each.state == Round.State.OPEN for each in rounds):
        raise Refused(_("Another round is open. Close it first."), code="other_round_open")
    if fresh.ends_at is not None and fresh.ends_at <= at:
        raise Invalid(_("The time to score is over already. Choose a later one."), code="ends_in_the_past", field="ends_at")
    if fresh.kind != Round.Kind.COMPLETENESS:
        _refuse_unfit_jury(fresh)
        calls.note_judging(call=fresh.call, since=at)
    fresh.state, fresh.opened_at = Round.State.OPEN, at
    fresh.save(update_fields=["state", "opened_at"])
    _log(fresh, by, at, "round.opened", after={"ends_at": fresh.ends_at})
    for juror in fresh.jurors.select_related("person"):
        juror.call = fresh.call
        mails.round_opened(fresh, juror, at=at)
    return fresh


@transaction.atomic
def extend(*, one: Round, ends_at: datetime | None, by: Actor, at: datetime) -> Round:
    """Move the end of an open round's time; None leaves it open until somebody closes it.

    Raises:
        NotOpen: the round is not open.
        Invalid: a time that is over.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(one.call.event, at)
    fresh = locked(one)
    if fresh.state != Round.State.OPEN:
        raise NotOpen(_("Only an open round can be given another time."))
    if ends_at is not None and ends_at <= at:
        raise Invalid(_("The time to score is over already. Choose a later one."), code="ends_in_the_past", field="ends_at")
    before, fresh.ends_at = fresh.ends_at, ends_at
    fresh.save(update_fields=["ends_at"])
    _log(fresh, by, at, "round.extended", before={"ends_at": before}, after={"ends_at": ends_at})
    return fresh


@transaction.atomic
def put_back(*, one: Round, by: Actor, at: datetime) -> Round:
    """Put an open round back to the start, to change its rules or its jurors. All its points, comments and checks are thrown away.

    Raises:
        NotOpen: the round is not open; a closed one is for good.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(one.call.event, at)
    fresh = locked(one)
    if fresh.state != Round.State.OPEN:
        raise NotOpen(_("Only an open round can be put back to the start."))
    dropped = Ballot.objects.filter(round=fresh).count()
    Ballot.objects.filter(round=fresh).delete()
    Check.objects.filter(round=fresh).delete()
    fresh.state = Round.State.DRAFT
    fresh.save(update_fields=["state"])
    if queries.last_closed(fresh.call) is None:
        calls.note_judging(call=fresh.call, since=None)
    _log(fresh, by, at, "round.put_back", before={"ballots": dropped})
    return fresh


@transaction.atomic
def close_round(*, one: Round, by: Actor, at: datetime, as_it_is: bool = False) -> Round:
    """Close a round for good and freeze its protocol. Closing it again returns the same protocol.

    Args:
        as_it_is: close although something is left to score; those with too few votes are then declined.

    Raises:
        NotOpen: the round was never opened.
        Unfinished: something is left to score, or to check (which can never be left out).
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(one.call.event, at)
    fresh = locked(one)
    if fresh.state == Round.State.CLOSED:
        return fresh
    if fresh.state != Round.State.OPEN:
        raise NotOpen(_("Open the round before you close it."))
    _refuse_unfinished(fresh, as_it_is)
    fresh.protocol = protocol.drawn_up(fresh, at)
    fresh.protocol_sha256 = protocol.fingerprint(fresh.protocol)
    fresh.state, fresh.closed_at = Round.State.CLOSED, at
    fresh.save(update_fields=["state", "closed_at", "protocol", "protocol_sha256"])
    _log(fresh, by, at, "round.closed", after={"sha256": fresh.protocol_sha256, "entries": len(fresh.protocol["entries"])})
    if fresh.kind != Round.Kind.COMPLETENESS:
        _propose(fresh)
    return fresh


def refuse_if_over(one: Round, at: datetime) -> None:
    """Raise where jurors can no longer change anything in a locked round."""
    if one.state == Round.State.CLOSED:
        raise RoundOver(
            _("The round is closed, and its protocol is frozen. Nothing was saved. Your text is still below: copy it if you need it.")
        )
    if one.state != Round.State.OPEN:
        raise NotOpen(_("The round is not open. Nothing was saved. Your text is still below: copy it if you need it."))
    if one.ends_at is not None and at >= one.ends_at:
        raise RoundOver(
            _("The time to score is over. Nothing was saved. Your text is still below: copy it, and ask the organiser for more time.")
        )


def _refuse_unfit_jury(one: Round) -> None:
    jurors = list(one.jurors.select_related("person"))
    if len(jurors) < one.min_votes:
        raise Refused(
            ngettext("%(n)s juror has to sit at least.", "%(n)s jurors have to sit at least.", one.min_votes) % {"n": one.min_votes},
            code="too_few_jurors",
        )
    if not one.criteria.exists():
        raise Refused(_("Give the round at least one criterion."), code="no_criteria")
    if one.is_blind:
        for juror in jurors:
            if Capability.SEE_APPLICATIONS in capabilities_at(juror.person, one.call.event):
                raise NotBlind(
                    _("%(name)s may see whose applications they are and cannot judge blind. Appoint somebody else.") % {"name": juror}
                )


def _refuse_unfinished(one: Round, as_it_is: bool) -> None:
    if one.kind == Round.Kind.COMPLETENESS:
        left = queries.applications_in(one).exclude(pk__in=Check.objects.filter(round=one).values("application")).count()
        if left:
            raise Unfinished(
                ngettext("%(n)s application is not checked yet.", "%(n)s applications are not checked yet.", left) % {"n": left},
                facts={"left": left},
            )
        return
    left = sum(each.behind for each in queries.progress(one))
    if left and not as_it_is:
        raise Unfinished(
            ngettext("%(n)s vote is still missing.", "%(n)s votes are still missing.", left) % {"n": left}, facts={"left": left}
        )


def _propose(one: Round) -> None:
    """Write what the protocol proposes, in its order, best first."""
    frozen: dict[str, Any] = one.protocol or {}
    Decision.objects.bulk_create(
        Decision(
            round=one,
            application_id=entry["application"],
            proposed=entry["verdict"],
            verdict=entry["verdict"],
            order=order,
            value=entry["value"],
            grounds=entry["grounds"] or (["no_jury_needed"] if entry["skips_jury"] else ["threshold_reached"]),
        )
        for order, entry in enumerate(frozen["entries"], start=1)
    )


def _log(one: Round, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    event = one.call.event
    history.log(by=by, at=at, action=action, subject=one, partner=event.partner, event=event, **sides)
