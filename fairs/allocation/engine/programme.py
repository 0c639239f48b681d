"""The allocation as a mixed-integer programme: what the columns and rows mean.

Columns (each 0 or 1):

* *single* `x[a, w]`: applicant a stands on window w.
* *member* `x[a, pool]` and *spot* `g[pool, w]`: where it does not matter which of several applicants stands on a window
  (same craft, needs, size; no wish met there), they share a *pool*: the member column says that a is placed through the
  pool, the spot column that somebody of the pool stands on w, and one row says that there are as many of the one as of
  the other. It says the same as single columns with a fraction of them, which is what makes 3,000 stalls possible.
  A zone or feature many wish for makes a pool of its own. An applicant's special windows (a wished stall, last year's
  place) stay single columns; a pool may put him there too, only worth less, so the optimum is never overstated.

Rows: one applicant stands once (exactly once if he must be placed); one stall has one column; quotas have a shortfall
column; caps bound their group. `relations` adds neighbours, `envies` adds envy.
"""

from collections.abc import Iterator, Mapping, Sequence

from .board import Board, quota_target
from .scope import Scope
from .sheet import Sheet

LINEAR = frozenset({"dropped", "quota_shortfall", "placed_value", "moves", "extra_stalls", "wish_points", "claims_kept"})
"""Terms that depend on each applicant's own place alone, not on who stands beside whom."""

PLACING = frozenset({"wish_points", "claims_kept", "moves"})
"""Those of them for which it matters on which window he stands, not only whether and on how many stalls."""

Level = Mapping[str, float]


class Programme:
    """Columns and rows for a scope. `levels`: the levels that shall be expressible; terms outside them are left out."""

    def __init__(self, scope: Scope, levels: Sequence[Level]):
        self.scope, self.case, self.levels = scope, scope.case, levels
        self.used = {term for level in levels for term, weight in level.items() if weight}
        self.sheet = Sheet()
        self.singles: dict[tuple[int, int], int] = {}
        self._single_windows: dict[int, list[int]] = {}
        self.members: dict[tuple[int, tuple], int] = {}
        self.spots: dict[tuple[tuple, int], int] = {}
        self.pool_spots: dict[tuple, list[tuple[int, int]]] = {}
        self.together: dict[int, Mapping[int, int]] = {}
        self.columns_of: dict[int, list[tuple[int, int]]] = {a: [] for a in scope.people}
        self.over_stall: dict[int, list[int]] = {s: [] for s in sorted(scope.stalls)}
        self.pooled_into: dict[tuple, list[int]] = {}
        self.pools_of: dict[int, list[tuple]] = {a: [] for a in scope.people}
        self.person_row: dict[int, int] = {}
        self.shortfalls: list[tuple[int, int, list[tuple[int, float]]]] = []
        self._windows = self._free_windows()
        for a in scope.people:
            self._add_applicant(a)
        for pool in self.pooled_into:
            self._add_pool(pool)
        self._add_stall_rows()
        self._add_person_rows()
        self._add_group_rows()

    # ---- columns ------------------------------------------------------------------------------------------------

    def _free_windows(self) -> dict[int, list[int]]:
        """Windows that lie wholly inside the scope, by length."""
        free = self.scope.stalls
        windows = self.case.ground.windows
        if 3 * len(free) < len(self.case.ground.stalls):
            inside = [w for w in self.case.ground.windows_over(free) if free.issuperset(windows[w])]
            out: dict[int, list[int]] = {n: [] for n in self.case.ground.of_length}
            for w in inside:
                out[len(windows[w])].append(w)
            return out
        return {n: [w for w in all_ if free.issuperset(windows[w])] for n, all_ in self.case.ground.of_length.items()}

    def _add_applicant(self, a: int) -> None:
        if not self._poolable(a):
            for w in self._places(a):
                self._add_single(a, w)
            return
        placing = self.used & PLACING
        special = self._special(a) if placing else set()
        for w in sorted(special):
            if self._inside(w) and self.case.may_stand(a, w) and not self._barred(a, len(self.case.ground.windows[w])):
                self._add_single(a, w)
        wishes = [w for _, w in self.case.general_wishes(a)] if "wish_points" in placing else []
        for length in self._lengths(a):
            for wish in ["", *dict.fromkeys(wishes)]:
                self._add_member(a, length, wish)

    def _poolable(self, a: int) -> bool:
        """Nobody with relations, limits of his own or a dislike of his special windows can share a pool."""
        case = self.case
        if a in self.scope.single or a in case.pinned or not case.people[a].anywhere or case.is_unharmed(a):
            return False
        if not self.scope.mingled and self._has_relations(a):
            return False
        return all(level.get(term, 0) * sign >= 0 for level in self.levels for term, sign in SPECIAL_IS_BETTER.items())

    def _has_relations(self, a: int) -> bool:
        case = self.case
        told = bool(self.used & {"beside_met", "unwanted_neighbours"})
        return any(told or (min(a, b), max(a, b)) in case.apart for b in case.partners[a])

    def _places(self, a: int) -> list[int]:
        return [w for n in self._lengths(a) for w in self._windows[n] if self.case.may_stand(a, w)]

    def _barred(self, a: int, length: int) -> bool:
        return self.scope.certain is not None and (a, length) in self.scope.certain.barred

    def _lengths(self, a: int) -> list[int]:
        """On how many stalls this applicant may stand."""
        person = self.case.people[a]
        return [n for n in range(person.least, person.most + 1) if not self._barred(a, n)]

    def _inside(self, w: int) -> bool:
        return self.scope.stalls.issuperset(self.case.ground.windows[w])

    def _special(self, a: int) -> set[int]:
        """Windows on which this applicant earns more than a pool knows."""
        case, person = self.case, self.case.people[a]
        out: set[int] = set()
        if "wish_points" in self.used:
            near = case.ground.windows_over(case.named_wishes(a))
            out.update(w for w in near if person.least <= len(case.ground.windows[w]) <= person.most)
        if "claims_kept" in self.used:
            out.update(case.claim_windows(a))
        if "moves" in self.used and a in case.previous:
            out.update(w for w in [case.ground.window_number.get(case.previous[a])] if w is not None)
        return out

    def _terms(self, a: int, length: int, *, rank: int = 0, kept: bool = False, stays: bool = False) -> dict[str, float]:
        """What placing this applicant adds to each term in use."""
        case = self.case
        was_there = a in case.previous
        all_terms = {
            "placed_value": case.value[a],
            "extra_stalls": length - case.people[a].least,
            "wish_points": case.points(a, rank),
            "claims_kept": int(kept),
            "moves": int(was_there and not stays),
            "dropped": -int(was_there),
        }
        return {term: amount for term, amount in all_terms.items() if amount and term in self.used}

    def _add_single(self, a: int, w: int) -> None:
        case, row = self.case, self.case.ground.windows[w]
        stays = case.previous.get(a) == frozenset(row)
        terms = self._terms(a, len(row), rank=case.rank(a, w), kept=case.keeps_claim(a, w), stays=stays)
        column = self.sheet.column(terms)
        self.singles[a, w] = column
        self._single_windows.setdefault(a, []).append(w)
        self.columns_of[a].append((column, len(row)))
        for s in row:
            self.over_stall[s].append(column)

    def _add_member(self, a: int, length: int, wish: str) -> None:
        craft = self.case.people[a].craft if "same_craft_neighbours" in self.used else ""
        needs, max_price, _, _ = self.case.signature(a)
        pool = (craft, needs, max_price or 0, max_price is None, length, wish)
        rank = self.case.general_rank(a, wish) if wish else 0
        column = self.sheet.column(self._terms(a, length, rank=rank))
        self.members[a, pool] = column
        self.columns_of[a].append((column, length))
        self.pooled_into.setdefault(pool, []).append(a)
        self.pools_of[a].append(pool)

    def _add_pool(self, pool: tuple) -> None:
        """The pool's spots and the row that ties them to its members."""
        members, length, wish = self.pooled_into[pool], pool[4], pool[5]
        windows, suited = self.case.ground.windows, self.case.suited(members[0])
        wished = frozenset(self.case.ground.stalls_with.get(wish, ()))
        entries = [(self.members[a, pool], 1.0) for a in members]
        spots = self.pool_spots[pool] = []
        for w in self._windows[length]:
            row = windows[w]
            if suited[w] and not any(s in self.case.reserved for s in row) and (not wish or not wished.isdisjoint(row)):
                column = self.sheet.column()
                self.spots[pool, w] = column
                spots.append((w, column))
                entries.append((column, -1.0))
                for s in row:
                    self.over_stall[s].append(column)
        self.sheet.row(entries, low=0, high=0)

    def ways(self, a: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Every window this applicant may have, with the columns that place him there; some twice, at different worth."""
        for w in self._single_windows.get(a, ()):
            yield w, (self.singles[a, w],)
        for pool in self.pools_of[a]:
            member = self.members[a, pool]
            for w, spot in self.pool_spots[pool]:
                yield w, (member, spot)

    def add_together(self, at: Mapping[int, int], parts: tuple[int, ...], beside: int) -> None:
        """A column that places these applicants at once, side by side with one they asked for (see `clusters`)."""
        column = self.sheet.together(parts)
        self.sheet.add_to_term(column, "beside_met", beside)
        self.together[column] = at

    # ---- rows ---------------------------------------------------------------------------------------------------

    def _add_stall_rows(self) -> None:
        for columns in self.over_stall.values():
            if len(columns) > 1 or self.scope.mingled:
                self.sheet.row([(c, 1.0) for c in columns], high=1)

    def _add_person_rows(self) -> None:
        for a, columns in self.columns_of.items():
            must = a in self.case.must_place or (self.scope.certain is not None and a in self.scope.certain.placed)
            if len(columns) > 1 or must or self.scope.mingled:
                self.person_row[a] = self.sheet.row([(c, 1.0) for c, _ in columns], low=1 if must else 0, high=1)

    def _group_entries(self, rule) -> list[tuple[int, float]]:
        members = [a for a in self.scope.people if self.case.people[a].groups.get(rule.by) == rule.value]
        return [(c, float(length)) for a in members for c, length in self.columns_of[a]]

    def _add_group_rows(self) -> None:
        """Quotas and caps; what the fixed remainder of the board holds is taken off first."""
        board, instance = self.scope.board, self.case.instance
        for n, rule in enumerate([*instance.quotas, *instance.caps]):
            entries = self._group_entries(rule)
            fixed = board.counts[n] - self._held_inside(board, rule)
            if n >= len(instance.quotas):
                if sum(weight for _, weight in entries) > rule.max_stalls - fixed:
                    self.sheet.row(entries, high=rule.max_stalls - fixed)
            elif "quota_shortfall" in self.used:
                self._add_quota(entries, quota_target(self.case, n) - fixed)

    def _held_inside(self, board: Board, rule) -> int:
        held = [a for a in self.scope.people if a in board.at and self.case.people[a].groups.get(rule.by) == rule.value]
        return sum(len(self.case.ground.windows[board.at[a]]) for a in held)

    def _add_quota(self, entries: list[tuple[int, float]], missing: int) -> None:
        """`short >= missing - stalls of the group`; and not more than that, should a level reward a shortfall."""
        if missing <= 0:
            return
        short = self.sheet.column({"quota_shortfall": 1}, upper=missing, whole=False)
        self.shortfalls.append((short, missing, entries))
        self.sheet.row([(short, 1.0), *entries], low=missing)
        if any(level.get("quota_shortfall", 0) > 0 for level in self.levels):
            most = float(sum(weight for _, weight in entries))
            lacking = self.sheet.column()
            self.sheet.row([(short, 1.0), (lacking, -float(missing))], high=0)
            self.sheet.row([(short, 1.0), (lacking, most), *entries], high=missing + most)


SPECIAL_IS_BETTER = {"wish_points": 1, "claims_kept": 1, "moves": -1}
"""The sign of weight for which a special window is worth no less than the same window through a pool."""
