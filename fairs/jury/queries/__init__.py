"""Reads of juries: who is to be judged, by whom not, and what came of it."""

from fairs.jury.queries.conflicts import conflicts, names_of
from fairs.jury.queries.feedback import Feedback, feedback
from fairs.jury.queries.rounds import (
    IN_JURY,
    applications_in,
    before,
    checks,
    decisions,
    judged,
    last_closed,
    open_round,
    redactions,
    returning,
    rounds,
    seat,
    seats,
    skipping,
)
from fairs.jury.queries.scores import Progress, caps, entries, progress, terms, votes
from fairs.jury.queries.seeing import Picture, Row, Sheet, counts, following, found_rows, hidden_words, mine, pictures, round_of, sheet

__all__ = [
    "IN_JURY", "Feedback", "Picture", "Progress", "Row", "Sheet", "applications_in", "before", "caps", "checks", "conflicts", "counts",
    "decisions", "entries", "feedback", "following", "found_rows", "hidden_words", "judged", "last_closed", "mine", "names_of",
    "open_round", "pictures", "progress", "redactions", "returning", "round_of", "rounds", "seat", "seats", "sheet", "skipping", "terms",
    "votes",
]  # fmt: skip
