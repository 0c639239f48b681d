from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.models import PrintRun, Ticket
from ticketing.tickets import rules

SIZES = (32, 27, 23, 19, 16, 13)


def test_the_tables_of_moves_know_every_state() -> None:
    assert set(rules.MOVES) == set(Ticket.State.values)
    assert set(rules.RUN_MOVES) == set(PrintRun.State.values)


def test_a_cancelled_ticket_stays_cancelled() -> None:
    assert not any(rules.may_move("cancelled", state) for state in rules.MOVES)


@pytest.mark.parametrize(
    ("state", "is_transferable", "may"),
    [("valid", True, True), ("valid", False, False), ("unpaid", True, False), ("cancelled", True, False)],
)
def test_only_a_valid_ticket_of_a_transferable_product_is_handed_over(state: str, is_transferable: bool, may: bool) -> None:
    assert rules.may_hand_over(state, is_transferable=is_transferable) is may


@given(st.frozensets(st.integers(0, 15)))
def test_a_key_slot_is_never_used_twice(used: frozenset[int]) -> None:
    slot = rules.next_slot(used)
    assert slot not in used
    assert (slot is None) == (len(used) == 16)


def test_a_run_is_taken_over_only_from_a_silent_worker() -> None:
    at = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
    assert rules.may_begin("queued", None, at)
    assert not rules.may_begin("running", at - timedelta(minutes=1), at)
    assert rules.may_begin("running", at - timedelta(minutes=6), at)
    assert not any(rules.may_begin(state, None, at) for state in ("done", "failed", "cancelled"))


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=20))
def test_a_longer_name_is_never_set_larger(name: str, more: str) -> None:
    def size(text: str) -> int:
        return rules.fitting_size(text, column_mm=92, height_mm=25, sizes_pt=SIZES)

    assert size(name + more) <= size(name)


def test_short_names_are_large_and_long_ones_still_fit() -> None:
    def size(text: str) -> int:
        return rules.fitting_size(text, column_mm=92, height_mm=25, sizes_pt=SIZES)

    assert size("Li") == 32
    assert size("Ļaudonija Mežģīne-Šķēršļainā Ķirbjakmentiņa-Žagariņšnoviča") in (19, 23)
    assert size("Щ" * 60) == 13
