"""Whether what a visitor looks for is at a stall. The page's script decides in the same way (static/js/map/finding.js)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sought:
    """What a visitor typed: words, and stalls' numbers among them, all folded."""

    words: tuple[str, ...]
    numbers: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.words or self.numbers)


def read(folded: str, numbers: Collection[str]) -> Sought:
    """Return what is sought. A word that is a stall's number asks for that stall alone, so that A1 does not find A12.

    Args:
        folded: what was typed, folded.
        numbers: the numbers of all stalls, folded and without spaces.
    """
    whole = folded.replace(" ", "")
    if whole in numbers:  # "A 3" and "A-3" are A3
        return Sought((), frozenset([whole]))
    words = folded.split()
    return Sought(tuple(word for word in words if word not in numbers), frozenset(word for word in words if word in numbers))


def is_found(sought: Sought, text: str, numbers: Iterable[str]) -> bool:
    """Tell whether all words stand in the text, and one of the stalls is among those asked for."""
    return all(word in text for word in sought.words) and (not sought.numbers or not sought.numbers.isdisjoint(numbers))
