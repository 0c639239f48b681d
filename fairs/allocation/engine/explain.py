"""Why somebody did not get what he wished for: a plain fact about the stall, or the exchange that was weighed.

For every named stall an applicant ranks above what he got (all he named, when he got none) there is one entry:

* `closed`, `need`, `price`, `pinned` (to somebody else), `size` (no free row of his size contains it), or
* `exchange`: the least harmful way looked at of giving it to him, with everybody it would move (`change`), the first level
  it makes worse (`level`, 1 is the most important) and by how much (`loss`). Level 0: it breaks a must-have rule. No level:
  it changes nothing that counts, and the place had to go to one of the two.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .board import Board
from .case import Case
from .exchange import exchanges, lawful_gain
from .instance import Instance
from .plan import board_of


def explain(instance: Instance, allocation: Mapping[str, tuple[str, ...]]) -> dict[str, list[dict[str, Any]]]:
    """Applicant to the entries described above, for everybody with something to explain."""
    case = Case(instance)
    board = board_of(case, allocation)
    out = {}
    for a, person in enumerate(case.people):
        entries = [_entry(board, a, s) for s in open_wishes(board, a)]
        if entries:
            out[person.id] = entries
    return out


def open_wishes(board: Board, a: int) -> list[int]:
    """Named stalls the applicant ranks above what he has, in the order of his wishes."""
    rank = (board.case.rank(a, board.at[a]) if a in board.at else 0) or None
    named = board.case.named_wishes(a)
    return [s for s in named if rank is None or named[s] < rank]


def _entry(board: Board, a: int, s: int) -> dict[str, Any]:
    stall = board.case.ground.stalls[s].id
    fact = _fact(board.case, a, s)
    return {"stall": stall, "reason": fact} if fact else {"stall": stall, "reason": "exchange", **_weighed(board, a, s)}


def _fact(case: Case, a: int, s: int) -> str | None:
    person, stall = case.people[a], case.ground.stalls[s]
    if stall.blocked:
        return "closed"
    if not person.needs <= stall.features:
        return "need"
    if person.max_price is not None and stall.price > person.max_price:
        return "price"
    if case.reserved.get(s, a) != a:
        return "pinned"
    if a not in case.pinned and not windows_with(case, a, s):
        return "size"
    return None


def windows_with(case: Case, a: int, s: int) -> list[int]:
    """Windows over this stall on which the applicant may stand."""
    return [w for w in case.ground.covering[s] if case.may_stand(a, w)]


def best_exchange(board: Board, a: int, s: int) -> tuple[dict[int, int | None], list[float] | None]:
    """The least harmful exchange that gives the stall to the applicant, and what it does to each level (None: unlawful)."""
    best: tuple[dict[int, int | None], list[float] | None] | None = None
    for w in windows_with(board.case, a, s):
        for change in exchanges(board, a, w):
            gain = lawful_gain(board, change)
            if best is None or (gain is not None and (best[1] is None or gain > best[1])):
                best = change, gain
    if best is None:
        covering = [w for w in board.case.ground.covering[s] if board.case.suited(a)[w]] or board.case.ground.covering[s]
        return {a: covering[0]}, None
    return best


def _weighed(board: Board, a: int, s: int) -> dict[str, Any]:
    change, gain = best_exchange(board, a, s)
    named = change_document(board.case, change)
    if gain is None:
        return {"change": named, "level": 0}
    level, loss = first_loss(gain)
    return {"change": named, "level": level} | ({} if level is None else {"loss": loss})


def change_document(case: Case, change: Mapping[int, int | None]) -> dict[str, list[str] | None]:
    """A change with the file's own names."""
    stalls, windows = case.ground.stalls, case.ground.windows
    return {case.people[x].id: None if w is None else [stalls[t].id for t in windows[w]] for x, w in change.items()}


def first_loss(gain: Sequence[float]) -> tuple[int | None, float]:
    """The first level that changes, 1 is the most important, and by how much it falls; None and 0 when nothing changes."""
    level = next((n for n, value in enumerate(gain, 1) if value), None)
    loss = -gain[level - 1] if level is not None else 0
    return level, int(loss) if float(loss).is_integer() else loss
