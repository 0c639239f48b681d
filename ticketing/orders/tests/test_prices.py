"""What a cart costs: whatever is bought with whatever voucher, the lines add up."""

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.orders.prices import Unit, fault, price, share_out
from ticketing.pricing import Quote
from ticketing.vouchers.rules import Fault, Terms

ON = date(2026, 5, 1)
D = Decimal


def unit(product: int = 1, amount: str = "30.00", *, step: int | None = None, tax: str | None = "21", **more) -> Unit:
    return Unit(product, None, step, D(amount), D(tax) if tax else None, "" if tax else "exempt", ("Biļete", "Билет", "Ticket"), **more)


def voucher(kind: str, value: str = "0", **more) -> Terms:
    usual = {
        "currency": "EUR", "products": frozenset(), "unlocks": False, "uses": 100, "minimum": None, "valid_from": None,
        "valid_until": None, "is_ended": False,
    }  # fmt: skip
    return Terms(kind, D(value), **{**usual, **more})


def total(units, terms=None) -> Decimal:
    return price(units, currency="EUR", on=ON, terms=terms).quote.total


def test_equal_units_are_one_line_and_a_cheaper_step_is_another():
    quote = price([unit(), unit(amount="20.00", step=4), unit()], currency="EUR", on=ON).quote
    assert [(line.quantity, line.unit_price, line.amount) for line in quote.lines] == [(2, 30, 60), (1, 20, 20)]
    assert [(tax.rate, tax.base, tax.tax) for tax in quote.taxes] == [(21, D("66.12"), D("13.88"))]
    assert quote.total == 80


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (voucher("percent", "33.33"), "63.33"),  # 20.00 and 11.6655, rounded once for all equal units
        (voucher("amount", "10"), "85.00"),
        (voucher("amount", "500"), "0.00"),
        (voucher("fixed", "25"), "75.00"),
        (voucher("fixed", "40"), "95.00"),
        (voucher("access"), "95.00"),
        (voucher("percent", "100", products=frozenset({2})), "60.00"),
        (voucher("percent", "100", uses=1), "60.00"),  # the dearest first
        (voucher("amount", "10", uses=1), "85.00"),  # an amount comes off once in an order
    ],
)
def test_what_a_voucher_takes_off(terms, expected):
    assert total([unit(), unit(), unit(2, "35.00")], terms) == D(expected)


def test_a_fixed_price_uses_nothing_where_it_would_be_dearer():
    priced = price([unit(), unit(2, "5.00")], currency="EUR", on=ON, terms=voucher("fixed", "10"))
    assert (priced.uses, priced.prices) == (1, (D("10.00"), D("5.00")))


@pytest.mark.parametrize(
    ("units", "terms", "expected"),
    [
        ([unit()], voucher("fixed", "40"), Fault.NOT_FOR_THESE),
        ([unit(amount="0.00")], voucher("amount", "4"), Fault.NOT_FOR_THESE),
        ([unit(2, is_unlocked=True)] * 2, voucher("percent", "10", uses=1), Fault.TOO_MANY),
        ([unit(), unit(2, "1.00", is_unlocked=True)], voucher("percent", "10", uses=1), None),
        ([unit()], voucher("percent", "10", minimum=D(31)), Fault.BELOW_MINIMUM),
    ],
)
def test_a_voucher_that_is_not_for_these(units, terms, expected):
    assert fault(units, terms, "EUR") == expected


def test_the_quote_says_in_three_languages_whose_line_it_is():
    quote = price([unit()], currency="EUR", on=ON, terms=voucher("percent", "10"), code="MĀRA").quote
    assert quote.names[-1] == ("voucher", "Kupons MĀRA", "Купон MĀRA", "Voucher MĀRA")
    assert Quote.from_json(quote.to_json()) == quote


amounts = st.decimals(min_value=0, max_value=999, places=2)
units_ = st.lists(
    st.builds(
        lambda product, step: unit(product, str(product * 7 + (step or 0)), step=step, tax="21" if product % 2 else None),
        st.integers(0, 4),
        st.sampled_from([None, 1]),
    ),
    min_size=1,
    max_size=12,
)
vouchers_ = st.one_of(
    st.none(),
    st.builds(lambda value, uses: voucher("percent", str(value), uses=uses), st.decimals("0.01", "100", places=2), st.integers(1, 9)),
    st.builds(lambda value: voucher("amount", str(value)), st.decimals("0.01", "400", places=2)),
    st.builds(lambda value, uses: voucher("fixed", str(value), uses=uses), amounts, st.integers(1, 9)),
    st.builds(lambda one: voucher("percent", "50", products=frozenset({one})), st.integers(1, 4)),
)


@given(units=units_, terms=vouchers_, chance=st.randoms(use_true_random=False))
def test_lines_add_up_nothing_is_negative_and_the_order_of_things_changes_nothing(units, terms, chance: random.Random):
    priced = price(units, currency="EUR", on=ON, terms=terms)
    quote = priced.quote
    assert sum(priced.prices) == sum(line.amount for line in quote.lines) == quote.total >= 0
    assert all(0 <= paid <= one.price and paid == paid.quantize(D("0.01")) for paid, one in zip(priced.prices, units, strict=True))
    taxed = sum(line.amount for line in quote.lines if line.tax_rate is not None)
    assert sum(tax.base + tax.tax for tax in quote.taxes) == taxed
    mixed = chance.sample(units, len(units))
    again = price(mixed, currency="EUR", on=ON, terms=terms)
    assert (again.quote.total, again.quote.taxes, again.uses) == (quote.total, quote.taxes, priced.uses)
    assert sorted(again.quote.lines, key=repr) == sorted(quote.lines, key=repr)


@given(cents=st.integers(0, 100_000), weights=st.lists(amounts, min_size=1, max_size=9))
def test_shares_add_up_and_are_fair_to_a_cent(cents, weights):
    amount = D(cents) / 100
    shares = share_out(amount, weights)
    if sum(weights):
        assert sum(shares) == amount
        assert all(abs(share - amount * weight / sum(weights)) < D("0.01") for share, weight in zip(shares, weights, strict=True))
