"""One movement on an account and one statement, whatever file they came in, and how a movement is known again."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

MOST_LINES = 20_000
"""Of one file; a year of a busy account has fewer."""


class Unreadable(ValueError):
    """The file cannot be taken. `word` says why, `facts` what is to be said with it."""

    def __init__(self, word: str, **facts: object):
        super().__init__(word)
        self.word, self.facts = word, facts


@dataclass(frozen=True, slots=True)
class Line:
    """One movement. `amount` is below zero for money that went; `detail` counts the payments of one batch from 1, else 0."""

    amount: Decimal
    currency: str
    booked_on: date
    value_on: date | None = None
    bank_reference: str = ""
    detail: int = 0
    end_to_end: str = ""
    reference: str = ""
    text: str = ""
    name: str = ""
    account: str = ""
    is_reversal: bool = False
    kind: str = ""
    sent: Decimal | None = None
    sent_currency: str = ""
    charges: Decimal = Decimal("0.00")
    returned: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One statement of one account. A balance that the bank does not state is None."""

    number: str
    currency: str
    key: str
    begins_on: date | None
    ends_on: date | None
    opening: Decimal | None
    closing: Decimal | None
    lines: Sequence[Line] = field(default=())

    @property
    def moved(self) -> Decimal:
        """What all movements add up to."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def gap(self) -> Decimal | None:
        """What lies between the balances and is not explained by the movements; None where the bank states no balances."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing - self.opening - self.moved


def keys(lines: Iterable[Line]) -> list[str]:
    """Return what each movement is known by on its account, so that reading it again finds it.

    A movement with the bank's own reference is known by that, its day and its amount: standing twice, it is one. One
    without is known by all it says and by how often the same stood before it that day: two equal ones are two.
    """
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        said = [line.booked_on.isoformat(), str(line.amount), line.currency, line.bank_reference, str(line.detail)]
        if not line.bank_reference:
            said += [line.end_to_end, line.reference, line.text, line.name, line.account]
        digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:40]
        seen[digest] += 1
        found.append(digest if line.bank_reference else f"{digest}-{seen[digest]}")
    return found
