"""What the worker does for the allocation. Every function may run twice, or twice at once."""

import json
import logging
import time
from contextlib import suppress
from typing import Any

from django.utils import timezone
from django_q.tasks import async_task

from common.errors import Stale
from fairs.allocation import computing, operations, queries, reasoning
from fairs.allocation.computing import Overloaded, Wanted
from fairs.allocation.engine import BadInput, Impossible, Progress
from fairs.allocation.mapping import applicant_id
from fairs.allocation.models import Plan
from fairs.allocation.rules import SECONDS

logger = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two signs of life."""


def compute(*, plan_id: int) -> str:
    """Compute a plan and return the state it ended in. Called twice, or while another worker is at it, it does nothing."""
    plan = Plan.objects.select_related("event").filter(pk=plan_id).first()
    if plan is None:
        return "gone"
    try:
        _compute(plan)
    except Stale:
        plan.refresh_from_db(fields=["state"])
    except Exception as error:
        logger.exception("plan %s", plan_id)
        with suppress(Stale):
            operations.fail(plan=plan, error=f"{type(error).__name__}: {error}", at=timezone.now())
    return plan.state


def _compute(plan: Plan) -> None:
    operations.start(plan=plan, at=timezone.now())
    pulse = _Pulse(plan)
    try:
        found = computing.compute(json.loads(plan.instance), _wanted(plan), progress=pulse.tell, should_stop=pulse.should_stop)
    except Impossible as no:
        pulse.check()
        demands = no.document("")["impossible"]
        operations.contradict(plan=plan, demands=demands, is_smallest=no.smallest, at=timezone.now())
    except (BadInput, Overloaded) as wrong:
        pulse.check()
        operations.fail(plan=plan, error=str(wrong), at=timezone.now())
    else:
        pulse.check()
        reasons = reasoning.facts(found.document, found.instance, found.plan.allocation)
        operations.finish(plan=plan, computed=found, reasons=reasons, at=timezone.now())


def _wanted(plan: Plan) -> Wanted:
    is_refill = plan.kind == Plan.Kind.REFILL
    previous = json.loads(plan.instance).get("previous", {}) if is_refill else {}
    unharmed = frozenset(previous) - {applicant_id(entry) for entry in plan.agreed}
    return Wanted(plan.seed, SECONDS[plan.budget], plan.budget == Plan.Budget.PROOF, unharmed)


class _Pulse:
    """Signs of life while a plan is computed: the best so far goes out, the wish to stop comes in.

    What goes wrong with them is kept until the search has ended: an exception must not pass through the solver.
    """

    def __init__(self, plan: Plan):
        self.plan, self.last, self.said = plan, 0.0, 0.0
        self.document = json.loads(plan.instance)
        self.stale: Stale | None = None
        self.is_stopped = False

    def tell(self, now: Progress) -> None:
        if time.monotonic() - self.said < EVERY and now.step != "start":
            return
        self.said = time.monotonic()
        best = now.plan()
        self._beat(
            {
                "step": now.step,
                "patches": now.patches,
                "levels": list(now.levels),
                "makers": len(best.allocation) + len(best.waiting),
                "placed": len(best.allocation),
                "firsts": reasoning.first_wishes(self.document, best.allocation),
            }
        )

    def should_stop(self) -> bool:
        if time.monotonic() - self.last >= EVERY:
            self._beat(None)
        return self.is_stopped or self.stale is not None

    def _beat(self, progress: dict[str, Any] | None) -> None:
        self.last = time.monotonic()
        try:
            self.is_stopped = operations.beat(plan=self.plan, at=timezone.now(), progress=progress) or self.is_stopped
        except Stale as gone:
            self.stale = gone

    def check(self) -> None:
        """Raise what went wrong."""
        if self.stale is not None:
            raise self.stale


def compute_waiting() -> int:
    """Queue again the plans whose task was lost or whose worker died; returns how many."""
    plans = list(queries.plans_waiting(timezone.now()).values_list("pk", flat=True))
    for plan_id in plans:
        async_task(operations.TASK, plan_id=plan_id)
    return len(plans)
