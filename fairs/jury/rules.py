"""How scores become a result: averages without conflicted jurors, ties by a named rule, caps, and what came of it.

The default is the practice of juried craft shows: three fixed jurors, 1 to 7 without the comfortable 4, selected from an
average of 5.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

_HUNDREDTH = Decimal("0.01")

MOVES: Mapping[str, frozenset[str]] = {"draft": frozenset({"open"}), "open": frozenset({"closed", "draft"}), "closed": frozenset()}
"""What a round may become. Back to draft only by throwing all its ballots away; closed is for good."""


def may_move(state: str, to: str) -> bool:
    """Tell whether a round in `state` may become `to`."""
    return to in MOVES.get(state, frozenset())


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of one round. `weights` are by criterion id, in the order of the criteria."""

    weights: Mapping[int, Decimal]
    scale_min: int = 1
    scale_max: int = 7
    barred: frozenset[int] = frozenset({4})
    threshold: Decimal = Decimal(5)
    min_votes: int = 2
    average: str = "mean"
    tie_rule: str = "first_criterion"
    seed: int = 1
    normalise: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One application as the result needs it. `votes` are complete ballots only: by juror, points by criterion."""

    number: int
    group: str
    product: str
    stalls: int
    is_newcomer: bool
    votes: Mapping[int, Mapping[int, int]] = field(default_factory=dict)
    skips_jury: bool = False


@dataclass(frozen=True, slots=True)
class Cap:
    """How many stalls a group may fill, and how many of them with one product. None: no limit."""

    stalls: int | None = None
    same_product: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a round came to for one application: "select", "wait" or "decline", with its grounds as stable words."""

    number: int
    verdict: str
    value: Decimal | None
    rank: int | None
    grounds: tuple[str, ...]


def points_problem(points: int, terms: Terms) -> str:
    """Return "" or why a juror may not give these points: "outside_scale" or "barred"."""
    if not terms.scale_min <= points <= terms.scale_max:
        return "outside_scale"
    return "barred" if points in terms.barred else ""


_ENDINGS = ("skaia", "skii", "skis", "aia", "is", "as", "us", "ii", "ia", "s", "a", "e", "i")


def surname_key(folded: str) -> str:
    """Return a folded surname without the ending that a wife, a husband or a child has another of: "kalnins", "kalnina"."""
    ending = next((ending for ending in _ENDINGS if folded.endswith(ending) and len(folded) - len(ending) >= 3), "")
    return folded.removesuffix(ending)


def conflict_ground(
    *, juror: Collection[str], maker: Collection[str], same_business: bool, same_municipality: bool, same_keeper: bool = False
) -> str:
    """Return why a juror must not score a maker, or "". `juror` and `maker` are folded surnames in all their spellings."""
    if same_keeper:
        return "keeper"
    if {surname_key(name) for name in juror} & {surname_key(name) for name in maker}:
        return "name"
    if same_business:
        return "business"
    return "municipality" if same_municipality else ""


def ballot_value(ballot: Mapping[int, int], weights: Mapping[int, Decimal]) -> Decimal:
    """Return the weighted mean of one juror's points."""
    total = sum(weights.values())
    return sum((weights[criterion] * points for criterion, points in ballot.items()), Decimal(0)) / total


def complete(entry: Entry, terms: Terms) -> dict[int, Decimal]:
    """Return the value of each complete ballot, by juror."""
    return {
        juror: ballot_value(ballot, terms.weights) for juror, ballot in entry.votes.items() if ballot and set(ballot) == set(terms.weights)
    }


def shifts(entries: Iterable[Entry], terms: Terms) -> dict[int, Decimal]:
    """Return by how much each juror's votes are moved so that all jurors have one mean; nothing where `normalise` is off."""
    if not terms.normalise:
        return {}
    given: defaultdict[int, list[Decimal]] = defaultdict(list)
    for entry in entries:
        for juror, worth in complete(entry, terms).items():
            given[juror].append(worth)
    means = {juror: sum(worths, Decimal(0)) / len(worths) for juror, worths in given.items()}
    everybody = [worth for worths in given.values() for worth in worths]
    overall = sum(sorted(everybody), Decimal(0)) / len(everybody) if everybody else Decimal(0)
    return {juror: overall - mean for juror, mean in means.items()}


def value(entry: Entry, terms: Terms, moved: Mapping[int, Decimal] | None = None) -> Decimal | None:
    """Return the average over complete ballots, to hundredths half up; None with fewer than `min_votes`.

    `moved` are the shifts of an evened-out round; a moved vote stays on the scale.
    """
    low, high = Decimal(terms.scale_min), Decimal(terms.scale_max)
    ballots = sorted(min(max(worth + (moved or {}).get(juror, Decimal(0)), low), high) for juror, worth in complete(entry, terms).items())
    if len(ballots) < terms.min_votes:
        return None
    average = median(ballots) if terms.average == "median" else sum(ballots, Decimal(0)) / len(ballots)
    return average.quantize(_HUNDREDTH, ROUND_HALF_UP)


def to_hundred(worth: Decimal, terms: Terms) -> Decimal:
    """Return a result on the scale 0 to 100: the fewest points are 0, the most are 100, evenly between."""
    share = (worth - terms.scale_min) / Decimal(terms.scale_max - terms.scale_min)
    return min(max(share * 100, Decimal(0)), Decimal(100)).quantize(_HUNDREDTH, ROUND_HALF_UP)


def lot(seed: int, number: int) -> str:
    """Return an application's lot: SHA-256 of "seed:number" in hexadecimal, the smaller going first. Anyone can replay it."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def _tie_key(entry: Entry, terms: Terms) -> tuple:
    """Return what decides between equal values; at last always the lot, so that no order is ever left to chance."""
    end = (lot(terms.seed, entry.number),)
    if terms.tie_rule == "first_criterion":
        first = next(iter(terms.weights))
        points = [ballot[first] for ballot in entry.votes.values() if first in ballot]
        return (-Decimal(sum(points)) / max(len(points), 1), *end)
    if terms.tie_rule == "newcomer":
        return (not entry.is_newcomer, *end)
    if terms.tie_rule == "earlier":
        return (entry.number,)
    return end


def results(entries: Iterable[Entry], terms: Terms, caps: Mapping[str, Cap]) -> list[Result]:
    """Judge all applications of a closed round, best first.

    Returning exhibitors who skip the jury are selected first; then everybody at or above the threshold, best first, while
    their group and product have room. Who has no room waits, ranked in the group; who is below is declined.
    """
    entries = list(entries)
    moved = shifts((entry for entry in entries if not entry.skips_jury), terms)
    judged = [(entry, None if entry.skips_jury else value(entry, terms, moved)) for entry in entries]
    judged.sort(key=lambda pair: (not pair[0].skips_jury, -(pair[1] or Decimal(0)), *_tie_key(pair[0], terms)))
    stalls: Counter[str] = Counter()
    products: Counter[tuple[str, str]] = Counter()
    waiting: defaultdict[str, int] = defaultdict(int)
    found = []
    for entry, average in judged:
        grounds = _grounds(entry, average, terms)
        verdict, rank = ("select" if not grounds else "decline"), None
        if not grounds:
            grounds = _no_room(entry, caps.get(entry.group, Cap()), stalls[entry.group], products[entry.group, entry.product])
            if grounds:
                waiting[entry.group] += 1
                verdict, rank = "wait", waiting[entry.group]
            else:
                stalls[entry.group] += entry.stalls
                products[entry.group, entry.product] += 1
        found.append(Result(entry.number, verdict, average, rank, grounds))
    return found


def ties(found: Iterable[Result]) -> list[tuple[Decimal, tuple[int, ...]]]:
    """Return the equal results with the numbers that share them, in the order that the tie rule gave."""
    equal: defaultdict[Decimal, list[int]] = defaultdict(list)
    for one in found:
        if one.value is not None:
            equal[one.value].append(one.number)
    return [(worth, tuple(numbers)) for worth, numbers in equal.items() if len(numbers) > 1]


def _grounds(entry: Entry, average: Decimal | None, terms: Terms) -> tuple[str, ...]:
    if entry.skips_jury:
        return ()
    if average is None:
        return ("too_few_votes",)
    return ("below_threshold",) if average < terms.threshold else ()


def _no_room(entry: Entry, cap: Cap, stalls: int, same: int) -> tuple[str, ...]:
    if cap.stalls is not None and stalls + entry.stalls > cap.stalls:
        return ("group_full",)
    if cap.same_product is not None and entry.product and same >= cap.same_product:
        return ("same_product",)
    return ()


def behind(votes: Mapping[int, Collection[int]], numbers: Sequence[int], conflicts: Mapping[int, Collection[int]]) -> dict[int, int]:
    """Return how many applications each juror still has to score, conflicts left out."""
    return {
        juror: sum(number not in scored and number not in conflicts.get(juror, ()) for number in numbers) for juror, scored in votes.items()
    }
