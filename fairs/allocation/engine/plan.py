"""What the engine answers: who stands where, who waits, and how good that is known to be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .board import Board
from .format import FORMAT


@dataclass(frozen=True, slots=True)
class Plan:
    """One computed allocation.

    Attributes:
        allocation: applicant to stalls, in the order of the file and of the row.
        waiting: everybody else, best jury score first.
        levels: value of each level.
        proven: so many levels, from the first, are proven to be at their optimum.
        patches: patches the search worked through; `Budget(seconds=…, patches=…)` repeats it, whatever stopped it.
        stopped: "proof", "work", "patches", "settled", or, depending on the machine, "clock" or "caller".
    """

    instance: str
    allocation: Mapping[str, tuple[str, ...]]
    waiting: tuple[str, ...]
    levels: tuple[float, ...]
    proven: int
    seed: int
    patches: int
    seconds: float | None
    stopped: str

    def document(self) -> dict[str, Any]:
        """The answer as `stall-allocation/1`."""
        return {
            "format": FORMAT,
            "instance": self.instance,
            "allocation": {one: list(stalls) for one, stalls in self.allocation.items()},
            "waiting": list(self.waiting),
            "levels": list(self.levels),
            "search": {key: getattr(self, key) for key in ("seed", "seconds", "patches", "stopped")} | {"proven_levels": self.proven},
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands. `plan` is complete and lawful: the best so far."""

    step: str
    patches: int
    seconds: float
    levels: tuple[float, ...]
    plan: Callable[[], Plan]


def plan_of(board: Board, *, proven: int, seed: int, patches: int, seconds: float | None, stopped: str) -> Plan:
    """The plan that says what a board shows."""
    case = board.case
    people, stalls, windows = case.people, case.ground.stalls, case.ground.windows
    out = sorted((a for a in range(len(people)) if a not in board.at), key=lambda a: (-people[a].score, a))
    return Plan(
        instance=case.instance.name,
        allocation={people[a].id: tuple(stalls[s].id for s in windows[board.at[a]]) for a in sorted(board.at)},
        waiting=tuple(people[a].id for a in out),
        levels=tuple(int(v) if float(v).is_integer() else v for v in board.levels()),
        proven=proven,
        seed=seed,
        patches=patches,
        seconds=seconds,
        stopped=stopped,
    )


def board_of(case, allocation: Mapping[str, tuple[str, ...]]) -> Board:
    """The board a published allocation shows. Raises KeyError for stalls that are no row of touching usable ones."""
    numbers = case.ground.window_number
    return Board(case, {case.number[one]: numbers[frozenset(map(case.ground.number.get, ids))] for one, ids in allocation.items()})
