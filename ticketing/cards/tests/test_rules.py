from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.cards import rules

AT = datetime(2026, 8, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "currency", "units"),
    [("6.00", "EUR", 600), ("0.50", "eur", 50), ("500.00", "JPY", 500), ("500", "ISK", 50000), ("5.00", "UGX", 500), ("5.12", "KWD", 5120)],
)
def test_amounts_are_counted_as_stripe_counts_them(amount, currency, units):
    assert rules.minor(Decimal(amount), currency) == units
    assert rules.major(units, currency) == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("6.005", "EUR"), ("500.50", "JPY"), ("500.50", "ISK"), ("100.01", "HUF")])
def test_an_amount_that_has_no_coin_is_refused_rather_than_rounded(amount, currency):
    with pytest.raises(ValueError, match="no such coin"):
        rules.minor(Decimal(amount), currency)
    assert not rules.is_payable(Decimal(amount), currency)


@given(
    cents=st.integers(min_value=1, max_value=10**9),
    currency=st.sampled_from(["EUR", "USD", "PLN", *sorted(rules.ZERO_DECIMAL), *sorted(rules.THREE_DECIMAL), *sorted(rules.WHOLE)]),
)
def test_there_and_back_is_the_same_amount(cents, currency):
    amount = Decimal(cents) / (1 if currency in rules.WHOLE else 100)
    assert rules.major(rules.minor(amount, currency), currency) == amount


@given(cents=st.integers(min_value=1, max_value=10**7))
def test_the_last_digit_of_a_currency_with_three_decimals_is_nought_as_stripe_wants_it(cents):
    assert rules.minor(Decimal(cents) / 100, "KWD") % 10 == 0


@pytest.mark.parametrize(
    ("amount", "currency", "may"), [("6", "EUR", True), ("0.49", "EUR", False), ("0", "EUR", False), ("600", "RUB", False)]
)
def test_what_can_be_paid_by_card(amount, currency, may):
    assert rules.is_payable(Decimal(amount), currency) is may


@given(left=st.one_of(st.none(), st.timedeltas(min_value=timedelta(days=-1), max_value=timedelta(days=60))))
def test_a_page_is_open_as_long_as_the_order_waits_within_what_stripe_allows(left):
    until = rules.payable_until(at=AT, order_expires_at=None if left is None else AT + left)
    assert timedelta(minutes=30) < until - AT < timedelta(hours=24)
    if left is not None and timedelta(minutes=31) <= left <= timedelta(hours=23):
        assert until == AT + left


@pytest.mark.parametrize(
    ("secret", "mode"),
    [
        ("sk_test_0123456789", "test"),
        ("rk_live_0123456789", "live"),
        ("sk_live_", None),
        ("pk_test_0123456789", None),
        ("", None),
    ],
)
def test_a_key_says_which_mode_it_is_for(secret, mode):
    assert rules.mode_of(secret) == mode


def test_money_that_came_is_the_last_word():
    assert rules.MOVES["paid"] == frozenset()
    assert all("paid" in targets for state, targets in rules.MOVES.items() if state != "paid")


def test_tries_become_rarer_and_never_end():
    waits = [rules.next_try(tries=tries, at=AT) - AT for tries in range(1, 30)]
    assert waits[:4] == [timedelta(minutes=one) for one in (1, 2, 4, 8)]
    assert waits[-1] == timedelta(hours=6)
