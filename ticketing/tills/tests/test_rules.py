from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ticketing.tills import rules

cents = st.integers(-10_000, 10_000).map(lambda number: Decimal(number) / 100)


def test_notes_and_coins_are_worth_what_stands_on_them():
    assert rules.worth({Decimal(50): 2, Decimal("0.05"): 3}) == Decimal("100.15")
    assert rules.worth({}) == 0


@given(st.integers(0, 100_000).map(lambda number: Decimal(number) / 100), st.lists(cents, max_size=30))
def test_a_drawer_holds_what_it_was_opened_with_and_what_came_less_what_went(opening, movements):
    came, went = [one for one in movements if one > 0], [-one for one in movements if one < 0]
    assert rules.expected(opening, movements) == opening + sum(came) - sum(went)


@given(cents, cents)
def test_only_a_difference_needs_a_reason(counted, should_be):
    assert rules.needs_reason(counted, should_be) == (counted - should_be != 0)


@given(st.integers(0, 500_000))
def test_any_sum_of_euro_can_be_counted_out(number):
    left, pieces = Decimal(number) / 100, {}
    for piece in rules.PIECES["EUR"]:
        pieces[piece], left = int(left // piece), left % piece
    assert rules.worth(pieces) == Decimal(number) / 100
