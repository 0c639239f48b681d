"""What a juror does: points and words for one application, and standing aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused, Stale
from fairs.calls.models import Application
from fairs.jury import queries, rules, wording
from fairs.jury.models import Ballot, Conflict, Juror, Round, Score
from fairs.jury.operations.refusals import Conflicted, NotOnScale, NotSeated, locked, locked_juror
from fairs.jury.operations.running import refuse_if_over

COMMENT_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """What a juror says about one application: points by criterion (some may still be missing), a comment, two marks."""

    points: Mapping[int, int]
    comment: str = ""
    is_flagged: bool = False
    is_skipped: bool = False


@transaction.atomic
def score(
    *, one: Round, juror: Juror, application: Application, said: Said, by: Actor, at: datetime, revision: int | None = None
) -> Ballot:
    """Save a juror's ballot for one application, as often as they like until the round closes.

    The round and the juror are locked, so that nothing is saved while the round closes or a conflict is declared.

    Args:
        revision: that of the ballot the juror saw, 0 for none; None does not look.

    Raises:
        RoundOver: the time is over, or the round closed.
        NotSeated: the juror does not sit in this round.
        Refused: the application is not judged in this round (`not_judged`).
        Conflicted: the juror has a conflict of interest here.
        NotOnScale: points that the round does not have.
        Stale: the ballot was changed in another window.
    """
    fresh = locked(one)
    seat = locked_juror(juror)
    refuse_if_over(fresh, at)
    _refuse_unjudged(fresh, seat, application)
    _refuse_conflict(fresh, seat, application)
    _refuse_off_scale(fresh, said)
    ballot = Ballot.objects.filter(round=fresh, juror=seat, application=application).first()
    if revision is not None and revision != (ballot.revision if ballot else 0):
        raise Stale(_("You changed this in another window. What you see there now is kept; look at it and save again."))
    return _write(fresh, seat, application, ballot, said, by, at)


@transaction.atomic
def undo(*, one: Round, juror: Juror, application: Application, by: Actor, at: datetime) -> Ballot:
    """Put back what the ballot was before its last change. Undoing twice brings the change back.

    Raises:
        Refused: there is nothing to put back (`nothing_to_undo`).
        RoundOver, NotSeated, Conflicted, NotOnScale: see `score`.
    """
    ballot = Ballot.objects.filter(round=one, juror=juror, application=application).first()
    if ballot is None or ballot.previous is None:
        raise Refused(_("There is nothing to take back."), code="nothing_to_undo")
    was = ballot.previous
    points = {int(criterion): n for criterion, n in was["points"].items()}
    said = Said(points, was["comment"], was["is_flagged"], was["is_skipped"])
    return score(one=one, juror=juror, application=application, said=said, by=by, at=at)


@transaction.atomic
def declare_conflict(*, one: Round, juror: Juror, application: Application, by: Actor, at: datetime) -> Conflict:
    """Note that a juror stands aside for an application, in every round; points they gave in the open round are taken out.

    Raises:
        RoundOver: the time is over, or the round closed.
        NotSeated: the juror does not sit in this round.
        Refused: the application is not judged in this round (`not_judged`).
    """
    fresh = locked(one)
    seat = locked_juror(juror)
    refuse_if_over(fresh, at)
    _refuse_unjudged(fresh, seat, application)
    conflict, is_new = Conflict.objects.get_or_create(juror=seat, application=application, defaults={"declared_at": at})
    if is_new:
        Ballot.objects.filter(round=fresh, juror=seat, application=application).delete()
        _log(fresh, by, at, "conflict.declared", after={"entry": application.number, "juror": str(juror)})
    return conflict


@transaction.atomic
def withdraw_conflict(*, one: Round, juror: Juror, application: Application, by: Actor, at: datetime) -> None:
    """Take a declared conflict back, as one does who pressed the wrong button. One that was found stays.

    Raises:
        RoundOver: the time is over, or the round closed.
        Refused: nothing was declared (`no_conflict`).
    """
    fresh = locked(one)
    seat = locked_juror(juror)
    refuse_if_over(fresh, at)
    gone, _kinds = Conflict.objects.filter(juror=seat, application=application).delete()
    if not gone:
        raise Refused(_("You have declared no conflict here."), code="no_conflict")
    _log(fresh, by, at, "conflict.withdrawn", before={"entry": application.number, "juror": str(juror)})


def _refuse_unjudged(one: Round, juror: Juror, application: Application) -> None:
    if not one.jurors.filter(pk=juror.pk).exists():
        raise NotSeated(_("You do not sit in this round."))
    if application.pk not in {each.pk for each in queries.judged(one)}:
        raise Refused(_("This application is no longer judged in this round. Go on to the next."), code="not_judged")


def _refuse_conflict(one: Round, juror: Juror, application: Application) -> None:
    ground = queries.conflicts(one.call, [juror], [application]).get((juror.pk, application.pk))
    if ground:
        raise Conflicted(wording.conflict_refusal(ground, is_blind=one.is_blind), facts={"ground": ground})


def _refuse_off_scale(one: Round, said: Said) -> None:
    terms = queries.terms(one)
    if unknown := said.points.keys() - terms.weights.keys():
        raise ValueError(f"not criteria of this round: {sorted(unknown)}")
    for criterion, points in said.points.items():
        if rules.points_problem(points, terms):
            allowed = ", ".join(map(str, one.points))
            raise NotOnScale(
                _("%(points)s cannot be given here. Choose one of %(allowed)s.") % {"points": points, "allowed": allowed},
                field=f"c{criterion}",
            )
    if len(said.comment) > COMMENT_LENGTH:
        raise Invalid(_("A comment has room for %(n)s letters.") % {"n": COMMENT_LENGTH}, code="comment_too_long", field="comment")


def _write(one: Round, juror: Juror, application: Application, ballot: Ballot | None, said: Said, by: Actor, at: datetime) -> Ballot:
    facts: dict[str, Any] = {"comment": said.comment, "is_flagged": said.is_flagged, "is_skipped": said.is_skipped, "changed_at": at}
    before: dict[int, int] = {}
    if ballot is None:
        ballot = Ballot.objects.create(round=one, juror=juror, application=application, **facts)
    else:
        before = dict(ballot.scores.values_list("criterion", "points"))
        marks = {"comment": ballot.comment, "is_flagged": ballot.is_flagged, "is_skipped": ballot.is_skipped}
        ballot.previous = {"points": {str(criterion): n for criterion, n in before.items()}, **marks}
        for name, value in facts.items():
            setattr(ballot, name, value)
        ballot.revision += 1
        ballot.save(update_fields=["previous", "revision", *facts])
        ballot.scores.all().delete()
    allowed = one.allowed
    Score.objects.bulk_create(Score(ballot=ballot, criterion_id=key, points=n, allowed=allowed) for key, n in said.points.items())
    if before != dict(said.points):
        about = {"entry": application.number, "juror": str(juror)}
        _log(one, by, at, "ballot.saved", {**about, "points": list(before.values())}, {**about, "points": list(said.points.values())})
    return ballot


def _log(
    one: Round, by: Actor, at: datetime, action: str, before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None
) -> None:
    event = one.call.event
    history.log(by=by, at=at, action=action, subject=one, partner=event.partner, event=event, before=before, after=after)
