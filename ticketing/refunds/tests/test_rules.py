from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ticketing.refunds import rules
from ticketing.refunds.rules import Step

START = date(2026, 8, 15)

steps = st.lists(
    st.builds(Step, st.integers(0, 400), st.integers(0, 100), st.integers(0, 5000).map(lambda cents: Decimal(cents) / 100)), max_size=5
)


def given_back(days_before, price="100.00", ladder=rules.DEFAULT):
    step = rules.step_on(ladder, day=START - timedelta(days=days_before), start=START)
    return rules.back(Decimal(price), step)


def test_the_usual_ladder_gives_all_then_half_then_nothing():
    assert [given_back(days) for days in (61, 60, 59, 30, 29, 0, -1)] == [100, 100, 50, 50, 0, 0, 0]


def test_a_fee_is_kept_and_never_more_than_the_price():
    ladder = (Step(10, 100, Decimal("40.00")),)
    assert [given_back(10, price, ladder) for price in ("100.00", "30.00")] == [Decimal("60.00"), Decimal("0.00")]


def test_halves_of_a_cent_are_rounded_up():
    assert rules.back(Decimal("0.01"), Step(0, 50)) == Decimal("0.01")


@given(steps, st.integers(-10, 500), st.integers(0, 10**6))
def test_never_less_than_nothing_nor_more_than_the_price_goes_back(ladder, days, cents):
    price = Decimal(cents) / 100
    assert 0 <= given_back(days, str(price), ladder) <= price


@given(steps.filter(lambda ladder: not rules.faults(ladder)), st.integers(0, 400))
def test_who_waits_is_never_given_a_larger_share(ladder, days):
    now, later = (rules.step_on(ladder, day=START - timedelta(days=left), start=START) for left in (days + 1, days))
    assert (later.percent if later else 0) <= (now.percent if now else 0)


def test_faults_of_a_ladder_are_named():
    assert rules.faults(rules.DEFAULT) == []
    assert rules.faults([Step(10, 50), Step(10, 40)]) == ["days_twice"]
    assert rules.faults([Step(10, 101)]) == ["percent"]
    assert rules.faults([Step(-1, 10), Step(5, 0)]) == ["days", "rises"]
    assert rules.faults([Step(3, 5, Decimal("-1"))]) == ["fee"]


def test_what_went_back_or_was_waived_stays():
    assert rules.sources("owed") == ["failed"]
    assert not rules.MOVES["done"]
    assert not rules.MOVES["waived"]
