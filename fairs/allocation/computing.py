"""One plan from one document, boards included: what the worker does, without a database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fairs.allocation import boards
from fairs.allocation.engine import Budget, Instance, Plan, Progress, dumps, read
from fairs.allocation.engine.refill import BEFORE

CLOCK = 540.0
"""Seconds after which the worker's search ends, however busy the machine is: its tasks may last ten minutes."""

START = Budget(patches=0)
"""The first lawful plan: enough to see which boards would be overloaded."""


class Overloaded(Exception):
    """No plan was found that keeps every power board within its limit."""

    def __init__(self, loads: list[boards.Load]):
        super().__init__(", ".join(f"{load.board}: {load.total} of {load.limit_kw} kW" for load in loads))
        self.loads = loads


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to compute: `unharmed` are those who may be moved only to places at least as good."""

    seed: int = 0
    seconds: float = 10
    until_proof: bool = False
    unharmed: frozenset[str] = frozenset()

    @property
    def budget(self) -> Budget:
        return Budget(seconds=self.seconds, until_proof=self.until_proof, clock=CLOCK)


@dataclass(frozen=True, slots=True)
class Computed:
    """A plan with the document it is the plan of, both also as they are published."""

    document: dict[str, Any]
    instance: Instance
    plan: Plan

    @property
    def instance_text(self) -> str:
        return dumps(self.document)

    @property
    def answer_text(self) -> str:
        return dumps(self.plan.document())


def compute(
    document: dict[str, Any],
    wanted: Wanted,
    *,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Computed:
    """Return the best plan found within the budget that keeps every must-have rule.

    Raises:
        BadInput: the document is unsound.
        Impossible: demands contradict each other.
        Overloaded: see there.
    """
    from fairs.allocation.engine import solve  # here: the web processes know this module too, and shall not load the solver

    found: dict[str, Plan] = {}

    def once(asked: dict[str, Any], budget: Budget) -> Plan:
        instance = read(asked)
        return solve(instance, seed=wanted.seed, budget=budget, unharmed=wanted.unharmed, progress=progress, should_stop=should_stop)

    def searched(asked: dict[str, Any]) -> Mapping[str, tuple[str, ...]]:
        found["plan"] = once(asked, wanted.budget)
        return found["plan"].allocation

    def begun() -> dict[str, Any]:
        """The document whose first lawful plan overloads no board."""
        return boards.settled(document, lambda asked: once(asked, START).allocation) if document.get("boards") else document

    # What is in force overloads no board, so its repair hardly ever does: it is searched for at once.
    is_at_once = bool(document["previous"]) and not any(load.is_over for load in boards.loads(document, searched(document)))
    last = document if is_at_once else boards.settled(begun(), searched)
    if over := [load for load in boards.loads(last, found["plan"].allocation) if load.is_over]:
        raise Overloaded(over)
    return Computed(last, read(last), found["plan"])


def for_refill(document: dict[str, Any], published: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the document that asks for the smallest repair of what is published: nobody dropped, the places filled, few moves."""
    said = {"quota_shortfall", "placed_value", "dropped", "moves"}
    levels = [*(dict(level) for level in BEFORE), *(dict(level) for level in document["levels"] if not said & set(level))]
    return {**document, "previous": {who: list(stalls) for who, stalls in sorted(published.items())}, "levels": levels}
