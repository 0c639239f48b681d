"""What the worker does for the programme. Every function may run twice, or twice at once."""

import logging
import time
from contextlib import suppress

from django.utils import timezone
from django_q.tasks import async_task

from common.errors import Stale
from conference.programme import operations, queries
from conference.programme.drafting import Impossible, draft
from conference.programme.models import DraftJob

logger = logging.getLogger(__name__)

EVERY = 0.5
"""Seconds between two signs of life."""


def compute(*, job_id: int) -> str:
    """Compute a draft and return the state it ended in. Called twice, or while another worker is at it, it does nothing."""
    job = DraftJob.objects.select_related("event").filter(pk=job_id).first()
    if job is None:
        return "gone"
    try:
        _compute(job)
    except Stale:
        job.refresh_from_db(fields=["state"])
    except Exception as error:
        logger.exception("draft %s", job_id)
        with suppress(Stale):
            operations.fail(job=job, error=f"{type(error).__name__}: {error}", at=timezone.now())
    return job.state


def _compute(job: DraftJob) -> None:
    operations.start(job=job, at=timezone.now())
    problem = queries.problem_of(job.event, keeps_placed=job.keeps_placed)
    last = time.monotonic()

    def tell(found: int, changes: int) -> bool:
        nonlocal last
        if found == 1 or time.monotonic() - last >= EVERY:
            last = time.monotonic()
            operations.beat(job=job, progress={"found": found, "changes": changes}, at=timezone.now())
        return False

    try:
        made = draft(problem, seed=job.seed, tell=tell)
    except Impossible as no:
        operations.contradict(job=job, impossible=no, at=timezone.now())
    else:
        operations.finish(job=job, draft=made, at=timezone.now())


def compute_waiting() -> int:
    """Queue again the drafts whose task was lost or whose worker died; returns how many."""
    jobs = list(queries.drafts_waiting(timezone.now()).values_list("pk", flat=True))
    for job_id in jobs:
        async_task(operations.TASK, job_id=job_id)
    return len(jobs)
