from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.orders import rules

RIGA = ZoneInfo("Europe/Riga")
MOMENTS = st.datetimes(
    min_value=datetime.fromisoformat("2026-01-01"), max_value=datetime.fromisoformat("2028-12-31"), timezones=st.just(RIGA)
)
STATES = sorted(rules.MOVES)


def riga(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=RIGA)


def test_an_order_placed_on_monday_may_be_paid_to_the_end_of_next_monday():
    until = rules.pay_until(placed_at=riga(2026, 6, 1, 9), event_starts_at=riga(2026, 8, 15, 10), zone=RIGA, country="LV")
    assert until == riga(2026, 6, 9)


def test_a_weekend_does_not_count():
    until = rules.pay_until(placed_at=riga(2026, 6, 5, 20), event_starts_at=riga(2026, 8, 15, 10), zone=RIGA, country="LV")
    assert until == riga(2026, 6, 13)


def test_the_money_must_be_there_two_days_before_the_doors_open():
    until = rules.pay_until(placed_at=riga(2026, 8, 11, 9), event_starts_at=riga(2026, 8, 15, 10), zone=RIGA, country="LV")
    assert until == riga(2026, 8, 13, 10)


def test_who_orders_late_gets_a_day_but_not_beyond_the_opening():
    assert rules.pay_until(placed_at=riga(2026, 8, 14, 8), event_starts_at=riga(2026, 8, 15, 10), zone=RIGA, country="LV") == riga(
        2026, 8, 15, 8
    )
    assert rules.pay_until(placed_at=riga(2026, 8, 14, 20), event_starts_at=riga(2026, 8, 15, 10), zone=RIGA, country="LV") == riga(
        2026, 8, 15, 10
    )


def test_who_orders_during_the_event_gets_an_hour():
    assert rules.pay_until(placed_at=riga(2026, 8, 15, 12), event_starts_at=riga(2026, 8, 15, 10), zone=RIGA, country="LV") == riga(
        2026, 8, 15, 13
    )


@given(placed_at=MOMENTS, event_starts_at=MOMENTS)
def test_there_is_always_at_least_a_moment_to_pay_and_never_beyond_the_opening(placed_at, event_starts_at):
    until = rules.pay_until(placed_at=placed_at, event_starts_at=event_starts_at, zone=RIGA, country="LV")
    assert until > placed_at
    assert until <= max(event_starts_at, placed_at + timedelta(hours=1))


@given(placed_at=MOMENTS, days=st.integers(1, 400))
def test_a_later_event_never_means_less_time_to_pay(placed_at, days):
    sooner, later = placed_at + timedelta(days=days), placed_at + timedelta(days=days + 1)
    assert rules.pay_until(placed_at=placed_at, event_starts_at=sooner, zone=RIGA, country="LV") <= rules.pay_until(
        placed_at=placed_at, event_starts_at=later, zone=RIGA, country="LV"
    )


@given(at=MOMENTS, event_starts_at=MOMENTS, cancel_until=st.none() | MOMENTS)
def test_a_buyer_may_cancel_strictly_before_the_date_or_else_before_the_opening(at, event_starts_at, cancel_until):
    end = cancel_until or event_starts_at
    assert rules.may_cancel(at=at, cancel_until=cancel_until, event_starts_at=event_starts_at) == (at < end)
    assert not rules.may_cancel(at=end, cancel_until=cancel_until, event_starts_at=event_starts_at)


def test_lapsed_and_cancelled_orders_never_come_back():
    assert rules.MOVES["lapsed"] == rules.MOVES["cancelled"] == frozenset()


@pytest.mark.parametrize("wished", STATES)
def test_the_sources_of_a_state_are_those_that_may_move_there(wished):
    assert rules.sources(wished) == [state for state in STATES if wished in rules.MOVES[state]]
