"""Plans on their way: asked for at the desk, computed by the worker."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task

from accounts.history.operations import Actor, log
from accounts.people.models import Person
from common.errors import Invalid, Refused, Stale
from fairs.allocation import queries, rules
from fairs.allocation.computing import Computed, for_refill
from fairs.allocation.engine import dumps
from fairs.allocation.mapping import applicant_id, entry_of
from fairs.allocation.models import Assignment, Placement, Plan, Reason
from fairs.calls import queries as calls
from fairs.calls.models import Application, Call
from fairs.fairground import queries as fairground
from fairs.fairground.models import Ground, Stall
from ticketing.events.models import Event

TASK = "fairs.allocation.tasks.compute"
UNDER_WAY = (Plan.State.QUEUED, Plan.State.RUNNING)


def _ready(event: Event) -> tuple[Call, Ground]:
    """Return what a plan is made of.

    Raises:
        Invalid: there is no call, no ground, no stall, or nobody to place.
    """
    call, ground = calls.call_of(event), fairground.ground_of(event)
    if ground is None or not ground.stalls.exists():
        raise Invalid(_("There are no stalls yet. Draw the ground first."), code="no_stalls")
    if call is None or not call.applications.filter(state__in=queries.IN_PLAY).exists():
        raise Invalid(_("Nobody is selected or waiting yet. A plan is made once the jury has decided."), code="nobody_to_place")
    return call, ground


def one_at_a_time(event: Event) -> None:
    """Have whoever makes a version of this event's plan wait for whoever is at it. Called in the transaction that does."""
    Event.objects.select_for_update().filter(pk=event.pk).values_list("pk", flat=True).get()


def next_number(event: Event) -> int:
    """Return the number of the next version. Called after `one_at_a_time`."""
    return queries.newest(event) + 1


def _ask(event: Event, *, by: Person, at: datetime, document: dict[str, Any], **facts: Any) -> Plan:
    one_at_a_time(event)
    if Plan.objects.filter(event=event, state__in=UNDER_WAY).exists():
        raise Refused(_("A plan is being computed already. Wait for it, or stop it."), code="under_way")
    plan = Plan.objects.create(event=event, number=next_number(event), instance=dumps(document), asked_by=by, asked_at=at, **facts)
    log(by=by, at=at, action="plan.asked", subject=plan, event=event, after={"number": plan.number, "kind": plan.kind, "seed": plan.seed})
    transaction.on_commit(partial(async_task, TASK, plan_id=plan.pk), robust=True)  # `compute_waiting` finds one that got lost
    return plan


@transaction.atomic
def ask_plan(*, event: Event, budget: str, by: Person, at: datetime, note: str = "") -> Plan:
    """Have the worker compute a whole plan of how things stand now. What is pinned or promised stays.

    Raises:
        Invalid: there is nothing to compute (`no_stalls`, `nobody_to_place`).
        Refused: a plan is under way already.
    """
    call, ground = _ready(event)
    kind = Plan.Kind.RERUN if Plan.objects.filter(event=event).exists() else Plan.Kind.FIRST
    last = queries.published(event)
    document = queries.built(event, call, ground, at)
    seed = queries.rules_of(event).seed
    return _ask(event, by=by, at=at, document=document, kind=kind, budget=budget, seed=seed, based_on=last, note=note)


@transaction.atomic
def ask_refill(*, event: Event, by: Person, at: datetime, agreed: Iterable[int] = ()) -> Plan:
    """Have the worker fill what has become free since publication: as few moves as possible, nobody worse off unless they agreed.

    Raises:
        Invalid: nothing is published yet (`not_published`), or there is nothing to compute.
        Refused: a plan is under way already.
    """
    call, ground = _ready(event)
    last = queries.published(event)
    if last is None:
        raise Invalid(_("Publish a plan first."), code="not_published")
    holders: dict[str, list[str]] = {}
    rows = Assignment.objects.filter(stall__ground=ground, stall__is_blocked=False, application__state__in=queries.IN_PLAY)
    order = ("stall__row", "stall__position", "stall__number")
    for entry, number in rows.order_by(*order).values_list("application__number", "stall__number"):
        holders.setdefault(applicant_id(entry), []).append(number)
    document = queries.built(event, call, ground, at, may_move_promised=True)
    known = {row["id"] for row in document["applicants"]}
    document = for_refill(document, {who: tuple(numbers) for who, numbers in holders.items() if who in known})
    seed = queries.rules_of(event).seed
    return _ask(
        event, by=by, at=at, document=document, kind=Plan.Kind.REFILL, budget=Plan.Budget.QUICK, seed=seed, based_on=last,
        agreed=sorted(set(agreed)),
    )  # fmt: skip


def move_on(plan: Plan, after: str, **facts: Any) -> None:
    """Move `plan` on if it is still as it was read.

    Raises:
        Stale: it has moved on since.
    """
    if not rules.may_move(plan.state, after) or not Plan.objects.filter(pk=plan.pk, state=plan.state).update(state=after, **facts):
        raise Stale
    plan.state = after
    for name, value in facts.items():
        setattr(plan, name, value)


@transaction.atomic
def cancel(*, plan: Plan, by: Actor, at: datetime) -> None:
    """Cancel a plan that is being computed, or put a finished one away. The worker notices within a second or two.

    Raises:
        Refused: it is published, or closed already.
        Stale: it has moved on since it was read.
    """
    if not rules.may_move(plan.state, Plan.State.CANCELLED):
        raise Refused(_("This version can no longer be cancelled."), code="plan_closed")
    move_on(plan, Plan.State.CANCELLED, finished_at=at)
    log(by=by, at=at, action="plan.cancelled", subject=plan, event=plan.event, after={"number": plan.number})


def stop(*, plan: Plan, by: Actor, at: datetime) -> None:
    """Ask the worker to end the search and keep the best so far.

    Raises:
        Stale: it is not being computed any more.
    """
    if not Plan.objects.filter(pk=plan.pk, state=Plan.State.RUNNING).update(stop_asked=True):
        raise Stale
    log(by=by, at=at, action="plan.stopped", subject=plan, event=plan.event, after={"number": plan.number})


# --- called by the worker -------------------------------------------------------------------------------------------


def start(*, plan: Plan, at: datetime) -> None:
    """Note that a worker has begun, or begun again after another died, to compute a plan.

    Raises:
        Stale: it is finished, cancelled, or in the hands of a worker that is alive.
    """
    if not rules.may_begin(plan.state, plan.beat_at, at):
        raise Stale
    unchanged = Plan.objects.filter(pk=plan.pk, state=plan.state, beat_at=plan.beat_at)
    if not unchanged.update(state=Plan.State.RUNNING, started_at=at, beat_at=at, progress={}):
        raise Stale
    plan.state, plan.started_at, plan.beat_at = Plan.State.RUNNING, at, at


def beat(*, plan: Plan, at: datetime, progress: Mapping[str, Any] | None = None) -> bool:
    """Give a sign of life, with the best so far; tell whether the search shall end now.

    Raises:
        Stale: the plan was cancelled, or another worker has taken it over.
    """
    facts: dict[str, Any] = {"beat_at": at} | ({} if progress is None else {"progress": dict(progress)})
    if not Plan.objects.filter(pk=plan.pk, state=Plan.State.RUNNING, beat_at=plan.beat_at).update(**facts):
        raise Stale
    plan.beat_at = at
    return Plan.objects.filter(pk=plan.pk, stop_asked=True).exists()


@transaction.atomic
def finish(*, plan: Plan, computed: Computed, reasons: Mapping[str, Mapping[str, Any]], at: datetime) -> None:
    """Keep a computed plan with its reasons.

    Raises:
        Stale: it was cancelled meanwhile, or another worker has finished it.
    """
    found = computed.plan
    move_on(
        plan, Plan.State.DONE, finished_at=at, instance=computed.instance_text, answer=computed.answer_text, levels=list(found.levels),
        proven=found.proven, stopped=found.stopped, patches=found.patches, progress={},
    )  # fmt: skip
    write_places(plan, found.allocation, reasons)
    log(by="system", at=at, action="plan.done", subject=plan, event=plan.event, after={"number": plan.number, "levels": list(found.levels)})


def write_places(plan: Plan, allocation: Mapping[str, Iterable[str]], reasons: Mapping[str, Mapping[str, Any]]) -> None:
    """Write who stands where in a new version, and why. A stall or maker that is gone meanwhile is left out."""
    stalls = dict(Stall.objects.filter(ground__event=plan.event_id).values_list("number", "pk"))
    people = dict(Application.objects.filter(call__event=plan.event_id).values_list("number", "pk"))
    Placement.objects.bulk_create(
        Placement(plan=plan, application_id=people[entry_of(who)], stall_id=stalls[number])
        for who, numbers in allocation.items()
        for number in numbers
        if entry_of(who) in people and number in stalls
    )
    Reason.objects.bulk_create(
        Reason(plan=plan, application_id=people[entry_of(who)], facts=dict(facts))
        for who, facts in reasons.items()
        if entry_of(who) in people
    )


@transaction.atomic
def contradict(*, plan: Plan, demands: list[dict[str, Any]], is_smallest: bool, at: datetime) -> None:
    """Keep which demands contradict each other.

    Raises:
        Stale: it was cancelled meanwhile.
    """
    said = {"impossible": demands, "smallest": is_smallest}
    move_on(
        plan, Plan.State.FAILED, finished_at=at, conflict=demands, answer=json.dumps(said, ensure_ascii=False, indent=1), error="impossible"
    )
    log(by="system", at=at, action="plan.impossible", subject=plan, event=plan.event, after={"number": plan.number})


@transaction.atomic
def fail(*, plan: Plan, error: str, at: datetime) -> None:
    """Note why a plan could not be computed.

    Raises:
        Stale: it was finished or cancelled meanwhile.
    """
    move_on(plan, Plan.State.FAILED, finished_at=at, error=error[:200])
    log(by="system", at=at, action="plan.failed", subject=plan, event=plan.event, after={"number": plan.number, "error": error[:200]})
