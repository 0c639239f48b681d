"""One instance made ready for work: who may stand where, and what standing there is worth to him.

Shared by everything that follows; nothing in here changes during a search.
"""

from functools import cached_property

from .ground import Ground
from .instance import RANK_POINTS, Instance

NO_RANK = 0


class Case:
    """An instance with its ground and the applicants' wishes, claims and limits by window.

    Args:
        instance: what is asked.
        unharmed: ids of previous holders who may be moved only to a place at least as good (see `refill`).
    """

    def __init__(self, instance: Instance, *, unharmed: frozenset[str] = frozenset()):
        self.instance = instance
        self.people = instance.applicants
        self.ground = Ground(instance)
        self.number = {a.id: n for n, a in enumerate(self.people)}
        self.value = [instance.value_of(a) for a in self.people]
        self.pinned = {self.number[one]: frozenset(map(self.ground.number.get, ids)) for one, ids in sorted(instance.pins.items())}
        self.reserved = {s: a for a, stalls in self.pinned.items() for s in sorted(stalls)}
        self.previous = {self.number[one]: frozenset(map(self.ground.number.get, ids)) for one, ids in instance.previous.items()}
        self.guaranteed = frozenset(n for n, a in enumerate(self.people) if a.guaranteed)
        self.must_place = self.guaranteed | frozenset(self.pinned)
        self._unharmed = {self.number[one] for one in unharmed if one in self.number and one in instance.previous}
        self._signatures: dict[tuple, bytearray] = {}
        self._wishes = [self._read_wishes(a) for a in self.people]
        self._ranks: list[dict[int, int] | None] = [None] * len(self.people)

    # ---- relations between applicants ---------------------------------------------------------------------------

    @cached_property
    def beside(self) -> dict[tuple[int, int], int]:
        """How often a pair (lower number first) asks to stand side by side: once, or twice when both do."""
        return self._pair_counts("beside")

    @cached_property
    def not_beside(self) -> dict[tuple[int, int], int]:
        return self._pair_counts("not_beside")

    @cached_property
    def apart(self) -> frozenset[tuple[int, int]]:
        """Pairs (lower number first) that a rule keeps apart."""
        pairs = ((self.number[a], self.number[b]) for a, b in self.instance.keep_apart)
        return frozenset((min(p), max(p)) for p in pairs)

    @cached_property
    def partners(self) -> list[list[int]]:
        """Everybody an applicant stands in some relation to, by applicant."""
        out: list[set[int]] = [set() for _ in self.people]
        for a, b in [*self.beside, *self.not_beside, *self.apart]:
            out[a].add(b)
            out[b].add(a)
        return [sorted(s) for s in out]

    def _pair_counts(self, key: str) -> dict[tuple[int, int], int]:
        out: dict[tuple[int, int], int] = {}
        for n, a in enumerate(self.people):
            for other in getattr(a, key):
                pair = (min(n, self.number[other]), max(n, self.number[other]))
                out[pair] = out.get(pair, 0) + 1
        return dict(sorted(out.items()))

    # ---- one applicant on one window ----------------------------------------------------------------------------

    def signature(self, a: int) -> tuple:
        """What decides on which windows somebody fits by need, price and size: equal for many applicants."""
        p = self.people[a]
        return tuple(sorted(p.needs)), p.max_price, p.least, p.most

    def suited(self, a: int) -> bytearray:
        """1 for each window that has what the applicant needs at a price he accepts, 0 for the others."""
        key = self.signature(a)
        if key not in self._signatures:
            needs, max_price, least, most = key
            good = bytearray(
                set(needs) <= s.features and (max_price is None or s.price <= max_price) and not s.blocked for s in self.ground.stalls
            )
            self._signatures[key] = bytearray(least <= len(row) <= most and all(good[s] for s in row) for row in self.ground.windows)
        return self._signatures[key]

    def fits(self, a: int, w: int) -> bool:
        """Whether no rule about this applicant alone speaks against this window (other people's pins are not looked at)."""
        if not self.suited(a)[w]:
            return False
        if a in self.pinned:
            return frozenset(self.ground.windows[w]) == self.pinned[a]
        return self.people[a].anywhere or bool(self.rank(a, w)) or self.keeps_claim(a, w)

    def may_stand(self, a: int, w: int) -> bool:
        """`fits`, no stall of the window is pinned to somebody else, and nobody moves to a worse place against his will."""
        if not self.fits(a, w) or any(self.reserved.get(s, a) != a for s in self.ground.windows[w]):
            return False
        return a not in self._unharmed or self._no_worse(a, w)

    def is_unharmed(self, a: int) -> bool:
        """Whether this previous holder may not be moved to a worse place."""
        return a in self._unharmed

    def places(self, a: int) -> list[int]:
        """Every window the applicant may stand on, ascending."""
        return [w for n in range(self.people[a].least, self.people[a].most + 1) for w in self.ground.of_length[n] if self.may_stand(a, w)]

    def _no_worse(self, a: int, w: int) -> bool:
        """Not worse than the previous place: as large, a wish as good, the claim still kept."""
        before = self.ground.window_number.get(self.previous[a])
        if before is None or before == w:
            return True
        if len(self.ground.windows[w]) < len(self.ground.windows[before]) or self.keeps_claim(a, before) > self.keeps_claim(a, w):
            return False
        return not self.rank(a, before) or 0 < self.rank(a, w) <= self.rank(a, before)

    # ---- wishes and claims --------------------------------------------------------------------------------------

    def _read_wishes(self, person) -> tuple[dict[int, int], list[tuple[int, str]]]:
        """Named stalls with their rank, and the general wishes (`zone:…`, `feature:…`) with theirs."""
        named: dict[int, int] = {}
        general = []
        for rank, wish in enumerate(person.wishes, 1):
            if wish in self.ground.number:
                named.setdefault(self.ground.number[wish], rank)
            else:
                general.append((rank, wish))
        return named, general

    def named_wishes(self, a: int) -> dict[int, int]:
        """Stall to rank, for the stalls named in the wishes."""
        return self._wishes[a][0]

    def ranks(self, a: int) -> dict[int, int]:
        """Window to rank of the best wish it meets, for the windows of the applicant's sizes that meet one."""
        known = self._ranks[a]
        if known is None:
            named, general = self._wishes[a]
            known = {}
            wanted = [(rank, [s]) for s, rank in named.items()] + [(rank, self.ground.stalls_with.get(w, [])) for rank, w in general]
            person = self.people[a]
            for rank, stalls in sorted(wanted, key=lambda pair: pair[0]):
                for w in self.ground.windows_over(stalls):
                    if person.least <= len(self.ground.windows[w]) <= person.most:
                        known.setdefault(w, rank)
            self._ranks[a] = known
        return known

    def rank(self, a: int, w: int) -> int:
        """Rank of the best wish the window meets, first wish 1; 0 when it meets none."""
        return self.ranks(a).get(w, NO_RANK)

    def general_rank(self, a: int, wish: str) -> int:
        """Rank of a general wish, or 0."""
        return next((rank for rank, one in self._wishes[a][1] if one == wish), NO_RANK)

    def general_wishes(self, a: int) -> list[tuple[int, str]]:
        return self._wishes[a][1]

    def points(self, a: int, rank: int) -> float:
        """Wish points of a rank: its table value times (100 + score)."""
        return RANK_POINTS[rank - 1] * (100 + self.people[a].score) if 0 < rank <= len(RANK_POINTS) else 0

    @cached_property
    def claims(self) -> list[frozenset[int]]:
        return [frozenset(self.ground.number[s] for s in a.claim) for a in self.people]

    def keeps_claim(self, a: int, w: int) -> bool:
        """Whether the window is part of last year's place, or contains it."""
        claim, row = self.claims[a], self.ground.windows[w]
        return bool(claim) and (claim.issuperset(row) or claim.issubset(row))

    def claim_windows(self, a: int) -> list[int]:
        """Windows of the applicant's sizes that keep the claim."""
        sizes = range(self.people[a].least, self.people[a].most + 1)
        return [w for w in self.ground.windows_over(self.claims[a]) if len(self.ground.windows[w]) in sizes and self.keeps_claim(a, w)]
