"""Where each applicant stands in a plan, as facts: what was met for those who are placed, what stood in the way of those who wait.

`explain` answers for each wished stall; this answers for each applicant. Codes and numbers only, the sentences are the reader's.
"""

from collections.abc import Mapping
from typing import Any

from .board import Board
from .case import Case
from .exchange import exchanges, lawful_gain
from .explain import change_document, first_loss
from .instance import Instance
from .plan import board_of

WEIGHED = 12
"""For somebody who waits, so many places are weighed: those whose holders no quota leans on and are worth least."""


def standing(instance: Instance, allocation: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, Any]]:
    """Applicant to facts. `code` is "placed" or, for those who wait, why:

    * `no_stall`: no row of usable stalls has what he needs, at his price, in his size, among what he accepts.
    * `cap`: the groups in `caps` have all the stalls they may have.
    * `outranked`: taking him in would make the plan worse: `exchange` names the least harmful way looked at, with the
      `level` it would lower and the `loss`; `points_missing` is there when so many points more from the jury would turn it.

    Raises:
        KeyError: a place is no row of touching usable stalls (`judge.evaluate` says so beforehand).
    """
    case = Case(instance)
    board = board_of(case, allocation)
    order = sorted((a for a in range(len(case.people)) if a not in board.at), key=lambda a: (-case.people[a].score, a))
    turn = {a: n for n, a in enumerate(order, 1)}
    out = {}
    for a, person in enumerate(case.people):
        out[person.id] = _placed(board, a) if a in board.at else _waiting(board, a) | {"turn": turn[a]}
    return out


def _placed(board: Board, a: int) -> dict[str, Any]:
    case, person, w = board.case, board.case.people[a], board.at[a]
    rank = case.rank(a, w)
    near = {board.holder[s] for s in case.ground.around[w]} - {-1}
    names = {case.people[b].id for b in near}
    return {
        "code": "placed",
        "rank": rank or None,
        "wish": person.wishes[rank - 1] if rank else None,
        "claim_kept": case.keeps_claim(a, w),
        "stalls_short": person.most - len(case.ground.windows[w]),
        "beside": [b for b in person.beside if b in names],
        "beside_missed": [b for b in person.beside if b not in names],
        "unwanted": [b for b in person.not_beside if b in names],
        "same_craft": sorted(case.people[b].id for b in near if case.people[b].craft == person.craft),
        "pinned": a in case.pinned,
        "guaranteed": person.guaranteed,
        "moved": a in case.previous and case.previous[a] != frozenset(case.ground.windows[w]),
    }


def _waiting(board: Board, a: int) -> dict[str, Any]:
    case = board.case
    places = case.places(a)
    if not places:
        return {"code": "no_stall"}
    full = [cap for n, cap in enumerate(case.instance.caps) if board.is_full(n, a)]
    if full:
        return {"code": "cap", "caps": [{"by": cap.by, "value": cap.value, "max_stalls": cap.max_stalls} for cap in full]}
    return {"code": "outranked"} | _nearest(board, a, places)


def _nearest(board: Board, a: int, places: list[int]) -> dict[str, Any]:
    """The least harmful of the exchanges that would bring him in."""
    case = board.case

    mine = board.quotas_leaning_on(a)

    def stake(w: int) -> tuple[int, float]:
        holders = {board.holder[s] for s in case.ground.windows[w]} - {-1}
        return sum(len(board.quotas_leaning_on(h) - mine) for h in holders), sum(case.value[h] for h in holders)

    best = None
    for w in sorted(places, key=lambda w: (stake(w), w))[:WEIGHED]:
        for change in exchanges(board, a, w):
            gain = lawful_gain(board, change)
            if gain is not None and (best is None or gain > best[1]):
                best = change, gain
    if best is None:
        return {}
    level, loss = first_loss(best[1])
    out = {"exchange": change_document(case, best[0]), "level": level, "loss": loss}
    points = _points_missing(case, a, level, loss)
    return out | ({"points_missing": points} if points is not None else {})


def _points_missing(case: Case, a: int, level: int | None, loss: float) -> int | None:
    """Points that would make up for the loss, where the level it lowers asks for the jury's value alone."""
    if level is None or loss <= 0 or not _is_value(case.instance.levels[level - 1]):
        return None
    per_point = case.instance.levels[level - 1]["placed_value"] * (case.people[a].least if case.instance.value_per == "stall" else 1)
    points = int(loss // per_point) + 1
    return points if case.people[a].score + points <= 100 else None


def _is_value(level: Mapping[str, float]) -> bool:
    return level.get("placed_value", 0) > 0 and not any(weight for term, weight in level.items() if term != "placed_value")
