from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.equipment.rules import Party, Span, Thing, free_start, objection

NOON = datetime(2026, 6, 6, 12, tzinfo=UTC)
FREE = Thing(is_usable=True, open_to="artisans", needs_training=False, needs_supervision=False, people_max=None)
STRANGER = Party(is_keeper=False, is_trained=False, has_supervisor=False, people=1)


def test_a_firing_blocks_the_kiln_until_it_has_cooled():
    firing = Span(NOON, NOON + timedelta(hours=10)).widened(30, 12 * 60)
    assert len(firing.quarters()) == (30 + 10 * 60 + 12 * 60) // 15


@given(st.integers(0, 200), st.integers(1, 50), st.integers(0, 200), st.integers(1, 50))
def test_two_periods_share_a_quarter_exactly_when_they_overlap(start: int, length: int, other: int, other_length: int):
    def span(quarter: int, quarters: int) -> Span:
        return Span(NOON + timedelta(minutes=15 * quarter), NOON + timedelta(minutes=15 * (quarter + quarters)))

    shared = set(span(start, length).quarters()) & set(span(other, other_length).quarters())
    assert bool(shared) == (start < other + other_length and other < start + length)


@given(st.sets(st.integers(0, 60)), st.integers(0, 40), st.integers(1, 10))
def test_the_free_start_is_the_first_that_fits(taken: set[int], after: int, length: int):
    fitting = [start for start in range(after, 100 - length + 1) if not taken & set(range(start, start + length))]
    assert free_start(taken, after=after, length=length, horizon=100) == (fitting[0] if fitting else None)


def test_nothing_is_free_before_the_horizon():
    assert free_start(range(20), after=0, length=5, horizon=24) is None


@pytest.mark.parametrize(
    ("thing", "party", "word"),
    [
        (FREE, STRANGER, ""),
        (replace(FREE, is_usable=False), STRANGER, "out_of_order"),
        (replace(FREE, open_to="keepers"), STRANGER, "keepers_only"),
        (replace(FREE, open_to="keepers"), replace(STRANGER, is_event=True), ""),
        (replace(FREE, people_max=2), replace(STRANGER, people=3), "too_many"),
        (replace(FREE, needs_supervision=True), replace(STRANGER, is_trained=True), "needs_supervisor"),
        (replace(FREE, needs_training=True), STRANGER, "needs_training"),
        (replace(FREE, needs_training=True), replace(STRANGER, has_supervisor=True), ""),
        (replace(FREE, needs_training=True), replace(STRANGER, is_trained=True), ""),
        (replace(FREE, needs_training=True, needs_supervision=True), replace(STRANGER, is_keeper=True), ""),
    ],
)
def test_who_may_use_what(thing: Thing, party: Party, word: str):
    assert objection(thing, party) == word
