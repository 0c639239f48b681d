"""Reads of proposals: what was accepted, who must not score what, what scores come to."""

from conference.proposals.queries.calls import call_of, kinds, open_calls, phase_of, tracks
from conference.proposals.queries.conflicts import conflicts, hidden_words
from conference.proposals.queries.letters import KINDS, WHICH, letter_counts, letters, to_publish
from conference.proposals.queries.programme import Accepted, accepted, published_files, unavailable
from conference.proposals.queries.results import Progress, Result, criteria_of, judged, last_phase, progress, results, reviews
from conference.proposals.queries.seeing import (
    OtherReview,
    Row,
    Sheet,
    counts,
    following,
    found_rows,
    mine,
    others,
    phase_at,
    pictures,
    reviewing,
    seats,
    sheet,
)
from conference.proposals.queries.standing import feedback, missing, words_for_authors

__all__ = [
    "KINDS", "WHICH", "Accepted", "OtherReview", "Progress", "Result", "Row", "Sheet", "accepted", "call_of", "conflicts", "counts",
    "criteria_of", "feedback", "following", "found_rows", "hidden_words", "judged", "kinds", "last_phase", "letter_counts", "letters",
    "mine", "missing", "open_calls", "others", "phase_at", "phase_of", "pictures", "progress", "published_files", "results",
    "reviewing", "reviews", "seats", "sheet", "to_publish", "tracks", "unavailable", "words_for_authors",
]  # fmt: skip
