"""A first draft: asked for at the desk, computed by the worker, taken over by a person."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task

from accounts.history.operations import log
from accounts.people.models import Person
from common.errors import Invalid, Refused, Stale
from conference.programme import queries, rules
from conference.programme.drafting import Draft, Impossible
from conference.programme.models import DraftJob, Hall, Interpreter, Session, Slot
from conference.programme.operations import equipment
from ticketing.events.models import Event

TASK = "conference.programme.tasks.compute"
State = DraftJob.State


@transaction.atomic
def ask(*, event: Event, by: Person, at: datetime, seed: int = 1, keeps_placed: bool = False) -> DraftJob:
    """Have the worker draft the programme.

    Raises:
        Invalid: there is no hall (`no_halls`), or nothing to place (`no_sessions`).
        Refused: a draft is being computed already (`under_way`).
    """
    Event.objects.select_for_update().filter(pk=event.pk).values_list("pk", flat=True).get()
    if not Hall.objects.filter(event=event).exists():
        raise Invalid(_("There are no rooms yet. Add them first."), code="no_halls")
    if not Session.objects.filter(event=event, state=Session.State.PLANNED, is_break=False).exists():
        raise Invalid(_("There are no sessions yet. Add them, or take in accepted proposals."), code="no_sessions")
    if DraftJob.objects.filter(event=event, state__in=DraftJob.UNDER_WAY).exists():
        raise Refused(_("A draft is being computed already. Wait for it, or cancel it."), code="under_way")
    job = DraftJob.objects.create(event=event, seed=seed, keeps_placed=keeps_placed, asked_by=by, asked_at=at)
    log(by=by, at=at, action="draft.asked", subject=job, event=event, after={"seed": seed, "keeps_placed": keeps_placed})
    transaction.on_commit(partial(async_task, TASK, job_id=job.pk), robust=True)  # `compute_waiting` finds one that got lost
    return job


@transaction.atomic
def cancel_draft(*, job: DraftJob, by: Person, at: datetime) -> None:
    """Give up a draft that is being computed.

    Raises:
        Stale: it is finished.
    """
    _move_on(job, State.CANCELLED, of=DraftJob.UNDER_WAY, finished_at=at)
    log(by=by, at=at, action="draft.cancelled", subject=job, event=job.event)


@transaction.atomic
def take_over(*, job: DraftJob, by: Person, at: datetime) -> int:
    """Put every session where the draft has it, and return how many that were. Sessions fixed or cancelled since stay out of it.

    Raises:
        Refused: there is nothing to take over (`not_done`), or a room or an interpreter is gone since (`outdated`).
    """
    if job.state != State.DONE:
        raise Refused(_("Only a finished draft can be taken over."), code="not_done")
    said = job.answer["placed"]
    halls = Hall.objects.in_bulk([one["hall"] for one in said])
    people = Interpreter.objects.in_bulk([who for one in said for who in one["interpreters"]])
    if any(one["hall"] not in halls for one in said) or any(who not in people for one in said for who in one["interpreters"]):
        raise Refused(_("A room or an interpreter of this draft is gone. Ask for a new one."), code="outdated")
    sessions = Session.objects.filter(event=job.event, state=Session.State.PLANNED, is_break=False).select_related("slot")
    by_key = {session.pk: session for session in sessions}
    moved = []
    for one in said:
        session = by_key.get(one["session"])
        if session is None or (hasattr(session, "slot") and session.slot.is_fixed) or "fixed" in one["reasons"]:
            continue
        starts_at = queries.moment_of(job.event, one["start"])
        facts = {"hall": halls[one["hall"]], "starts_at": starts_at, "ends_at": starts_at + session.length}
        slot, _is_new = Slot.objects.update_or_create(session=session, defaults=facts)
        slot.interpreters.set([people[who] for who in one["interpreters"]])
        moved.append(session)
    equipment.follow(moved, by=by, at=at)
    DraftJob.objects.filter(event=job.event, is_taken=True).update(is_taken=False)
    DraftJob.objects.filter(pk=job.pk).update(is_taken=True)
    log(by=by, at=at, action="draft.taken_over", subject=job, event=job.event, after={"sessions": len(moved)})
    return len(moved)


def _move_on(job: DraftJob, after: str, *, of: tuple[str, ...], **facts: Any) -> None:
    """Move a job on if it still is in one of the states `of`.

    Raises:
        Stale: it has moved on since.
    """
    if not DraftJob.objects.filter(pk=job.pk, state__in=of).update(state=after, **facts):
        raise Stale
    job.state = after


# --- called by the worker -------------------------------------------------------------------------------------------


def start(*, job: DraftJob, at: datetime) -> None:
    """Note that a worker has begun, or begun again after another died.

    Raises:
        Stale: the job is over, or in the hands of a worker that is alive.
    """
    if not rules.may_begin(job.state, job.beat_at, at):
        raise Stale
    if not DraftJob.objects.filter(pk=job.pk, state=job.state, beat_at=job.beat_at).update(state=State.RUNNING, beat_at=at, progress={}):
        raise Stale
    job.state, job.beat_at = State.RUNNING, at


def beat(*, job: DraftJob, progress: Mapping[str, int], at: datetime) -> None:
    """Tell of the best programme so far.

    Raises:
        Stale: the draft was cancelled, or another worker has it.
    """
    if not DraftJob.objects.filter(pk=job.pk, state=State.RUNNING, beat_at=job.beat_at).update(beat_at=at, progress=dict(progress)):
        raise Stale
    job.beat_at = at


@transaction.atomic
def finish(*, job: DraftJob, draft: Draft, at: datetime) -> None:
    """Keep a draft with its reasons.

    Raises:
        Stale: it was cancelled meanwhile.
    """
    placed = [
        {"session": one.session, "hall": one.hall, "start": one.start, "interpreters": list(one.interpreters), "reasons": list(one.reasons)}
        for one in draft.placed
    ]
    answer = {"placed": placed, "track_changes": draft.track_changes, "is_best": draft.is_best}
    _move_on(job, State.DONE, of=(State.RUNNING,), finished_at=at, answer=answer)
    log(by="system", at=at, action="draft.done", subject=job, event=job.event, after={"sessions": len(placed)})


@transaction.atomic
def contradict(*, job: DraftJob, impossible: Impossible, at: datetime) -> None:
    """Keep which demands contradict each other.

    Raises:
        Stale: it was cancelled meanwhile.
    """
    demands = [list(demand) for demand in impossible.demands]
    _move_on(job, State.IMPOSSIBLE, of=(State.RUNNING,), finished_at=at, answer={"demands": demands})
    log(by="system", at=at, action="draft.impossible", subject=job, event=job.event, after={"demands": len(demands)})


@transaction.atomic
def fail(*, job: DraftJob, error: str, at: datetime) -> None:
    """Note why a draft could not be computed.

    Raises:
        Stale: it was cancelled meanwhile.
    """
    _move_on(job, State.FAILED, of=(State.RUNNING,), finished_at=at, answer={"error": error[:200]})
    log(by="system", at=at, action="draft.failed", subject=job, event=job.event, after={"error": error[:200]})
