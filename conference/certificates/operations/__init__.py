"""Everything that writes certificates and feedback."""

from conference.certificates.operations.answering import AlreadyGiven, NotYet, give_feedback, is_open, keys_of
from conference.certificates.operations.issuing import NothingToIssue, Signed, TooEarly, issue, revoke, send

__all__ = [
    "AlreadyGiven",
    "NotYet",
    "NothingToIssue",
    "Signed",
    "TooEarly",
    "give_feedback",
    "is_open",
    "issue",
    "keys_of",
    "revoke",
    "send",
]
