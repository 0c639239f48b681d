"""Power boards: the kW of everybody on a board's stalls stay within its limit, as a must-have rule.

The engine knows needs of single stalls, no sums over a part of the ground. So a plan that overloads a board is sent back: those
whom it hurts least are told to need `off:<board>`, a feature that all stalls of other boards have, until no board
is overloaded. What is computed last is an ordinary document, and its plan is lawful on every board.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Allocation = Mapping[str, Sequence[str]]
ROUNDS = 8
"""After so many plans everybody who did not fit on a board, beside those who did, is kept off it: that cannot fail."""

_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Load:
    """What stands on a board: kW by applicant."""

    board: str
    limit_kw: float
    draws: Mapping[str, float]

    @property
    def total(self) -> float:
        return round(sum(self.draws.values()), 3)

    @property
    def is_over(self) -> bool:
        return self.total > self.limit_kw + _SLACK


def loads(document: Mapping[str, Any], allocation: Allocation) -> list[Load]:
    """Return the load of every board. A maker on stalls of two boards draws an equal share from each stall."""
    power = {row["id"]: row.get("kw", 0) for row in document["applicants"]}
    found = []
    for board in document.get("boards", ()):
        own = set(board["stalls"])
        draws = {
            who: power[who] * len(own.intersection(stalls)) / len(stalls)
            for who, stalls in allocation.items()
            if power.get(who) and own.intersection(stalls)
        }
        found.append(Load(board["id"], board["limit_kw"], draws))
    return found


def kept_off(document: Mapping[str, Any], load: Load, *, for_good: bool = False) -> set[str]:
    """Return who has to leave an overloaded board: one whose kW are enough, if there is, of the least score.

    Whoever is pinned, guaranteed or has a published place leaves only when all others have. `for_good` also keeps off everybody
    who draws power and is not on the board now.
    """
    people = {row["id"]: row for row in document["applicants"]}
    pinned = {pin["applicant"] for pin in document["rules"]["pins"]}

    def claim(who: str) -> tuple[bool, bool, bool]:
        return who in pinned, people[who]["guaranteed"], who in document["previous"]

    excess, gone, rest = load.total - load.limit_kw, set(), sorted(load.draws)
    while excess > _SLACK and rest:
        weakest = min(map(claim, rest))
        group = [who for who in rest if claim(who) == weakest]
        enough = [who for who in group if load.draws[who] >= excess - _SLACK]
        chosen = min(enough, key=lambda who: (people[who]["score"], who)) if enough else max(group, key=lambda who: (load.draws[who], who))
        rest.remove(chosen)
        gone.add(chosen)
        excess -= load.draws[chosen]
    if for_good:
        gone |= {who for who, row in people.items() if row.get("kw") and who not in load.draws and who not in pinned}
    return gone


def without(document: Mapping[str, Any], off: Mapping[str, set[str]]) -> dict[str, Any]:
    """Return the document in which these applicants (by board) need a stall that hangs on another board."""
    changed = copy.deepcopy(dict(document))
    for board in changed["boards"]:
        who = off.get(board["id"], set())
        if not who:
            continue
        word, own = f"off:{board['id']}", set(board["stalls"])
        for stall in changed["stalls"]:
            if stall["id"] not in own and word not in stall["features"]:
                stall["features"] = sorted([*stall["features"], word])
        for row in changed["applicants"]:
            if row["id"] in who and word not in row["needs"]:
                row["needs"] = sorted([*row["needs"], word])
    return changed


def settled(document: dict[str, Any], solve: Callable[[dict[str, Any]], Allocation]) -> dict[str, Any]:
    """Return the document whose plan overloads no board. `solve` gives the plan of a document; it is asked until that is so."""
    off: dict[str, set[str]] = {board["id"]: set() for board in document.get("boards", ())}
    asked = document
    for turn in range(ROUNDS * 3):
        over = [load for load in loads(asked, solve(asked)) if load.is_over]
        if not over:
            return asked
        for load in over:
            off[load.board] |= kept_off(asked, load, for_good=turn >= ROUNDS)
        asked = without(document, off)
    return asked
