"""After publication: somebody withdraws, a stall is closed, and the others shall hardly notice.

The published places become `previous`. The levels then ask, in this order: drop nobody; meet the quotas; fill the
places with as much value as possible; move as few as possible; only then the rest as before. Whoever has to move gets
nothing worse, unless he agreed to it; and if that cannot be done, the answer says which demands stand against it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from .errors import BadInput
from .instance import Instance
from .plan import Plan, Progress
from .work import Budget

BEFORE = ({"dropped": -1}, {"quota_shortfall": -1}, {"placed_value": 1}, {"moves": -1})


def after(
    instance: Instance, published: Mapping[str, tuple[str, ...]], *, withdrawn: Iterable[str] = (), closed: Iterable[str] = ()
) -> Instance:
    """The instance that asks for the smallest repair of a published allocation. Raises BadInput for unknown ids."""
    gone, shut = frozenset(withdrawn), frozenset(closed)
    for kind, ids, known in (
        ("applicant", gone, {a.id for a in instance.applicants}),
        ("stall", shut, {s.id for s in instance.stalls}),
    ):
        for one in sorted(ids - known):
            raise BadInput(f"unknown_{kind}", "withdrawn" if kind == "applicant" else "closed", f"there is no {kind} “{one}”")
    rest = tuple(
        replace(a, beside=_without(a.beside, gone), not_beside=_without(a.not_beside, gone))
        for a in instance.applicants
        if a.id not in gone
    )
    said = {"quota_shortfall", "placed_value", "dropped", "moves"}
    return replace(
        instance,
        stalls=tuple(replace(s, blocked=True) if s.id in shut else s for s in instance.stalls),
        applicants=rest,
        pins={one: stalls for one, stalls in instance.pins.items() if one not in gone and not stalls & shut},
        keep_apart=tuple(pair for pair in instance.keep_apart if not gone & set(pair)),
        previous={one: frozenset(stalls) for one, stalls in published.items() if one not in gone},
        levels=(*BEFORE, *(level for level in instance.levels if not said & set(level))),
    )


def _without(ids: tuple[str, ...], gone: frozenset[str]) -> tuple[str, ...]:
    return tuple(one for one in ids if one not in gone)


def refill(
    instance: Instance,
    published: Mapping[str, tuple[str, ...]],
    *,
    withdrawn: Iterable[str] = (),
    closed: Iterable[str] = (),
    agreed: frozenset[str] = frozenset(),
    seed: int = 0,
    budget: Budget | None = None,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """The plan with the fewest moves. `agreed`: those who may be moved to a place they like less.

    Raises:
        BadInput: an id is unknown.
        Impossible: no allocation meets every must-have rule.
    """
    from .search import solve

    event = after(instance, published, withdrawn=withdrawn, closed=closed)
    unharmed = frozenset(event.previous) - agreed
    return solve(event, seed=seed, budget=budget, unharmed=unharmed, progress=progress, should_stop=should_stop)
