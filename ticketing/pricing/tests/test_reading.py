"""A price list kept as a document, its lines in words, and the usual list to start from."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given

from ticketing.pricing import (
    Basis,
    Case,
    Condition,
    Discount,
    Kind,
    PriceList,
    PriceListError,
    Rate,
    Tax,
    from_document,
    quote,
    to_document,
)
from ticketing.pricing.presets import usual
from ticketing.pricing.tests.test_engine import FAIR, amounts, cases, price_lists
from ticketing.pricing.wording import told

D = Decimal
DAY = date(2026, 6, 6)


@given(price_lists(), cases)
def test_a_list_comes_back_from_its_document_and_prices_the_same(prices, case):
    again = from_document(to_document(prices))
    assert again == prices
    assert quote(again, case, on=DAY) == quote(prices, case, on=DAY)


def test_conditions_survive_the_document():
    asked = Condition(goods_groups=frozenset({"food"}), is_resident=False, price_classes=frozenset({"A"}), has_waiver=True)
    prices = PriceList(
        "1",
        "EUR",
        (Rate("place", Kind.SERVICE_FEE, Basis.FLAT, Tax(D(21)), D(5), condition=asked, valid_from=DAY),),
        names=(("place", "Vieta", "Место", "Place"),),
    )
    assert from_document(to_document(prices)) == prices


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"version": "1", "currency": "EUR", "rates": [{"code": "a"}]},
        {"version": "1", "currency": "EUR", "rates": [{"code": "a", "kind": "x", "basis": "flat", "tax": {"rate": "21"}}]},
        {"version": "1", "currency": "EUR", "rates": 5},
        {
            "version": "1",
            "currency": "EUR",
            "rates": [{"code": "a", "kind": "hire", "basis": "flat", "tax": {"rate": "21"}, "condition": {"wishes": 1}}],
        },
        {
            "version": "1",
            "currency": "EUR",
            "rates": [{"code": "a", "kind": "hire", "basis": "flat", "tax": {"rate": "21"}, "amount": "x"}],
        },
    ],
)
def test_a_document_that_cannot_be_read_says_so(document):
    with pytest.raises(PriceListError):
        from_document(document)


def test_hired_things_are_counted_by_their_code():
    prices = PriceList(
        "1", "EUR", (Rate("table", Kind.HIRE, Basis.PER_ITEM, Tax(D(21)), D(4)), Rate("tent", Kind.HIRE, Basis.PER_ITEM, Tax(D(21)), D(25)))
    )
    assert amounts(quote(prices, Case(items=(("table", 3),)), on=DAY)) == {"table": D("12.00")}


def test_a_price_class_a_late_fee_and_an_exact_place_are_conditions():
    vat = Tax(D(21))
    prices = PriceList(
        "1",
        "EUR",
        (
            Rate("gold", Kind.SERVICE_FEE, Basis.PER_PLACE, vat, D(80), condition=Condition(price_classes=frozenset({"gold"}))),
            Rate("late", Kind.SERVICE_FEE, Basis.FLAT, vat, D(10), condition=Condition(is_late=True)),
            Rate("exact", Kind.SERVICE_FEE, Basis.FLAT, vat, D(30), condition=Condition(is_exact_place=True)),
        ),
    )
    assert amounts(quote(prices, Case(), on=DAY)) == {}
    case = Case(price_class="gold", is_late=True, is_exact_place=True)
    assert amounts(quote(prices, case, on=DAY)) == {"gold": D("80.00"), "late": D("10.00"), "exact": D("30.00")}


def test_the_social_waiver_takes_the_duty_and_nothing_else():
    result = quote(usual("EUR"), Case(days=2, has_waiver=True), on=DAY)
    assert amounts(result)["waiver"] == D("-14.00")
    assert amounts(result)["place"] == D("30.00")


def test_the_usual_list_gives_the_worked_example():
    case = Case(front_m=D(5), open_sides=2, power_kw=D(2), vehicles=1, days=2, demonstrates=True)
    assert quote(usual("EUR"), case, on=DAY).total == D("105.23")


def test_whom_the_project_pays_for_pays_nothing():
    case = Case(front_m=D(5), open_sides=2, power_kw=D(2), vehicles=1, days=2, is_partner_supported=True, demonstrates=True)
    assert quote(usual("EUR"), case, on=DAY).total == 0


def test_a_deposit_stays_out_of_discounts_and_tax():
    prices = PriceList(
        "1",
        "EUR",
        (
            Rate("place", Kind.SERVICE_FEE, Basis.FLAT, Tax(D(21)), D(10)),
            Rate("deposit", Kind.DEPOSIT, Basis.FLAT, Tax(None, "outside"), D(50)),
        ),
        discounts=(Discount("demonstration", frozenset({"place"}), percent=D(30)),),
    )
    result = quote(prices, Case(), on=DAY)
    assert (amounts(result)["deposit"], result.total) == (D("50.00"), D("58.47"))


def test_every_line_explains_itself_in_the_readers_language():
    result = quote(FAIR, Case(front_m=D(5), open_sides=2, power_kw=D(2), vehicles=1, days=2, demonstrates=True), on=DAY)
    with translation.override("en"):
        lines = {line.code: line for line in told(result)}
    assert lines["place"].how == "2 modules of 3 m at 30.00"
    assert lines["duty"].how == "for 2 days"
    assert lines["duty"].tax == "outside VAT"
    assert lines["power"].how == "2 kW, the band up to 2 kW"
    assert lines["demonstration"].how.startswith("30 % of: ")


def test_a_list_may_call_its_lines_what_it_likes():
    prices = PriceList("1", "EUR", (Rate("x", Kind.HIRE, Basis.FLAT, Tax(D(21)), D(4)),), names=(("x", "Galds", "Стол", ""),))
    result = quote(prices, Case(), on=DAY)
    with translation.override("ru"):
        assert told(result)[0].name == "Стол"
    with translation.override("en"):
        assert told(result)[0].name == "Galds"
