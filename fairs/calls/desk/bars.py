"""The small plot of goods groups: what is wished in each, against its cap."""

from collections.abc import Sequence
from dataclasses import dataclass

from fairs.calls.queries import GroupCount

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One group's bar. `within` and `over` are widths of 100; `cap` is where the cap's line stands, None without one."""

    group: GroupCount
    within: float
    over: float
    cap: float | None


def bars(counts: Sequence[GroupCount]) -> list[Bar]:
    """Return one bar for each group, all to one scale: the largest number of stalls, wished or allowed, fills the width."""
    most = max((max(one.wished, one.cap or 0) for one in counts), default=0) or 1
    found = []
    for one in counts:
        within = min(one.wished, one.cap) if one.cap is not None else one.wished
        cap = None if one.cap is None else round(WIDTH * one.cap / most, 2)
        found.append(Bar(one, round(WIDTH * within / most, 2), round(WIDTH * (one.wished - within) / most, 2), cap))
    return found
