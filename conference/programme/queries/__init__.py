"""Reads of the programme, for the desk, the public pages and the rooms above."""

from conference.programme.queries.building import document_of
from conference.programme.queries.desk import (
    drafts_of,
    drafts_waiting,
    found_sessions,
    found_speakers,
    halls_of,
    interpreters_of,
    latest_release,
    not_taken_in,
    planned,
    released_among,
    releases_of,
    session_of,
    under_way,
    unplaced,
)
from conference.programme.queries.facts import days_of, facts, periods
from conference.programme.queries.problem import moment_of, problem_of

__all__ = [
    "days_of", "document_of", "drafts_of", "drafts_waiting", "facts", "found_sessions", "found_speakers", "halls_of", "interpreters_of",
    "latest_release", "moment_of", "not_taken_in", "periods", "planned", "problem_of", "released_among", "releases_of", "session_of",
    "under_way", "unplaced",
]  # fmt: skip
