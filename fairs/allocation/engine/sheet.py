"""A linear programme as a sheet: columns are the quantities to choose, rows are the conditions they must meet.

Each column has an upper bound (its lower bound is 0), may be required to be whole, and adds to some terms of the
objective. Each row bounds a weighted sum of columns from below and above. That is all a solver wants to know.
"""

from collections.abc import Iterable, Mapping

import numpy as np

INFINITY = float("inf")


class Sheet:
    """Columns and rows in the order they were added."""

    def __init__(self) -> None:
        self.upper: list[float] = []
        self.whole: list[bool] = []
        self.terms: dict[str, dict[int, float]] = {}
        self.parts: dict[int, tuple[int, ...]] = {}
        self._within: dict[int, list[int]] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.starts: list[int] = [0]
        self.index: list[int] = []
        self.weight: list[float] = []

    def column(self, terms: Mapping[str, float] | None = None, *, upper: float = 1, whole: bool = True) -> int:
        """Adds a column that counts towards these terms once per unit; returns its number."""
        number = len(self.upper)
        self.upper.append(upper)
        self.whole.append(whole)
        for term, amount in (terms or {}).items():
            self.add_to_term(number, term, amount)
        return number

    def together(self, parts: tuple[int, ...]) -> int:
        """Adds a column that stands for these columns at once, in all their rows and terms; returns its number."""
        number = self.column()
        self.parts[number] = parts
        for part in parts:
            self._within.setdefault(part, []).append(number)
        for term, held in self.terms.items():
            self.add_to_term(number, term, sum(held.get(part, 0) for part in parts))
        return number

    def add_to_term(self, column: int, term: str, amount: float) -> None:
        """Raises what a unit of the column adds to a term."""
        if amount:
            held = self.terms.setdefault(term, {})
            held[column] = held.get(column, 0) + amount

    def row(self, entries: Iterable[tuple[int, float]], *, low: float = -INFINITY, high: float = INFINITY, complete: bool = False) -> int:
        """Adds `low <= sum(weight * column) <= high`; returns its number. A column named twice counts with both weights, and
        one that stands for several with theirs, unless the entries are `complete` as they are."""
        total: dict[int, float] = {}
        for column, weight in entries:
            for one in (column,) if complete else (column, *self._within.get(column, ())):
                total[one] = total.get(one, 0) + weight
        self.index.extend(total)
        self.weight.extend(total.values())
        self.starts.append(len(self.index))
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def costs(self, level: Mapping[str, float]) -> np.ndarray:
        """What a unit of each column adds to a level of the objective."""
        out = np.zeros(len(self.upper))
        for term, weight in level.items():
            for column, amount in self.terms.get(term, {}).items():
                out[column] += weight * amount
        return out
