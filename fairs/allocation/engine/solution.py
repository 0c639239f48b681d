"""Between the columns of a programme and who stands where."""

from collections.abc import Mapping

import numpy as np

from .programme import Programme


def read(programme: Programme, values: np.ndarray) -> dict[int, int]:
    """Applicant to window, for everybody the solution places. Members of a pool take its spots in order."""
    out = {a: w for (a, w), column in programme.singles.items() if values[column] > 0.5}
    spots: dict[tuple, list[int]] = {}
    for (pool, w), column in programme.spots.items():
        if values[column] > 0.5:
            spots.setdefault(pool, []).append(w)
    for (a, pool), column in programme.members.items():
        if values[column] > 0.5:
            out[a] = spots[pool].pop()
    for column, at in programme.together.items():
        if values[column] > 0.5:
            out |= at
    return dict(sorted(out.items()))


def decided(programme: Programme, values: np.ndarray, at: Mapping[int, int] | None = None) -> list[int]:
    """Columns a relaxed solution sets to 1, as far as they place nobody who is not placed on as many stalls in `at`."""
    windows = programme.case.ground.windows
    size = None if at is None else {a: len(windows[w]) for a, w in at.items()}
    sure = values > 1 - 1e-4
    out = [(c, a, len(windows[w])) for (a, w), c in programme.singles.items() if sure[c]]
    out += [(c, a, pool[4]) for (a, pool), c in programme.members.items() if sure[c]]
    stays = [c for c, a, length in out if size is None or size.get(a) == length]
    return sorted(stays + [c for c in programme.spots.values() if sure[c]])


def placed(programme: Programme, values: np.ndarray) -> dict[int, float]:
    """How much of each person a relaxed solution places."""
    out = {a: float(sum(values[c] for c, _ in columns)) for a, columns in programme.columns_of.items()}
    for column, at in programme.together.items():
        for a in at if column < len(values) else ():
            out[a] += float(values[column])
    return out


def write(programme: Programme, at: Mapping[int, int]) -> dict[int, float]:
    """The columns that are 1 when the applicants stand like this (those about applicants only)."""
    out: dict[int, float] = {}
    for a, w in at.items():
        if (a, w) in programme.singles:
            out[programme.singles[a, w]] = 1.0
            continue
        pool = _pool_over(programme, a, w)
        if pool is not None:
            out[programme.members[a, pool]] = 1.0
            out[programme.spots[pool, w]] = 1.0
    _write_together(programme, at, out)
    return out


def _write_together(programme: Programme, at: Mapping[int, int], out: dict[int, float]) -> None:
    """People who stand together are written as one column, the largest groups first."""
    for column, people in sorted(programme.together.items(), key=lambda item: (-len(item[1]), item[0])):
        parts = programme.sheet.parts[column]
        if all(at.get(a) == w for a, w in people.items()) and all(out.get(part) == 1.0 for part in parts):
            out.update(dict.fromkeys(parts, 0.0))
            out[column] = 1.0


def _pool_over(programme: Programme, a: int, w: int) -> tuple | None:
    """The pool of this applicant that has the window and is worth most to him."""
    pools = [pool for pool in programme.pools_of[a] if (pool, w) in programme.spots]
    return min(pools, key=lambda pool: programme.case.general_rank(a, pool[5]) or 99, default=None)
