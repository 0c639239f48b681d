"""The fairground by position: which stalls touch, and every window of touching stalls somebody could stand on.

A *window* is a row of consecutive usable stalls of one run, as long as some applicant may need. Stalls, applicants and
windows are whole numbers from here on: positions in `instance.stalls`, `instance.applicants` and `Ground.windows`.
"""

from functools import cached_property

from .instance import Instance


class Ground:
    """What the map alone says, worked out once."""

    def __init__(self, instance: Instance):
        self.stalls = instance.stalls
        self.number = {s.id: n for n, s in enumerate(instance.stalls)}
        self._where = {(s.run, s.pos): n for n, s in enumerate(instance.stalls)}
        self.next_to = self._neighbours(instance)
        lengths = {n for a in instance.applicants for n in range(a.least, a.most + 1)}
        self.windows: list[tuple[int, ...]] = []
        self.of_length: dict[int, list[int]] = {n: self._cut(n) for n in sorted(lengths)}

    def _neighbours(self, instance: Instance) -> list[frozenset[int]]:
        near: list[set[int]] = [set() for _ in self.stalls]
        pairs = [(self.number[a], self.number[b]) for a, b in instance.extra_neighbours]
        pairs += [(n, self._where[run, pos + 1]) for (run, pos), n in self._where.items() if (run, pos + 1) in self._where]
        for a, b in pairs:
            near[a].add(b)
            near[b].add(a)
        return [frozenset(s) for s in near]

    def _cut(self, length: int) -> list[int]:
        """Adds every window of this length and returns their numbers."""
        made = []
        for (run, pos), first in sorted(self._where.items(), key=lambda item: item[1]):
            row = tuple(self._where.get((run, pos + k), -1) for k in range(length))
            if first == row[0] and -1 not in row and not any(self.stalls[s].blocked for s in row):
                made.append(len(self.windows))
                self.windows.append(row)
        return made

    @cached_property
    def window_number(self) -> dict[frozenset[int], int]:
        return {frozenset(row): n for n, row in enumerate(self.windows)}

    @cached_property
    def covering(self) -> list[list[int]]:
        """Windows that cover a stall, by stall."""
        out: list[list[int]] = [[] for _ in self.stalls]
        for n, row in enumerate(self.windows):
            for s in row:
                out[s].append(n)
        return out

    @cached_property
    def around(self) -> list[frozenset[int]]:
        """Stalls that touch a window without belonging to it, by window."""
        return [frozenset().union(*(self.next_to[s] for s in row)) - frozenset(row) for row in self.windows]

    @cached_property
    def stalls_with(self) -> dict[str, list[int]]:
        """Stalls that meet a general wish such as `zone:A` or `feature:corner`."""
        out: dict[str, list[int]] = {}
        for n, s in enumerate(self.stalls):
            for wish in [f"zone:{s.zone}", *(f"feature:{f}" for f in sorted(s.features))]:
                out.setdefault(wish, []).append(n)
        return out

    def windows_over(self, stalls) -> list[int]:
        """Numbers of the windows that cover at least one of these stalls, ascending."""
        return sorted({w for s in stalls for w in self.covering[s]})
