from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.money import MixedCurrencies, Money, total, written

amounts = st.decimals(Decimal(-10_000), Decimal(10_000), places=3)


def euro(amount):
    return Money(Decimal(amount), "EUR")


@given(st.lists(amounts))
def test_sums_are_exact(parts):
    assert total(map(euro, parts), "EUR") == euro(sum(parts, Decimal(0)))


@given(amounts, st.integers(1, 50))
def test_parts_add_up_to_the_whole_and_differ_by_a_coin_at_most(amount, parts):
    shares = euro(amount).share_out(parts)
    assert total(shares, "EUR") == euro(amount).rounded()
    assert max(s.amount for s in shares) - min(s.amount for s in shares) <= Decimal("0.01")


@pytest.mark.parametrize(("exact", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0.00"), ("2.675", "2.68")])
def test_halves_are_rounded_away_from_zero(exact, rounded):
    assert euro(exact).rounded() == euro(rounded)


def test_a_currency_without_coins_is_rounded_to_whole_units():
    assert Money(Decimal("10.5"), "JPY").rounded() == Money(Decimal(11), "JPY")


@pytest.mark.parametrize("mix", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b])
def test_currencies_do_not_mix(mix):
    with pytest.raises(MixedCurrencies):
        mix(euro(1), Money(Decimal(1), "RUB"))


def test_the_same_figure_in_two_currencies_is_not_the_same():
    assert euro(1) != Money(Decimal(1), "RUB")


@pytest.mark.parametrize("wrong", [0.1, 1, Decimal("NaN"), Decimal("Infinity")])
def test_inexact_amounts_are_refused(wrong):
    with pytest.raises(TypeError):
        Money(wrong, "EUR")


def test_inexact_factors_are_refused():
    with pytest.raises(TypeError):
        euro(1) * 0.5
    assert 3 * euro("0.10") == euro("0.30")


def test_each_language_writes_money_its_own_way():
    shown = [euro("1234.5").show(language).replace("\xa0", " ").replace("\u202f", " ") for language in ("lv", "ru", "en")]
    assert shown == ["1 234,50 €", "1 234,50 €", "€1,234.50"]
    with translation.override("ru"):
        assert written(Decimal(20), "RUB").replace("\xa0", " ") == "20,00 ₽"
