"""What the worker does for tickets."""

import logging
from contextlib import suppress

from django.utils import timezone
from django_q.tasks import async_task

from common.errors import Stale
from ticketing.tickets import documents, operations, queries
from ticketing.tickets.models import PrintRun

logger = logging.getLogger(__name__)


def print_run(*, run_id: int) -> str:
    """Print a run and return the state it ended in. Called twice, or while another worker is at it, it does nothing.

    One process prints a run: workers of the queue may not have children, and two runs use two workers anyway.
    """
    run = PrintRun.objects.select_related("event").filter(pk=run_id).first()
    if run is None:
        return "gone"
    try:
        _print(run)
    except Stale:
        run.refresh_from_db(fields=["state"])
    except Exception as error:
        logger.exception("print run %s", run_id)
        with suppress(Stale):
            operations.fail_print_run(run=run, error=f"{type(error).__name__}: {error}", at=timezone.now())
    return run.state


def _print(run: PrintRun) -> None:
    tickets = list(queries.tickets_of(run))
    operations.start_print_run(run=run, total=len(tickets), at=timezone.now())

    def progress(done: int) -> None:
        operations.note_progress(run=run, done=done, at=timezone.now())

    if run.layout == PrintRun.Layout.TICKETS:
        content = documents.tickets_pdf(tickets, progress)
    else:
        content = documents.badges_pdf(tickets, run.layout, progress)
    operations.finish_print_run(run=run, content=content, at=timezone.now())


def print_waiting() -> int:
    """Queue again the runs whose task was lost or whose worker died; returns how many."""
    runs = list(queries.print_runs_waiting(timezone.now()).values_list("pk", flat=True))
    for run_id in runs:
        async_task(operations.TASK, run_id=run_id)
    return len(runs)
