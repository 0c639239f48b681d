"""The sessions somebody has starred: numbers kept in their own browser, or written into an address. We keep no list of anybody's.

As one text, such as "1.4.12", it stands in a cookie for each event, and in the address of one's own calendar.
"""

from collections.abc import Iterable

MOST = 400
LONGEST = 2000
"""Characters; an address and a cookie hold about twice as many."""


def cookie_of(event_number: int) -> str:
    return f"stars-{event_number}"


def read(text: str) -> list[int]:
    """Return the numbers that a text says, each once, in order; what is no number is passed over."""
    numbers = {int(word) for word in text[:LONGEST].split(".") if word.isascii() and word.isdigit() and len(word) < 6}
    return sorted(numbers)[:MOST]


def written(numbers: Iterable[int]) -> str:
    """Return numbers as one text."""
    return ".".join(map(str, sorted(set(numbers))[:MOST]))
