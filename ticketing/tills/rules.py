"""Rules of a till: which money is counted, what coins and notes there are, what a count comes to. Facts in, verdict out."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

COUNTED = ("cash", "terminal")
"""Ways to pay whose money belongs to a shift: what lies in the drawer, and what the bank's card terminal has taken."""

PIECES: Mapping[str, tuple[Decimal, ...]] = {
    "EUR": tuple(map(Decimal, ("500", "200", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.20", "0.10", "0.05", "0.02", "0.01"))),
    "RUB": tuple(map(Decimal, ("5000", "2000", "1000", "500", "200", "100", "50", "10", "5", "2", "1", "0.50", "0.10"))),
}
"""Notes and coins in use, largest first, by currency. Of any other currency only the sum is asked."""

NOTHING = Decimal("0.00")


def worth(pieces: Mapping[Decimal, int]) -> Decimal:
    """Return what so many of each note and coin come to."""
    return sum((piece * count for piece, count in pieces.items()), NOTHING)


def expected(opening: Decimal, movements: Iterable[Decimal]) -> Decimal:
    """Return what a drawer must hold: what it was opened with, and all that came and went since."""
    return opening + sum(movements, NOTHING)


def needs_reason(counted: Decimal, should_be: Decimal) -> bool:
    """Tell whether a count has to be explained: it is not what the movements say, to the smallest coin."""
    return counted != should_be
