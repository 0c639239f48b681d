"""Print runs: asked for at the desk, made by the worker."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task

from accounts.history.operations import Actor, log
from accounts.people.models import Person
from common.errors import Invalid, Refused, Stale
from ticketing.catalogue.models import Product
from ticketing.events.models import Event
from ticketing.tickets import queries, rules
from ticketing.tickets.models import PrintRun

TASK = "ticketing.tickets.tasks.print_run"


@transaction.atomic
def ask_print_run(*, event: Event, layout: str, products: Iterable[Product] = (), by: Person, at: datetime) -> PrintRun:
    """Have the worker print the event's live tickets of `products` (all of them where none is given) in one PDF.

    Raises:
        Invalid: a product belongs to another event, or there is nothing to print (code "nothing_to_print").
    """
    products = list(products)
    if any(product.event_id != event.pk for product in products):
        raise Invalid(_("Choose products of this event."), field="products")
    run = PrintRun.objects.create(event=event, layout=layout, asked_by=by, asked_at=at)
    run.products.set(products)
    run.total = queries.tickets_of(run).count()
    if not run.total:
        raise Invalid(_("There is no ticket to print yet."), code="nothing_to_print")
    run.save(update_fields=["total"])
    log(by=by, at=at, action="print.asked", subject=run, event=event, after={"layout": str(layout), "total": run.total})
    transaction.on_commit(partial(async_task, TASK, run_id=run.pk), robust=True)  # `print_waiting` finds one that got lost
    return run


def _move(run: PrintRun, after: str, **fields: Any) -> None:
    """Move `run` on if it is still as it was read.

    Raises:
        Stale: it has moved on since.
    """
    if not rules.run_may_move(run.state, after) or not PrintRun.objects.filter(pk=run.pk, state=run.state).update(state=after, **fields):
        raise Stale
    run.state = after
    for name, value in fields.items():
        setattr(run, name, value)


@transaction.atomic
def cancel_print_run(*, run: PrintRun, by: Actor, at: datetime) -> None:
    """Stop a print run; the worker notices at its next sheet.

    Raises:
        Refused: it is finished already.
        Stale: it has moved on since it was read.
    """
    if not rules.run_may_move(run.state, PrintRun.State.CANCELLED):
        raise Refused(_("This print is finished already."), code="print_finished")
    _move(run, PrintRun.State.CANCELLED, finished_at=at)
    log(by=by, at=at, action="print.cancelled", subject=run, event=run.event)


@transaction.atomic
def start_print_run(*, run: PrintRun, total: int, at: datetime) -> None:
    """Note that a worker has begun, or begun again after another died, to print `total` tickets.

    Raises:
        Stale: the run is finished, cancelled, or in the hands of a worker that is alive.
    """
    if not rules.may_begin(run.state, run.beat_at, at):
        raise Stale
    unchanged = PrintRun.objects.filter(pk=run.pk, state=run.state, beat_at=run.beat_at)
    if not unchanged.update(state=PrintRun.State.RUNNING, total=total, done=0, beat_at=at):
        raise Stale
    run.state, run.total, run.done, run.beat_at = PrintRun.State.RUNNING, total, 0, at


def note_progress(*, run: PrintRun, done: int, at: datetime) -> None:
    """Write how many tickets are printed, as a sign of life.

    Raises:
        Stale: the run was cancelled, or another worker has taken it over.
    """
    if not PrintRun.objects.filter(pk=run.pk, state=PrintRun.State.RUNNING, beat_at=run.beat_at).update(done=done, beat_at=at):
        raise Stale
    run.done, run.beat_at = done, at


def finish_print_run(*, run: PrintRun, content: bytes, at: datetime) -> None:
    """Keep the finished PDF.

    Raises:
        Stale: the run was cancelled meanwhile, or another worker has finished it; no file is left behind.
    """
    name = default_storage.save(f"print/{at:%Y/%m}/{run.event.slug}-{run.layout}-{run.pk}.pdf", ContentFile(content))
    try:
        with transaction.atomic():
            _move(run, PrintRun.State.DONE, done=run.total, finished_at=at, file=name)
            log(by="system", at=at, action="print.done", subject=run, event=run.event, after={"total": run.total})
    except Stale:
        default_storage.delete(name)
        raise


@transaction.atomic
def fail_print_run(*, run: PrintRun, error: str, at: datetime) -> None:
    """Note why a print run could not be made.

    Raises:
        Stale: it was finished or cancelled meanwhile.
    """
    _move(run, PrintRun.State.FAILED, finished_at=at, error=error[:200])
    log(by="system", at=at, action="print.failed", subject=run, event=run.event, after={"error": error[:200]})
