"""Moving applications from state to state, and telling the makers what has become of them."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused, Stale
from fairs.calls.models import Application, Call
from fairs.calls.rules import may_move


@transaction.atomic
def move(
    *,
    application: Application,
    to: str,
    by: Actor,
    at: datetime,
    score: Decimal | None = None,
    place_in_list: int | None = None,
    note: str | None = None,
) -> Application:
    """Move an application along `rules.MOVES`. What the maker is shown stays as it is until `reveal`.

    `score`, and `note` (the reason told to the maker), stay as they are where None is given; `place_in_list` is kept on the
    waiting list only.

    Raises:
        Refused: an application in this state cannot become that (`not_allowed_now`).
        Stale: somebody else moved it meanwhile.
    """
    before = application.state
    if not may_move(before, to):
        raise Refused(
            _("An application that is “%(now)s” cannot become “%(then)s”.")
            % {"now": Application.State(before).label, "then": Application.State(to).label},
            code="not_allowed_now",
        )
    facts: dict[str, Any] = {"place_in_list": place_in_list if to == Application.State.WAITING else None, "changed_at": at}
    if score is not None:
        facts["score"] = _checked(score)
    if note is not None:
        facts["decision_note"] = note
    if not Application.objects.filter(pk=application.pk, state=before).update(state=to, **facts):
        raise Stale
    application.state = to
    for name, value in facts.items():
        setattr(application, name, value)
    _log(application, by, at, "application.moved", {"state": before}, {"state": to, **({"note": note} if note else {})})
    return application


@transaction.atomic
def note_judging(*, call: Call, since: datetime | None) -> None:
    """Note since when jurors score the call's applications, None for not at all; sent ones then stay as their makers sent them.

    The room above logs what it did; a second round keeps the time of the first.
    """
    same = Call.objects.filter(pk=call.pk)
    (same if since is None else same.filter(judged_from=None)).update(judged_from=since)
    call.refresh_from_db(fields=["judged_from"])


@transaction.atomic
def set_score(*, application: Application, score: Decimal | None, by: Actor, at: datetime) -> Application:
    """Write the jury's score of an application, 0 to 100, without moving it; None takes it away.

    Raises:
        Invalid: a score outside 0 to 100.
    """
    before = application.score
    application.score = None if score is None else _checked(score)
    application.save(update_fields=["score"])
    _log(application, by, at, "application.scored", {"score": before}, {"score": application.score})
    return application


@transaction.atomic
def reveal(*, applications: Iterable[Application], by: Actor, at: datetime) -> int:
    """Show the makers the states their applications are in, and return how many that changed for.

    Only what is as it was read is shown: an application moved meanwhile waits for the next time.
    """
    shown = 0
    for application in applications:
        waiting = Application.objects.filter(pk=application.pk, state=application.state).exclude(shown_state=F("state"))
        if waiting.update(shown_state=F("state"), changed_at=at):
            before, application.shown_state = application.shown_state, application.state
            shown += 1
            _log(application, by, at, "application.revealed", {"state": before}, {"state": application.state})
    return shown


def _checked(score: Decimal) -> Decimal:
    if not 0 <= score <= 100:
        raise Invalid(_("A score lies between 0 and 100."), code="score_out_of_range", field="score")
    return score


def _log(application: Application, by: Actor, at: datetime, action: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    event = application.call.event
    history.log(by=by, at=at, action=action, subject=application, partner=event.partner, event=event, before=before, after=after)
