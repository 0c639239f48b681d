"""Who stands beside whom, as columns and rows of a programme.

* Keep apart: for each stall of a, "a covers it" and "b stands on or beside it" exclude each other.
* `not_beside`: the same, but a column *near* may be 1 instead, which costs.
* `beside`: *near* may be 1 only if for some stall "a covers it" and "b stands beside it" hold at once; a column *meet* per
  stall says where.
* Same craft: for each two touching stalls and each craft, a column *alike* must be 1 when two different columns of that
  craft lie on them.

Somebody outside the scope stands fast, so what he adds is simply written into the columns of his neighbours.
"""

from collections.abc import Iterable

from .programme import Programme


class Relations:
    """Adds neighbours to a programme; `near`, `meets` and `alike` are its new columns."""

    def __init__(self, programme: Programme):
        self.programme, self.case = programme, programme.case
        self.near: dict[tuple[int, int], int] = {}
        self.meets: dict[tuple[int, int, int], int] = {}
        self.alike: dict[tuple[int, int, str], int] = {}
        self._movable = set(programme.scope.people)
        self._covers = self._columns_by_stall()
        self._add_pairs()
        if "same_craft_neighbours" in programme.used:
            self._add_crafts()

    def _signs(self, term: str) -> tuple[bool, bool]:
        """Whether some level rewards the term, and whether some level charges for it."""
        weights = [level.get(term, 0) for level in self.programme.levels]
        return any(w > 0 for w in weights), any(w < 0 for w in weights)

    def _columns_by_stall(self) -> dict[int, dict[int, list[int]]]:
        """Applicant with relations to stall to the single columns that cover it."""
        out: dict[int, dict[int, list[int]]] = {}
        for (a, w), column in self.programme.singles.items():
            if self.case.partners[a]:
                for s in self.case.ground.windows[w]:
                    out.setdefault(a, {}).setdefault(s, []).append(column)
        return out

    # ---- pairs of applicants --------------------------------------------------------------------------------------

    def _add_pairs(self) -> None:
        pairs = {(a, b) for a in self.programme.scope.people for b in self.case.partners[a] if a < b or b not in self._movable}
        for a, b in sorted({(min(p), max(p)) for p in pairs}):
            mingled = self.programme.scope.mingled
            if mingled and (a, b) not in self.programme.scope.watched:
                continue
            wanted = self.case.beside.get((a, b), 0) if "beside_met" in self.programme.used and not mingled else 0
            unwanted = self.case.not_beside.get((a, b), 0) if "unwanted_neighbours" in self.programme.used else 0
            forbidden = (a, b) in self.case.apart
            if not (wanted or unwanted or forbidden):
                continue
            if a in self._movable and b in self._movable:
                self._add_free_pair(a, b, wanted, unwanted, forbidden)
            else:
                self._add_fixed_pair(*((a, b) if a in self._movable else (b, a)), wanted, unwanted, forbidden)

    def _add_fixed_pair(self, a: int, b: int, wanted: int, unwanted: int, forbidden: bool) -> None:
        """b stands fast: the windows of a beside him earn, cost or are closed."""
        at = self.programme.scope.board.at.get(b)
        if at is None:
            return
        around = self.case.ground.around[at]
        for column in sorted({c for s in around for c in self._covers.get(a, {}).get(s, ())}):
            self.programme.sheet.add_to_term(column, "beside_met", wanted)
            self.programme.sheet.add_to_term(column, "unwanted_neighbours", unwanted)
            if forbidden:
                self.programme.sheet.upper[column] = 0

    def _add_free_pair(self, a: int, b: int, wanted: int, unwanted: int, forbidden: bool) -> None:
        if len(self._covers.get(a, ())) > len(self._covers.get(b, ())):
            a, b = b, a
        if forbidden:
            self._exclude(a, b, None)
            return
        terms = {"beside_met": wanted, "unwanted_neighbours": unwanted}
        column = self.programme.sheet.column({t: n for t, n in terms.items() if n}, whole=False)
        self.near[min(a, b), max(a, b)] = column
        rewarded, charged = self._signs("beside_met") if wanted else (False, False)
        more_rewarded, more_charged = self._signs("unwanted_neighbours") if unwanted else (False, False)
        if charged or more_charged:
            self._exclude(a, b, column)
        if rewarded or more_rewarded:
            self._allow(a, b, column)

    def _touching(self, b: int, stalls: Iterable[int]) -> set[int]:
        covers = self._covers.get(b, {})
        return {c for s in stalls for c in covers.get(s, ())}

    def _exclude(self, a: int, b: int, near: int | None) -> None:
        """a on a stall and b on or beside it: impossible, or at the price of *near*."""
        for s, mine in self._covers.get(a, {}).items():
            his = self._touching(b, [s, *self.case.ground.next_to[s]])
            if his:
                entries = [(c, 1.0) for c in [*mine, *sorted(his)]]
                self.programme.sheet.row(entries + ([(near, -1.0)] if near is not None else []), high=1)

    def _allow(self, a: int, b: int, near: int) -> None:
        """*near* needs a stall where both meet."""
        meets = []
        for s, mine in self._covers.get(a, {}).items():
            his = self._touching(b, self.case.ground.next_to[s])
            if his:
                meet = self.programme.sheet.column(whole=False)
                self.meets[a, b, s] = meet
                meets.append(meet)
                self.programme.sheet.row([(meet, 1.0), *((c, -1.0) for c in mine)], high=0)
                self.programme.sheet.row([(meet, 1.0), *((c, -1.0) for c in sorted(his))], high=0)
        self.programme.sheet.row([(near, 1.0), *((m, -1.0) for m in meets)], high=0)

    # ---- crafts ---------------------------------------------------------------------------------------------------

    def _add_crafts(self) -> None:
        rewarded, charged = self._signs("same_craft_neighbours")
        over = self._columns_by_craft()
        next_to = self.case.ground.next_to
        self._charge_fixed_neighbours(over)
        for s, crafts in over.items():
            for t in sorted(next_to[s]):
                if s < t and t in over:
                    for craft in crafts:
                        if craft in over[t]:
                            self._add_touch(s, t, craft, set(crafts[craft]), set(over[t][craft]), rewarded, charged)

    def _columns_by_craft(self) -> dict[int, dict[str, list[int]]]:
        """Stall to craft to the columns of that craft that cover it."""
        programme, windows = self.programme, self.case.ground.windows
        out: dict[int, dict[str, list[int]]] = {s: {} for s in programme.over_stall}
        placed = [(self.case.people[a].craft, w, c) for (a, w), c in programme.singles.items()]
        placed += [(pool[0], w, c) for (pool, w), c in programme.spots.items()]
        for craft, w, column in placed:
            if craft not in self.case.instance.same_craft_allowed:
                for s in windows[w]:
                    out[s].setdefault(craft, []).append(column)
        return out

    def _charge_fixed_neighbours(self, over: dict[int, dict[str, list[int]]]) -> None:
        scope = self.programme.scope
        for s, crafts in over.items():
            for t in sorted(self.case.ground.next_to[s]):
                b = scope.fixed_holder(t)
                if b >= 0:
                    for column in crafts.get(self.case.people[b].craft, ()):
                        self.programme.sheet.add_to_term(column, "same_craft_neighbours", 1)

    def _add_touch(self, s: int, t: int, craft: str, here: set[int], there: set[int], rewarded: bool, charged: bool) -> None:
        sheet = self.programme.sheet
        if here == there:
            return
        alike = sheet.column({"same_craft_neighbours": 1}, whole=False)
        self.alike[s, t, craft] = alike
        if charged:
            sheet.row([*((c, 1.0) for c in sorted(here | there)), (alike, -1.0)], high=1)
        if rewarded:
            sheet.row([(alike, 1.0), *((c, -1.0) for c in sorted(here - there))], high=0)
            sheet.row([(alike, 1.0), *((c, -1.0) for c in sorted(there - here))], high=0)

    # ---- a known allocation ---------------------------------------------------------------------------------------

    def write(self, at: dict[int, int], ones: dict[int, float]) -> None:
        """Adds to `ones` the columns of this room that belong to the allocation."""
        ground = self.case.ground
        for (a, b), column in self.near.items():
            ones[column] = float(a in at and b in at and not ground.around[at[a]].isdisjoint(ground.windows[at[b]]))
        for (a, b, s), column in self.meets.items():
            ones[column] = float(
                a in at and b in at and s in ground.windows[at[a]] and not ground.next_to[s].isdisjoint(ground.windows[at[b]])
            )
        holder = {s: a for a, w in at.items() for s in ground.windows[w]}
        for (s, t, craft), column in self.alike.items():
            a, b = holder.get(s), holder.get(t)
            both = a is not None and b is not None and a != b
            ones[column] = float(both and self.case.people[a].craft == craft == self.case.people[b].craft)
