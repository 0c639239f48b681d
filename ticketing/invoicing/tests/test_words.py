"""Amounts in words, in three languages with the right plural and gender."""

from decimal import Decimal

import pytest

from ticketing.invoicing.words import in_words


@pytest.mark.parametrize(
    ("amount", "lv", "ru", "en"),
    [
        ("0.00", "Nulle eiro un nulle centu", "Ноль евро ноль центов", "Zero euros and zero cents"),
        ("1.01", "Viens eiro un viens cents", "Один евро один цент", "One euro and one cent"),
        ("2.02", "Divi eiro un divi centi", "Два евро два цента", "Two euros and two cents"),
        ("5.05", "Pieci eiro un pieci centi", "Пять евро пять центов", "Five euros and five cents"),
        ("11.11", "Vienpadsmit eiro un vienpadsmit centu", "Одиннадцать евро одиннадцать центов", "Eleven euros and eleven cents"),
        (
            "21.21",
            "Divdesmit viens eiro un divdesmit viens cents",
            "Двадцать один евро двадцать один цент",
            "Twenty-one euros and twenty-one cents",
        ),
        ("101.00", "Simtu viens eiro un nulle centu", "Сто один евро ноль центов", "One hundred and one euros and zero cents"),
        ("1000.00", "Tūkstotis eiro un nulle centu", "Одна тысяча евро ноль центов", "One thousand euros and zero cents"),
        ("1000000.00", "Miljons eiro un nulle centu", "Один миллион евро ноль центов", "One million euros and zero cents"),
    ],
)
def test_euros_and_cents(amount: str, lv: str, ru: str, en: str) -> None:
    assert [in_words(Decimal(amount), "EUR", language) for language in ("lv", "ru", "en")] == [lv, ru, en]


@pytest.mark.parametrize(
    ("amount", "lv", "ru", "en"),
    [
        ("0.00", "Nulle rubļu un nulle kapeiku", "Ноль рублей ноль копеек", "Zero roubles and zero kopecks"),
        ("1.01", "Viens rublis un viena kapeika", "Один рубль одна копейка", "One rouble and one kopeck"),
        ("2.02", "Divi rubļi un divas kapeikas", "Два рубля две копейки", "Two roubles and two kopecks"),
        ("5.05", "Pieci rubļi un piecas kapeikas", "Пять рублей пять копеек", "Five roubles and five kopecks"),
        ("11.11", "Vienpadsmit rubļu un vienpadsmit kapeiku", "Одиннадцать рублей одиннадцать копеек", "Eleven roubles and eleven kopecks"),
        (
            "21.21",
            "Divdesmit viens rublis un divdesmit viena kapeika",
            "Двадцать один рубль двадцать одна копейка",
            "Twenty-one roubles and twenty-one kopecks",
        ),
        (
            "22.92",
            "Divdesmit divi rubļi un deviņdesmit divas kapeikas",
            "Двадцать два рубля девяносто две копейки",
            "Twenty-two roubles and ninety-two kopecks",
        ),
        ("101.00", "Simtu viens rublis un nulle kapeiku", "Сто один рубль ноль копеек", "One hundred and one roubles and zero kopecks"),
        ("1000.00", "Tūkstotis rubļu un nulle kapeiku", "Одна тысяча рублей ноль копеек", "One thousand roubles and zero kopecks"),
        ("1000000.00", "Miljons rubļu un nulle kapeiku", "Один миллион рублей ноль копеек", "One million roubles and zero kopecks"),
    ],
)
def test_roubles_and_kopecks(amount: str, lv: str, ru: str, en: str) -> None:
    assert [in_words(Decimal(amount), "RUB", language) for language in ("lv", "ru", "en")] == [lv, ru, en]


def test_what_cannot_be_said_is_refused() -> None:
    for amount in ("-0.01", "0.005", "1000000000"):
        with pytest.raises(ValueError, match="whole cents"):
            in_words(Decimal(amount), "EUR", "lv")


def test_another_currency_keeps_its_code() -> None:
    assert in_words(Decimal("12.50"), "PLN", "en") == "Twelve 50/100 PLN"
