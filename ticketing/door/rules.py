"""Who may pass a gate: from the facts about one reading to one verdict, with one true reason and its nearest remedy.

Several reasons may be true at once; the one shown is the one that no other door, hour or payment could mend, so that
nobody is sent on a walk for nothing. `decide` asks in this order:

1. the code itself (settled before, see `ticketing.door.reading`): foreign, malformed, forged, typed_not_allowed,
   wrong_event, unknown
2. the ticket is dead: cancelled, then replaced (a cancelled ticket has no newer paper to look for)
3. the event is: event_cancelled, event_over, event_locked
4. leaving: no_exits, not_inside, exit. Nobody is kept inside by hours, products or money
5. this gate will not do: wrong_product, then too_late and too_early of the ticket, then gate_closed
6. used: it was let in before
7. unpaid, which asks for a look and money
8. questions, which asks for a look and the answers
9. attention and typed, which admit but ask for a look
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import fmean


class Verdict(StrEnum):
    ADMIT = "admit"
    LOOK = "look"
    REFUSE = "refuse"


class Reason(StrEnum):
    """Stable words of the API; what they say to a person is in `ticketing.door.texts`."""

    OK = "ok"
    EXIT = "exit"
    ATTENTION = "attention"
    TYPED = "typed"
    UNPAID = "unpaid"
    QUESTIONS = "questions"
    USED = "used"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    EVENT_CANCELLED = "event_cancelled"
    EVENT_OVER = "event_over"
    EVENT_LOCKED = "event_locked"
    NO_EXITS = "no_exits"
    NOT_INSIDE = "not_inside"
    WRONG_PRODUCT = "wrong_product"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    GATE_CLOSED = "gate_closed"
    FOREIGN = "foreign"
    MALFORMED = "malformed"
    FORGED = "forged"
    TYPED_NOT_ALLOWED = "typed_not_allowed"
    WRONG_EVENT = "wrong_event"
    UNKNOWN = "unknown"
    TURNED_AWAY = "turned_away"  # a phone without network said no to what the server would have let in


LOOK_BUT_ADMIT = frozenset({Reason.ATTENTION, Reason.TYPED})
"""Recorded as admitted, since the person goes in and must not go in twice; shown to the steward as a look."""


@dataclass(frozen=True, slots=True)
class Admission:
    """The latest time a ticket passed any gate into the same area. `slot` as in `Scan.slot`."""

    slot: str
    at: datetime
    is_exit: bool = False

    @property
    def stay(self) -> int:
        """How many times the ticket had left the area before this admission."""
        kind, _, number = self.slot.partition(":")
        return int(number) if kind in ("stay", "exit") else 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a verdict needs. `today` is the event's local date as ISO text, times are aware and half-open."""

    at: datetime
    today: str
    ticket_state: str = "valid"
    ticket_generation: int = 1
    code_generation: int | None = 1  # None: the number below the code was typed
    attention: bool = False
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    event_state: str = "published"
    event_locked: bool = False
    gate_rule: str = "once"
    gate_active: bool = True
    gate_opens_at: datetime | None = None
    gate_closes_at: datetime | None = None
    opens_for_product: bool = True
    last: Admission | None = None
    inside: bool | None = None  # by the latest passage through any gate (see `whereabouts`); None: go by `last` alone
    is_exit: bool = False
    anyway: bool = False  # a supervisor lets an unpaid ticket in
    to_ask: bool = False  # the organiser's questions are still to be put


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict, and where one is near, the moment from or until which things would be different."""

    verdict: Verdict
    reason: Reason
    slot: str = ""
    moment: datetime | None = None

    @property
    def shown(self) -> Verdict:
        return shown(self.verdict, self.reason)


def shown(verdict: str, reason: str) -> Verdict:
    """Return what the steward sees for a recorded verdict."""
    return Verdict.LOOK if reason in LOOK_BUT_ADMIT else Verdict(verdict)


def _refuse(reason: Reason, moment: datetime | None = None) -> Ruling:
    return Ruling(Verdict.REFUSE, reason, moment=moment)


def _dead(facts: Facts) -> Ruling | None:
    """Steps 2 and 3: nothing at any gate helps."""
    if facts.ticket_state == "cancelled":
        return _refuse(Reason.CANCELLED)
    if facts.code_generation is not None and facts.code_generation != facts.ticket_generation:
        return _refuse(Reason.REPLACED)
    if facts.event_state == "cancelled":
        return _refuse(Reason.EVENT_CANCELLED)
    if facts.event_state in ("finished", "reported"):
        return _refuse(Reason.EVENT_OVER)
    return _refuse(Reason.EVENT_LOCKED) if facts.event_locked else None


def _is_inside(facts: Facts) -> bool:
    if facts.inside is not None:
        return facts.inside
    return facts.last is not None and not facts.last.is_exit


def _leaving(facts: Facts) -> Ruling:
    """Step 4."""
    if facts.gate_rule != "in_and_out":
        return _refuse(Reason.NO_EXITS)
    if not _is_inside(facts):
        return _refuse(Reason.NOT_INSIDE, facts.last.at if facts.last else None)
    stay = facts.last.stay + facts.last.is_exit if facts.last else 0  # came in by another area's gate since
    return Ruling(Verdict.ADMIT, Reason.EXIT, slot=f"exit:{stay}")


def _not_here(facts: Facts) -> Ruling | None:
    """Step 5: another gate or another hour helps."""
    if not facts.opens_for_product:
        return _refuse(Reason.WRONG_PRODUCT)
    if facts.valid_until and facts.at >= facts.valid_until:
        return _refuse(Reason.TOO_LATE, facts.valid_until)
    if facts.valid_from and facts.at < facts.valid_from:
        return _refuse(Reason.TOO_EARLY, facts.valid_from)
    if not facts.gate_active or (facts.gate_closes_at and facts.at >= facts.gate_closes_at):
        return _refuse(Reason.GATE_CLOSED)
    if facts.gate_opens_at and facts.at < facts.gate_opens_at:
        return _refuse(Reason.GATE_CLOSED, facts.gate_opens_at)
    return None


def entry_slot(rule: str, today: str, last: Admission | None) -> str:
    """Return which admission an entry would be that is not refused as used."""
    if rule == "daily":
        return today
    if rule == "in_and_out":
        return f"stay:{last.stay + 1}" if last else "stay:0"
    return "once"


def _is_used(facts: Facts) -> bool:
    if facts.gate_rule == "in_and_out":
        return _is_inside(facts)
    return facts.last is not None and (facts.gate_rule == "once" or facts.last.slot == facts.today)


def decide(facts: Facts) -> Ruling:
    """Return the verdict on a ticket that exists and whose code is genuine. See the module for the order of reasons."""
    if dead := _dead(facts):
        return dead
    if facts.is_exit:
        return _leaving(facts)
    if elsewhere := _not_here(facts):
        return elsewhere
    if _is_used(facts):
        return _refuse(Reason.USED, facts.last.at if facts.last else None)
    slot = entry_slot(facts.gate_rule, facts.today, facts.last)
    is_unpaid = facts.ticket_state == "unpaid"
    if is_unpaid and not facts.anyway:
        return Ruling(Verdict.LOOK, Reason.UNPAID)
    if facts.to_ask:
        return Ruling(Verdict.LOOK, Reason.QUESTIONS)
    if is_unpaid:
        return Ruling(Verdict.ADMIT, Reason.UNPAID, slot=slot)
    reason = Reason.ATTENTION if facts.attention else Reason.TYPED if facts.code_generation is None else Reason.OK
    return Ruling(Verdict.ADMIT, reason, slot=slot)


# --- presence -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """One admitted scan of a ticket, at a gate of `area`."""

    area: int
    is_exit: bool = False


def whereabouts(last: Passage, within: Mapping[int, int | None]) -> int | None:
    """Return the area a person is in after the latest passage; None is outside.

    A person is in one place: whoever enters a hall has left the former one, whoever leaves it is on the site around it.

    Args:
        within: for each area the one it lies in, if any.
    """
    return within.get(last.area) if last.is_exit else last.area


def headcounts(people: Mapping[Passage, int], within: Mapping[int, int | None]) -> dict[int, int]:
    """Return how many are inside each area, its halls included, from how many made which passage last."""
    inside = dict.fromkeys(within, 0)
    for passage, number in people.items():
        place = whereabouts(passage, within)
        while place is not None:
            inside[place] = inside.get(place, 0) + number
            place = within.get(place)
    return inside


@dataclass(frozen=True, slots=True)
class Service:
    """How a gate is doing.

    Attributes:
        arrivals: people let through in the last `QUEUE_LOOKS_BACK` minutes.
        seconds: what one person takes at one phone while others wait; None where nobody has waited yet.
        phones: how many scanned in that time.
    """

    arrivals: int
    seconds: float | None
    phones: int


QUEUE_LOOKS_BACK = 15
"""Minutes."""
FULL_SPEED = 0.95
"""Share of what a gate can serve from which its queue only grows."""
WAITS = 20
"""Seconds; a shorter gap between two people at one phone means that the second one had waited."""


def services(entries: Iterable[tuple[int, int, datetime]]) -> dict[int, Service]:
    """Return how each gate is doing, from who came in lately.

    Args:
        entries: gate, phone and time of everybody let in during the last `QUEUE_LOOKS_BACK` minutes, oldest first.
    """
    arrivals: Counter[int] = Counter()
    phones: defaultdict[int, set[int]] = defaultdict(set)
    gaps: defaultdict[int, list[float]] = defaultdict(list)
    latest: dict[int, datetime] = {}
    for gate, phone, moment in entries:
        arrivals[gate] += 1
        phones[gate].add(phone)
        gap = (moment - latest[phone]).total_seconds() if phone in latest else None
        if gap is not None and 0 < gap <= WAITS:
            gaps[gate].append(gap)
        latest[phone] = moment
    return {gate: Service(n, fmean(gaps[gate]) if gaps[gate] else None, len(phones[gate])) for gate, n in arrivals.items()}


@dataclass(frozen=True, slots=True)
class Queue:
    """`share` of what the gate can serve that comes to it; `minutes` to wait, None when the queue only grows."""

    share: float
    minutes: float | None


def forecast(service: Service) -> Queue | None:
    """Return what the next one in the queue has to expect if people keep coming as in the last quarter of an hour.

    The wait of one line before phones that serve evenly and are busy for `share` of the time: share / (1 - share) / 2 times what
    one person takes. None where too little is known.
    """
    if not service.phones or not service.seconds:
        return None
    each = service.seconds / service.phones
    share = service.arrivals * each / (QUEUE_LOOKS_BACK * 60)
    if share >= FULL_SPEED:
        return Queue(share, None)
    return Queue(share, share / (1 - share) / 2 * each / 60)


# --- clashes --------------------------------------------------------------------------------------------------------

TWICE_WITHIN = 30
"""Seconds; one phone, or two at one gate, that let a ticket in twice in this time have read one person twice."""
BACK_AFTER = 15 * 60
"""Seconds; after this a person may well have left where nobody counts, and come back."""
CLOCK_DOUBTED = 5 * 60
"""Seconds; a phone whose clock was corrected by more does not settle who was first."""


def suggested(*, reason: str, gap: float | None, same_gate: bool, shift: int) -> str:
    """Return what most likely happened where a phone let somebody in whom the server would not have: a `ClashDecision.Ruling`.

    Args:
        reason: why the server says no.
        gap: seconds since the admission that counts; None where there is none.
        same_gate: whether that was at the same gate.
        shift: seconds the phone's clock was corrected by.
    """
    if reason != Reason.USED or gap is None:
        return "find"
    if gap <= TWICE_WITHIN and same_gate:
        return "keep_first"
    if abs(shift) > CLOCK_DOUBTED:
        return "find"
    return "both" if gap >= BACK_AFTER else "shared"
