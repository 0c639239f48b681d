"""Rules of proposals: moves of state, when a call takes them, what is missing, what scores come to, who must not score."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import median
from zoneinfo import ZoneInfo

MOVES: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"submitted", "withdrawn"}),
    "submitted": frozenset({"accepted", "reserve", "rejected", "withdrawn"}),
    "accepted": frozenset({"submitted", "reserve", "rejected", "confirmed", "withdrawn"}),
    "reserve": frozenset({"submitted", "accepted", "rejected", "withdrawn"}),
    "rejected": frozenset({"submitted", "accepted", "reserve", "withdrawn"}),
    "confirmed": frozenset({"withdrawn"}),
    "withdrawn": frozenset(),
}
"""What a proposal may become. Withdrawn is final; its speaker may propose anew while the call is open."""

DECISIONS = ("accepted", "reserve", "rejected")

STEPS = ("talk", "people", "files", "when", "review")
"""The pages of the form, in order."""

_HUNDREDTH = Decimal("0.01")


def may_move(state: str, to: str) -> bool:
    """Tell whether a proposal in `state` may become `to`."""
    return to in MOVES.get(state, frozenset())


def may_decide(state: str, shown: str, to: str) -> bool:
    """Tell whether an organiser may decide `to`. What was told stays true: an acceptance is never taken back, other news get better only.

    `to` "submitted" takes a decision back that nobody was told yet.
    """
    if to not in (*DECISIONS, "submitted") or to == state or not may_move(state, to):
        return False
    if shown not in DECISIONS:
        return True
    rank = {"submitted": 0, "rejected": 1, "reserve": 2, "accepted": 3}
    return rank[to] >= rank[shown]


class Phase(StrEnum):
    """What a call is to somebody who looks at it."""

    HIDDEN = "hidden"
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


def phase(opens_at: datetime, closes_at: datetime, at: datetime, *, is_published: bool) -> Phase:
    """Return what a call is at a moment. Times are half-open: at its closing minute it is closed."""
    if not is_published:
        return Phase.HIDDEN
    if at < opens_at:
        return Phase.COMING
    return Phase.OPEN if at < closes_at else Phase.CLOSED


def usual_times(starts_at: datetime, at: datetime) -> tuple[datetime, datetime, datetime]:
    """Return when a call usually opens and closes, and when its review ends; all before the event starts.

    Open from now, closed half way, reviewed in the half of what is left then: three months ahead that is six weeks and three.
    """
    left = max(starts_at - at, timedelta(days=4))
    return at, at + left / 2, at + left * 3 / 4


@dataclass(frozen=True, slots=True)
class Contents:
    """What a proposal consists of, as completeness looks at it. `authors` as (name, e-mail, whether they speak)."""

    title: str
    abstract: str
    language: str
    authors: Sequence[tuple[str, str, bool]]
    needs_track: bool = False
    has_track: bool = False


def missing(one: Contents, languages: Collection[str]) -> list[tuple[str, str]]:
    """Return what a proposal lacks to be sent, as (step, stable word)."""
    found = []
    if not one.title.strip():
        found.append(("talk", "title"))
    if not one.abstract.strip():
        found.append(("talk", "abstract"))
    if one.needs_track and not one.has_track:
        found.append(("talk", "track"))
    if languages and one.language not in languages:
        found.append(("talk", "language"))
    if not any(speaks for _name, _email, speaks in one.authors):
        found.append(("people", "speaker"))
    return found


def worth(points: Mapping[int, int], weights: Mapping[int, Decimal]) -> Decimal | None:
    """Return the weighted mean of a review's points, exact to a hundredth; None unless every criterion has its points."""
    if not weights or weights.keys() - points.keys():
        return None
    total = sum((weights[key] * points[key] for key in weights), Decimal(0))
    return (total / sum(weights.values())).quantize(_HUNDREDTH, ROUND_HALF_UP)


def result(worths: Sequence[Decimal], average: str) -> Decimal | None:
    """Return the mean or median of what reviews are worth; None without any."""
    if not worths:
        return None
    middle = median(worths) if average == "median" else sum(worths, Decimal(0)) / len(worths)
    return middle.quantize(_HUNDREDTH, ROUND_HALF_UP)


def spread(worths: Sequence[Decimal]) -> Decimal | None:
    """Return how far reviews lie apart; None for fewer than two."""
    return max(worths) - min(worths) if len(worths) > 1 else None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody as conflicts are found by: everything folded to plain letters. `name` as the set of its words."""

    emails: frozenset[str]
    names: Collection[frozenset[str]]
    organisations: frozenset[str]


def conflict_ground(reviewer: Party, author: Party, colleagues: Collection[str] = ()) -> str:
    """Return why a reviewer must not score an author's proposal, "" if nothing is known.

    "author": the same address or name; "organisation": the same one; "coauthor": they wrote another proposal of this call together,
    `colleagues` being the addresses of those with whom the reviewer did.
    """
    if reviewer.emails & author.emails or any(mine and mine == theirs for mine in reviewer.names for theirs in author.names):
        return "author"
    if reviewer.organisations & author.organisations:
        return "organisation"
    return "coauthor" if author.emails & set(colleagues) else ""


def balanced(
    proposals: Sequence[int],
    reviewers: Sequence[int],
    *,
    each: int,
    barred: Collection[tuple[int, int]] = (),
    given: Iterable[tuple[int, int]] = (),
) -> list[tuple[int, int]]:
    """Return which (proposal, reviewer) to add so that each proposal has `each` reviewers, and all reviewers about as many.

    What is `given` already stays and counts. Whoever may be read by fewest is given out first; without conflicts the loads
    differ by one at most.
    """
    taken, closed = set(given), set(barred)
    load = {reviewer: sum(1 for _proposal, who in taken if who == reviewer) for reviewer in reviewers}
    free = {
        proposal: [who for who in reviewers if (proposal, who) not in closed and (proposal, who) not in taken] for proposal in proposals
    }
    have = {proposal: sum(1 for one, _who in taken if one == proposal) for proposal in proposals}
    added = []
    for proposal in sorted(proposals, key=lambda one: (len(free[one]), one)):
        chosen = sorted(free[proposal], key=lambda who: (load[who], (who + proposal) % 7, who))[: max(each - have[proposal], 0)]
        for who in chosen:
            load[who] += 1
            added.append((proposal, who))
    return added


NOON = time(13)


def halves(opens_at: datetime, closes_at: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return the parts of a day that a speaker can be away in: before and after one o'clock by the clock there."""
    noon = datetime.combine(opens_at.astimezone(zone).date(), NOON, zone)
    if opens_at < noon < closes_at:
        return [(opens_at, noon.astimezone(opens_at.tzinfo)), (noon.astimezone(opens_at.tzinfo), closes_at)]
    return [(opens_at, closes_at)]
