"""The part of the fair a programme may rearrange: everything, or one patch of stalls with the people on and near it."""

from collections.abc import Iterable
from dataclasses import dataclass

from .board import Board
from .case import Case


@dataclass(frozen=True, slots=True)
class Certain:
    """What the first levels settle for good (see `certain`).

    `placed`: applicants who stand somewhere; `barred`: applicant and number of stalls he does not get.
    """

    placed: frozenset[int] = frozenset()
    barred: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """Free stalls, the applicants who may be placed on them, and the board whose remainder stays as it is.

    `single`: applicants who get a column for every window instead of sharing a pool (see `programme`).
    `mingled`: pairs who should stand together or apart are not looked at, but for those that are `watched` (who must be
    `single`); `settle` and `clusters` see to the others.
    `certain`: who is known to be placed or left out.
    """

    board: Board
    stalls: frozenset[int]
    people: tuple[int, ...]
    single: frozenset[int] = frozenset()
    mingled: bool = False
    watched: frozenset[tuple[int, int]] = frozenset()
    certain: Certain | None = None

    @property
    def case(self) -> Case:
        return self.board.case

    def fixed_holder(self, stall: int) -> int:
        """Who stands there and stays there; -1 for nobody or somebody movable."""
        return -1 if stall in self.stalls else self.board.holder[stall]


def whole(case: Case, single: Iterable[int] = (), *, mingled: bool = False, certain: Certain | None = None) -> Scope:
    """Everything is free."""
    usable = frozenset(n for n, s in enumerate(case.ground.stalls) if not s.blocked)
    return Scope(Board(case), usable, tuple(range(len(case.people))), frozenset(single), mingled, certain=certain)


def patch(
    board: Board,
    stalls: Iterable[int],
    waiting: Iterable[int],
    *,
    single: bool = False,
    mingled: bool = False,
    certain: Certain | None = None,
) -> Scope:
    """These stalls, everybody who stands on one of them with all his stalls, and some who wait; all of them single on demand."""
    holders = {board.holder[s] for s in stalls if board.holder[s] >= 0}
    windows = board.case.ground.windows
    free = {s for s in stalls if not board.case.ground.stalls[s].blocked} | {s for a in holders for s in windows[board.at[a]]}
    people = tuple(sorted(holders | set(waiting)))
    return Scope(board, frozenset(free), people, frozenset(people) if single else frozenset(), mingled, certain=certain)
