"""Rules of certificates: who gets one, how hours are said, how a code is read. Facts in, verdict out."""

from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of a certificate's code: without I, L, O and U, which are misread or misheard."""

CODE_LENGTH = 16
"""Characters of a code: 80 bits, which nobody finds by trying."""

_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})

EARNS = frozenset({"learner", "delegate", "guest"})
"""Parts in which being there earns a certificate; trainers, staff and press have other papers."""

SHOWN_FROM = 3
"""Answers from which results of feedback are shown: of fewer, one could be told from another."""


class Standing(StrEnum):
    """Whether somebody gets a certificate."""

    READY = "ready"
    HAS = "has"
    TOO_FEW = "too_few"
    OTHER_PART = "other_part"


def standing(*, part: str, enough: bool, has: bool) -> Standing:
    """Return whether somebody of a part at the event gets a certificate."""
    if has:
        return Standing.HAS
    if part not in EARNS:
        return Standing.OTHER_PART
    return Standing.READY if enough else Standing.TOO_FEW


def hours(minutes: int, hour_minutes: int) -> Decimal:
    """Return minutes in hours of so many minutes, to a tenth, rounded down: nobody is given time they were not there."""
    return (Decimal(minutes) / hour_minutes).quantize(Decimal("0.1"), rounding=ROUND_DOWN)


def spoken(code: str) -> str:
    """Return a code in groups of four."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def read_code(text: str) -> str:
    """Return the code somebody typed, however they grouped it, or "" where it cannot be one."""
    plain = "".join(character for character in text.upper() if character.isalnum()).translate(_MISREAD)
    return plain if len(plain) == CODE_LENGTH and set(plain) <= set(ALPHABET) else ""


def mean(ratings: list[int]) -> Decimal | None:
    """Return the mean of ratings to a tenth; None where too few answered to show it."""
    if len(ratings) < SHOWN_FROM:
        return None
    return (Decimal(sum(ratings)) / len(ratings)).quantize(Decimal("0.1"))
