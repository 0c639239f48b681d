"""Amounts in words, as papers state them: "divdesmit viens eiro un pieci centi". Plain.

The numerals come from num2words; the names of coins stand here, since it counts Latvian kopecks as if they were masculine,
leaves English euros without their plural, and spells kopecks in a way of its own.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from num2words import num2words

LIMIT = Decimal(1_000_000_000)

_LV_FEMININE = {
    "viens": "viena", "divi": "divas", "četri": "četras", "pieci": "piecas", "seši": "sešas", "septiņi": "septiņas",
    "astoņi": "astoņas", "deviņi": "deviņas",
}  # fmt: skip
"""What changes of the last word of a number before a feminine noun; the teens and tens do not."""


def _latvian(number: int) -> int:
    """Return which form follows a number, as CLDR has it: 0 after 0, 10 to 20, 30 …, 1 after 1, 21 …, 2 after all others."""
    if number % 10 == 0 or 11 <= number % 100 <= 19:
        return 0
    return 1 if number % 10 == 1 else 2


def _russian(number: int) -> int:
    if number % 10 == 1 and number % 100 != 11:
        return 1
    return 2 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 0


def _english(number: int) -> int:
    return 1 if number == 1 else 0


_RULES: Mapping[str, Callable[[int], int]] = {"lv": _latvian, "ru": _russian, "en": _english}

_COINS: Mapping[str, Mapping[str, tuple[tuple[str, str, str], tuple[str, str, str]]]] = {
    "lv": {
        "EUR": (("eiro", "eiro", "eiro"), ("centu", "cents", "centi")),
        "RUB": (("rubļu", "rublis", "rubļi"), ("kapeiku", "kapeika", "kapeikas")),
    },
    "ru": {
        "EUR": (("евро", "евро", "евро"), ("центов", "цент", "цента")),
        "RUB": (("рублей", "рубль", "рубля"), ("копеек", "копейка", "копейки")),
    },
    "en": {
        "EUR": (("euros", "euro", ""), ("cents", "cent", "")),
        "RUB": (("roubles", "rouble", ""), ("kopecks", "kopeck", "")),
    },
}
"""The forms of large and small coin, by `_RULES`."""

_AND: Mapping[str, str] = {"lv": " un ", "ru": " ", "en": " and "}


def in_words(amount: Decimal, currency: str, language: str) -> str:
    """Return an amount in words, beginning with a capital letter; the number and the code for a currency without words here.

    Raises:
        ValueError: below zero, too large, or with parts of a cent.
    """
    if not 0 <= amount < LIMIT or amount != amount.quantize(Decimal("0.01")):
        raise ValueError("an amount in words is whole cents, not below zero")
    coins = _COINS[language].get(currency)
    whole, small = int(amount), int(amount * 100) % 100
    if coins is None:
        return f"{_number(whole, language).capitalize()} {small:02d}/100 {currency}"
    is_kopeck = currency == "RUB"
    large_coin, small_coin = (forms[_RULES[language](number)] for forms, number in zip(coins, (whole, small), strict=True))
    text = f"{_number(whole, language)} {large_coin}{_AND[language]}{_number(small, language, is_feminine=is_kopeck)} {small_coin}"
    return text[0].upper() + text[1:]


def _number(number: int, language: str, *, is_feminine: bool = False) -> str:
    if language == "ru":
        return num2words(number, lang="ru", gender="f" if is_feminine else "m")
    text = num2words(number, lang=language)
    if language == "lv" and is_feminine:
        before, space, last = text.rpartition(" ")
        return before + space + _LV_FEMININE.get(last, last)
    return text
