"""Justified envy as columns and rows, written only for the pairs that turn up.

Thousands of pairs could envy each other and hardly any do, so a programme starts without them, which can only make it
too hopeful. When a solution holds an envy the programme does not know, the pair gets its column and rows and the
programme is solved again; once a solution holds none, it is as good as the bound and therefore proven.

A row says: i on a place he ranks lower and that suits j, together with j on the place i wished for, make *envy* 1.
"""

from .board import Board, justified
from .programme import Programme


class Envies:
    """Adds envy to a programme. A pair is known when both its movable partners have single columns."""

    def __init__(self, programme: Programme):
        self.programme, self.case = programme, programme.case
        self.columns: dict[tuple[int, int], int] = {}
        self._movable = set(programme.scope.people)
        self._singles: dict[int, list[int]] = {}
        for a, w in programme.singles:
            self._singles.setdefault(a, []).append(w)
        if "justified_envy" in programme.used:
            self._add_fixed()

    def _add_fixed(self) -> None:
        """Envy between somebody movable and somebody who stands fast depends on the window of the first alone."""
        board, case = self.programme.scope.board, self.case
        for i, places in self._singles.items():
            for j in sorted({board.holder[s] for s in case.named_wishes(i)} - self._movable - {-1}):
                for w in places:
                    self._add_if_envious(i, w, j, board.at[j], self.programme.singles[i, w])
        over: dict[int, list[tuple[int, int]]] = {}
        for j, w in self.programme.singles:
            for s in case.ground.windows[w]:
                over.setdefault(s, []).append((j, w))
        for i in sorted(a for a in board.at if a not in self._movable):
            for j, w in sorted({place for s in case.named_wishes(i) for place in over.get(s, ())}):
                self._add_if_envious(i, board.at[i], j, w, self.programme.singles[j, w])

    def _add_if_envious(self, i: int, mine: int, j: int, his: int, column: int) -> None:
        if self.case.people[j].score >= self.case.people[i].score:
            return
        if self._wished_above(i, his) < (self.case.rank(i, mine) or 99) and justified(self.case, i, mine, j, his):
            self.programme.sheet.add_to_term(column, "justified_envy", 1)

    def _wished_above(self, i: int, w: int) -> int:
        """The best rank i gives to a stall of the window; 99 for none."""
        named = self.case.named_wishes(i)
        return min((named[s] for s in self.case.ground.windows[w] if s in named), default=99)

    def missing(self, board: Board) -> list[tuple[int, int]]:
        """Envious pairs on this board that the programme has no column for."""
        pairs = board.envies(self._movable)
        return [(i, j) for i, j in pairs if i in self._movable and j in self._movable and (i, j) not in self.columns]

    def add(self, i: int, j: int) -> bool:
        """Lets the programme know that i may envy j; False when they still share pools."""
        if self.programme.pools_of[i] or self.programme.pools_of[j]:
            return False
        sheet, singles = self.programme.sheet, self.programme.singles
        envy = sheet.column({"justified_envy": 1}, whole=False)
        self.columns[i, j] = envy
        for his in self._singles.get(j, ()):
            rank = self._wished_above(i, his)
            if rank == 99:
                continue
            lower = [w for w in self._singles.get(i, ()) if (self.case.rank(i, w) or 99) > rank and justified(self.case, i, w, j, his)]
            if lower:
                sheet.row([*((singles[i, w], 1.0) for w in lower), (singles[j, his], 1.0), (envy, -1.0)], high=1)
        return True

    def write(self, board: Board, ones: dict[int, float]) -> None:
        """Adds to `ones` the envy columns of an allocation."""
        for (i, j), column in self.columns.items():
            ones[column] = float(i in board.at and j in board.at and j in board.envied_by(i))
