"""The live truth: publishing a version, freeing a place, giving one by hand on the day."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor, log
from accounts.people.models import Person
from common.errors import Refused, Stale
from fairs.allocation import queries
from fairs.allocation.models import Assignment, AssignmentLine, LedgerEntry, Placement, Plan
from fairs.allocation.operations.asking import move_on
from fairs.allocation.queries import Row
from fairs.calls import operations as calls
from fairs.calls.models import Application
from fairs.fairground.models import Stall
from ticketing.events.models import Event

State = Application.State
TAKEN = _("A stall was given to somebody else a moment ago. Look at the plan again.")


@transaction.atomic
def publish(*, plan: Plan, by: Person, at: datetime) -> Plan:
    """Put a finished version in force: stalls become the makers', and everybody may read their reasons.

    Makers without a stall who were selected go on the waiting list; those on it who have a stall now leave it. What they are
    shown of their state stays with the offers.

    Raises:
        Refused: the version is not finished, or out of date (`out_of_date`): somebody withdrew, a stall was closed, or another
            version was published after it was begun.
        Stale: somebody published, or gave a stall, at the same moment.
    """
    if plan.state != Plan.State.DONE:
        raise Refused(_("Only a finished version that is not published yet can be published."), code="not_finished")
    stale = queries.stale_since(plan)
    last = queries.published(plan.event)
    if stale or (last is not None and not _descends(plan, last)):
        raise Refused(_("The fair has changed since this version was computed. Compute it again, or ask for a refill."), code="out_of_date")
    if last is not None:
        move_on(last, Plan.State.SUPERSEDED)
    try:
        with transaction.atomic():
            move_on(plan, Plan.State.PUBLISHED, published_at=at)
            _assign_all(plan, by, at)
    except IntegrityError as taken:
        raise Stale(TAKEN) from taken
    rows = queries.rows_of(plan)
    _wait(rows, by, at)
    _take_in(rows, by, at)
    _remember(plan.event, rows, at)
    log(
        by=by, at=at, action="plan.published", subject=plan, event=plan.event,
        before={"number": last.number if last else None}, after={"number": plan.number},
    )  # fmt: skip
    return plan


def _descends(plan: Plan, last: Plan) -> bool:
    """Tell whether a version was made with the published one before its eyes."""
    seen: Plan | None = plan
    while seen is not None:
        if seen.based_on_id == last.pk:
            return True
        seen = seen.based_on
    return False


def _assign_all(plan: Plan, by: Actor, at: datetime) -> None:
    """Make the live rows equal to the version's, touching only those that differ."""
    wanted = dict(Placement.objects.filter(plan=plan).values_list("stall", "application"))
    present = dict(Assignment.objects.filter(stall__ground__event=plan.event_id).values_list("stall", "application"))
    gone = [stall for stall, application in present.items() if wanted.get(stall) != application]
    for stall in gone:
        if not Assignment.objects.filter(stall=stall, application=present[stall]).delete()[0]:
            raise Stale(TAKEN)
    given = [(stall, application) for stall, application in wanted.items() if present.get(stall) != application]
    Assignment.objects.bulk_create(
        Assignment(stall_id=stall, application_id=application, plan=plan, since=at) for stall, application in given
    )
    numbers = dict(Stall.objects.filter(ground__event=plan.event_id).values_list("pk", "number"))
    _write(plan.event, [(present[stall], numbers[stall]) for stall in gone], is_given=False, plan=plan, by=by, at=at)
    _write(plan.event, [(application, numbers[stall]) for stall, application in given], is_given=True, plan=plan, by=by, at=at)


def _write(event: Event, lines: Iterable[tuple[int, str]], *, is_given: bool, plan: Plan | None, by: Actor, at: datetime) -> None:
    """Add to the record of stalls given and freed: application (by key) and number of the stall."""
    AssignmentLine.objects.bulk_create(
        AssignmentLine(
            event=event, application_id=application, stall_number=number, is_given=is_given, plan=plan, by=str(by)[:200], at=at
        )
        for application, number in lines
    )  # fmt: skip


def _wait(rows: Iterable[Row], by: Actor, at: datetime) -> None:
    """Put selected makers without a stall on the waiting list, after those of their goods group who wait already."""
    without = [row.application for row in queries.unplaced(rows)]
    lasts: dict[int | None, int] = {}
    for application in without:
        if application.state == State.WAITING and application.place_in_list:
            lasts[application.goods_group_id] = max(lasts.get(application.goods_group_id, 0), application.place_in_list)
    for application in without:
        if application.state == State.SELECTED:
            lasts[application.goods_group_id] = lasts.get(application.goods_group_id, 0) + 1
            calls.move(application=application, to=State.WAITING, by=by, at=at, place_in_list=lasts[application.goods_group_id])


def _take_in(rows: Iterable[Row], by: Actor, at: datetime) -> None:
    """Take makers who waited and have a stall now off the waiting list, so that publishing decisions offers it to them."""
    for row in rows:
        if row.stalls and row.application.state == State.WAITING:
            calls.move(application=row.application, to=State.SELECTED, by=by, at=at)


def _remember(event: Event, rows: Sequence[Row], at: datetime) -> None:
    """Write the ledger of this fair anew."""
    found: list[tuple[int, str]] = []
    for row in rows:
        exhibitor = row.application.exhibitor_id
        if not row.stalls:
            found.append((exhibitor, LedgerEntry.Kind.WAITING))
            continue
        if any(stall.open_sides >= 2 for stall in row.stalls):
            found.append((exhibitor, LedgerEntry.Kind.CORNER))
        if any(stall.is_dead_end for stall in row.stalls):
            found.append((exhibitor, LedgerEntry.Kind.DEAD_END))
        if row.rank == 1:
            found.append((exhibitor, LedgerEntry.Kind.FIRST_CHOICE))
    refused = Application.objects.filter(call__event=event, state=State.REJECTED).values_list("exhibitor", flat=True)
    found += [(exhibitor, LedgerEntry.Kind.REFUSED) for exhibitor in refused]
    LedgerEntry.objects.filter(event=event).delete()
    LedgerEntry.objects.bulk_create(
        LedgerEntry(exhibitor_id=exhibitor, event=event, kind=kind, at=at) for exhibitor, kind in dict.fromkeys(found)
    )


@transaction.atomic
def free(*, application: Application, by: Actor, at: datetime) -> list[Stall]:
    """Let go of an application's stalls, after a withdrawal, a refusal or a missed deadline; return those that became free."""
    rows = list(Assignment.objects.filter(application=application).select_related("stall"))
    stalls = [row.stall for row in rows if Assignment.objects.filter(pk=row.pk).delete()[0]]
    if stalls:
        event = application.call.event
        _write(event, [(application.pk, stall.number) for stall in stalls], is_given=False, plan=None, by=by, at=at)
        log(
            by=by, at=at, action="stall.freed", subject=application, event=application.call.event,
            before={"entry": application.number, "stalls": [stall.number for stall in stalls]},
        )  # fmt: skip
    return stalls


@transaction.atomic
def assign(*, application: Application, stalls: Sequence[Stall], by: Actor, at: datetime) -> None:
    """Give stalls to an application by hand, outside a plan: a substitute on the morning, somebody moved on the day.

    What it had before becomes free.

    Raises:
        Refused: a stall is closed or of another fair.
        Stale: a stall is somebody else's (`stall_taken`).
    """
    event = application.call.event
    if not stalls or any(stall.is_blocked or stall.ground.event_id != event.pk for stall in stalls):
        raise Refused(_("Choose open stalls of this fair."), code="not_possible")
    had = list(Assignment.objects.filter(application=application).values_list("stall__number", flat=True))
    Assignment.objects.filter(application=application).delete()
    plan = queries.published(event)
    try:
        with transaction.atomic():
            Assignment.objects.bulk_create(Assignment(stall=stall, application=application, plan=plan, since=at) for stall in stalls)
    except IntegrityError as taken:
        raise Stale(TAKEN, code="stall_taken") from taken
    _write(event, [(application.pk, number) for number in had], is_given=False, plan=None, by=by, at=at)
    _write(event, [(application.pk, stall.number) for stall in stalls], is_given=True, plan=None, by=by, at=at)
    log(
        by=by, at=at, action="stall.given", subject=application, event=event,
        after={"entry": application.number, "stalls": [stall.number for stall in stalls]},
    )  # fmt: skip
