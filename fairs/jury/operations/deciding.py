"""From a closed round's proposals to what becomes of the applications. Makers see nothing of it until decisions are published."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.people.models import Person
from common.errors import Invalid, Refused
from fairs.calls import operations as calls
from fairs.calls.models import Application
from fairs.jury import queries, rules, wording
from fairs.jury.models import Decision, Round
from fairs.jury.operations.refusals import locked
from ticketing.events.operations import refuse_if_locked

STATES = {"select": Application.State.SELECTED, "wait": Application.State.WAITING, "decline": Application.State.REJECTED}


@transaction.atomic
def change_decision(*, decision: Decision, verdict: str, reason: str, note: str = "", by: Actor, at: datetime) -> Decision:
    """Decide otherwise than proposed, with a reason for the books; `note` are the words for the maker, "" for the ground's own.

    Deciding as proposed takes the reason away again. What was applied already has to be applied anew.

    Raises:
        Invalid: another decision without a reason, or no decision.
        events.operations.Locked: the partner is suspended.
    """
    one = decision.round
    refuse_if_locked(one.call.event, at)
    locked(one)
    if verdict not in STATES:
        raise Invalid(_("Choose one of the three decisions."), code="unknown_verdict", field="verdict")
    differs = verdict != decision.proposed
    if differs and not reason.strip():
        raise Invalid(_("Say why you decide otherwise than proposed."), code="no_reason", field="reason")
    before = {"verdict": decision.verdict, "reason": decision.reason, "note": decision.note}
    decision.verdict, decision.reason, decision.note = verdict, reason.strip()[:250] if differs else "", note.strip()
    decision.changed_by, decision.applied_at = by if isinstance(by, Person) else None, None
    decision.save(update_fields=["verdict", "reason", "note", "changed_by", "applied_at"])
    event = one.call.event
    history.log(
        by=by,
        at=at,
        action="decision.changed",
        subject=decision.application,
        partner=event.partner,
        event=event,
        before=before,
        after={"verdict": decision.verdict, "reason": decision.reason, "note": decision.note},
    )
    return decision


@transaction.atomic
def apply(*, one: Round, by: Actor, at: datetime) -> Counter[str]:
    """Move the applications as decided, with score, place in the waiting list and the ground; return how many became what.

    Those withdrawn or offered a stall meanwhile are left alone. Applying again moves only what was decided otherwise since.

    Raises:
        Refused: the round is not closed, or a later one is, whose decisions count (`not_the_last`).
        Stale: an application moved in this very moment.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(one.call.event, at)
    fresh = locked(one)
    last = queries.last_closed(fresh.call)
    if fresh.state != Round.State.CLOSED or last is None or last.pk != fresh.pk:
        raise Refused(_("Only the decisions of the last closed round count."), code="not_the_last")
    terms, made = queries.terms(fresh), Counter[str]()
    waiting: Counter[int | None] = Counter()
    for decision in queries.decisions(fresh):
        application = decision.application
        application.call = fresh.call
        if application.state not in queries.IN_JURY:
            continue
        if decision.verdict == Decision.Verdict.WAIT:
            waiting[application.goods_group_id] += 1
        _move(decision, waiting[application.goods_group_id], terms, fresh, by, at)
        made[decision.verdict] += 1
    Decision.objects.filter(round=fresh, application__state__in=queries.IN_JURY).update(applied_at=at)
    event = fresh.call.event
    history.log(by=by, at=at, action="decisions.applied", subject=fresh, partner=event.partner, event=event, after=dict(made))
    return made


def _move(decision: Decision, rank: int, terms: rules.Terms, one: Round, by: Actor, at: datetime) -> None:
    application, to = decision.application, STATES[decision.verdict]
    place = rank if to == Application.State.WAITING else None
    worth = None if decision.value is None else rules.to_hundred(decision.value, terms)
    with translation.override(application.language):
        note = decision.note or wording.ground_told(decision, one)
    if application.state == to and application.place_in_list == place and application.decision_note == note:
        if application.score != worth:
            calls.set_score(application=application, score=worth, by=by, at=at)
        return
    if application.state == to:  # the same state with another place or note: back to the jury first, as the moves want it
        calls.move(application=application, to=Application.State.SUBMITTED, by=by, at=at)
    calls.move(application=application, to=to, score=worth, place_in_list=place, note=note, by=by, at=at)
