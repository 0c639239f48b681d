from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.pricing import (
    Basis,
    Case,
    Condition,
    Discount,
    Kind,
    PriceList,
    PriceListError,
    Quote,
    Rate,
    Stacking,
    Surcharge,
    Tax,
    quote,
)

D = Decimal
DAY = date(2026, 6, 6)
VAT = Tax(D(21))
DUTY = Tax(None, "outside")

FAIR = PriceList(
    version="2026-1",
    currency="EUR",
    rates=(
        Rate("place", Kind.SERVICE_FEE, Basis.PER_MODULE, VAT, D(30)),
        Rate("power", Kind.SERVICE_FEE, Basis.PER_KW_BAND, VAT, bands=((D(1), D(5)), (D(2), D(10)), (D(3), D(15)))),
        Rate("vehicle", Kind.SERVICE_FEE, Basis.PER_VEHICLE, VAT, D(15)),
        Rate("duty", Kind.MUNICIPAL_DUTY, Basis.FLAT, DUTY, D(7), per_day=True),
    ),
    surcharges=(Surcharge("corner", of="place", percent=D(20)),),
    discounts=(Discount("demonstration", frozenset({"place", "corner"}), percent=D(30), condition=Condition(demonstrates=True)),),
)


def amounts(result: Quote) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in result.lines:
        found[line.code] = found.get(line.code, D(0)) + line.amount
    return found


def test_the_worked_example_of_a_corner_with_a_demonstration_comes_to_105_23():
    case = Case(front_m=D(5), open_sides=2, power_kw=D(2), vehicles=1, days=2, demonstrates=True)
    result = quote(FAIR, case, on=DAY)
    assert amounts(result) == {
        "place": D("60.00"),
        "corner": D("12.00"),
        "demonstration": D("-21.60"),
        "power": D("10.00"),
        "vehicle": D("15.00"),
        "duty": D("14.00"),
    }
    assert [(tax.base, tax.tax) for tax in result.taxes] == [(D("75.40"), D("15.83"))]
    assert result.total == D("105.23")


def test_a_started_module_is_a_whole_one():
    result = quote(FAIR, Case(front_m=D("3.01")), on=DAY)
    line = result.lines[0]
    assert (line.quantity, line.unit, line.amount) == (D(2), "module", D("60.00"))
    assert ("front_m", "3.01") in line.because


def test_an_inline_place_pays_no_corner():
    assert "corner" not in amounts(quote(FAIR, Case(open_sides=1), on=DAY))


def test_more_power_than_the_largest_band_is_refused():
    with pytest.raises(PriceListError, match="no band for 4 kW"):
        quote(FAIR, Case(power_kw=D(4)), on=DAY)


def test_prices_that_include_tax_show_what_is_in_them():
    prices = PriceList("1", "EUR", (Rate("place", Kind.SERVICE_FEE, Basis.FLAT, VAT, D("12.10")),), includes_tax=True)
    result = quote(prices, Case(), on=DAY)
    assert result.total == D("12.10")
    assert (result.taxes[0].base, result.taxes[0].tax) == (D("10.00"), D("2.10"))


def test_residents_pay_nothing_where_the_municipality_says_so():
    prices = PriceList(
        "1",
        "EUR",
        (
            Rate("place", Kind.SERVICE_FEE, Basis.FLAT, VAT, D(7), condition=Condition(is_resident=False)),
            Rate("power", Kind.SERVICE_FEE, Basis.FLAT, VAT, D(5)),
        ),
    )
    assert amounts(quote(prices, Case(is_resident=True), on=DAY)) == {"power": D("5.00")}


def test_a_rate_holds_only_in_its_time():
    old = Rate("old", Kind.SERVICE_FEE, Basis.FLAT, VAT, D(10), valid_until=DAY)
    new = Rate("new", Kind.SERVICE_FEE, Basis.FLAT, VAT, D(12), valid_from=DAY)
    assert set(amounts(quote(PriceList("1", "EUR", (old, new)), Case(), on=DAY))) == {"new"}


@pytest.mark.parametrize(
    ("stacking", "expected"), [(Stacking.ON_REST, D("-5.00")), (Stacking.ON_FULL, D("-10.00")), (Stacking.ALONE, None)]
)
def test_a_second_discount_stacks_as_stated(stacking, expected):
    prices = PriceList(
        "1",
        "EUR",
        (Rate("place", Kind.SERVICE_FEE, Basis.FLAT, VAT, D(20)),),
        discounts=(
            Discount("first", frozenset({"place"}), percent=D(50)),
            Discount("second", frozenset({"place"}), percent=D(50), stacking=stacking),
        ),
    )
    assert amounts(quote(prices, Case(), on=DAY)).get("second") == expected


def test_a_discount_stops_at_its_cap():
    prices = PriceList(
        "1",
        "EUR",
        (Rate("place", Kind.SERVICE_FEE, Basis.FLAT, VAT, D(100)),),
        discounts=(Discount("certified", frozenset({"place"}), percent=D(80), cap=D(25)),),
    )
    assert amounts(quote(prices, Case(), on=DAY))["certified"] == D("-25.00")


def test_a_total_is_rounded_by_a_line_of_its_own():
    prices = PriceList("1", "RUB", (Rate("place", Kind.SERVICE_FEE, Basis.PER_M2, DUTY, D("33.33")),), rounding_to=D(10))
    result = quote(prices, Case(front_m=D(2), depth_m=D("1.5")), on=DAY)
    assert result.total == D("100.00")
    assert amounts(result)["rounding"] == D("0.01")


@pytest.mark.parametrize(
    "parts",
    [
        {"rates": (Rate("a", Kind.SERVICE_FEE, Basis.FLAT, VAT, D(-1)),)},
        {"rates": (Rate("a", Kind.SERVICE_FEE, Basis.FLAT, VAT), Rate("a", Kind.HIRE, Basis.FLAT, VAT))},
        {"rates": (), "discounts": (Discount("d", frozenset({"nothing"}), percent=D(1)),)},
        {"rates": (), "surcharges": (Surcharge("s", of="nothing"),)},
        {"rates": (Rate("a", Kind.SERVICE_FEE, Basis.PER_KW_BAND, VAT, bands=((D(2), D(1)), (D(1), D(2)))),)},
    ],
)
def test_a_list_that_gives_no_certain_price_is_refused(parts):
    with pytest.raises(PriceListError):
        PriceList("1", "EUR", **parts)


money = st.decimals(0, 500, places=2)
percent = st.decimals(0, 100, places=1)


@st.composite
def price_lists(draw):
    taxes = st.sampled_from([VAT, Tax(D(12)), DUTY, Tax(None, "not_registered")])
    bases = st.sampled_from([Basis.FLAT, Basis.PER_PLACE, Basis.PER_MODULE, Basis.PER_M2, Basis.PER_VEHICLE])
    rates = tuple(
        Rate(
            f"rate{n}",
            draw(st.sampled_from([Kind.SERVICE_FEE, Kind.HIRE])),
            draw(bases),
            draw(taxes),
            draw(money),
            per_day=draw(st.booleans()),
        )
        for n in range(draw(st.integers(1, 4)))
    )
    surcharges = tuple(
        Surcharge(f"corner{n}", of=draw(st.sampled_from(rates)).code, percent=draw(percent), flat=draw(money))
        for n in range(draw(st.integers(0, 2)))
    )
    codes = [part.code for part in (*rates, *surcharges)]
    discounts = tuple(
        Discount(
            f"discount{n}",
            draw(st.frozensets(st.sampled_from(codes), min_size=1)),
            percent=draw(percent),
            amount=draw(st.sampled_from([D(0), D(5)])),
            cap=draw(st.none() | money),
            stacking=draw(st.sampled_from(Stacking)),
        )
        for n in range(draw(st.integers(0, 4)))
    )
    return PriceList(
        "h", "EUR", rates, surcharges, discounts, includes_tax=draw(st.booleans()), rounding_to=draw(st.none() | st.just(D("0.05")))
    )


cases = st.builds(
    Case,
    places=st.integers(1, 3),
    front_m=st.decimals("0.5", 12, places=2),
    depth_m=st.decimals("0.5", 5, places=1),
    open_sides=st.integers(1, 4),
    vehicles=st.integers(0, 2),
    days=st.integers(1, 12),
)


@given(price_lists(), cases)
def test_lines_and_taxes_add_up_to_the_total(prices, case):
    result = quote(prices, case, on=DAY)
    rounding = sum(line.amount for line in result.lines if line.kind == Kind.ROUNDING)
    untaxed = sum(line.amount for line in result.lines if line.tax_rate is None and line.kind != Kind.ROUNDING)
    assert result.total == untaxed + rounding + sum(tax.base + tax.tax for tax in result.taxes)
    for tax in result.taxes:
        of_rate = sum(line.amount for line in result.lines if line.tax_rate == tax.rate)
        assert of_rate == (tax.base + tax.tax if prices.includes_tax else tax.base)
        exact = of_rate * tax.rate / (100 + tax.rate) if prices.includes_tax else of_rate * tax.rate / 100
        assert abs(tax.tax - exact) <= D("0.005")


@given(price_lists(), cases)
def test_discounts_never_take_more_than_there_is(prices, case):
    result = quote(prices, case, on=DAY)
    assert result.total >= 0
    for code in {line.code for line in result.lines if line.kind not in (Kind.DISCOUNT, Kind.ROUNDING)}:
        charged = sum(line.amount for line in result.lines if line.code == code)
        taken = sum(-line.amount for line in result.lines if line.kind == Kind.DISCOUNT and ("of", code) in line.because)
        assert 0 <= taken <= charged


@given(price_lists(), cases)
def test_a_snapshot_comes_back_as_it_was_kept(prices, case):
    result = quote(prices, case, on=DAY)
    assert Quote.from_json(result.to_json()) == result
