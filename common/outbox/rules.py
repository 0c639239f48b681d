"""When a message is tried again, and what an error while sending tells about it."""

from datetime import timedelta
from enum import StrEnum

BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""Pauses after the first, second … failed attempt; the attempt after the last pause is the last one."""

DOUBTFUL_AFTER = timedelta(minutes=15)
"""A worker that has not reported for this long is taken for dead. Longer than any task may run (Q_CLUSTER timeout)."""


class Outcome(StrEnum):
    """What is known about a message whose sending raised an error."""

    REFUSED_FOR_NOW = "refused for now"  # the server said so: certainly not sent
    REFUSED = "refused"  # the server said so and will say it again
    UNKNOWN = "unknown"  # the line broke after the message was handed over: perhaps sent


def outcome(reply_codes: list[int]) -> Outcome:
    """Judge by the server's reply codes: 4xx is worth another try, 5xx is not (RFC 5321, 4.2.1); no reply proves nothing."""
    if not reply_codes:
        return Outcome.UNKNOWN
    return Outcome.REFUSED if all(code >= 500 for code in reply_codes) else Outcome.REFUSED_FOR_NOW


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after `attempts` failed attempts, or None when it is time to give up."""
    return BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None
