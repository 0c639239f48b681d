"""What looks wrong in numbers of firms and persons, but may be right: papers are never held up for it. Plain."""

from collections.abc import Callable
from typing import Any

from stdnum.eu import vat
from stdnum.lv import pvn
from stdnum.ru import inn, ogrn

REGISTRATION, VAT, INN, KPP, OGRN = "registration", "vat", "inn", "kpp", "ogrn"


def doubts(
    *, country: str, registration: str = "", vat_number: str = "", kpp: str = "", inn_number: str = "", ogrn_number: str = ""
) -> list[str]:
    """Return in stable words which numbers look wrong; empty ones are not looked at."""
    is_russian = country == "RU"
    found: list[tuple[str, str, Callable[[str], Any]]] = [
        (REGISTRATION, registration, inn.is_valid if is_russian else is_latvian if country == "LV" else _any),
        (VAT, vat_number, _any if is_russian else vat.is_valid),
        (INN, inn_number, inn.is_valid),
        (KPP, kpp, lambda number: len(number) == 9 and number[:4].isdigit() and number[6:].isdigit()),
        (OGRN, ogrn_number, ogrn.is_valid),
    ]
    return [word for word, number, is_right in found if number and not is_right("".join(number.split()))]


def is_latvian(number: str) -> bool:
    """Tell whether a number may be one of a Latvian firm, or a personal code; new codes (32…) hold no date, so none is looked for."""
    plain = number.replace("-", "")
    if len(plain) != 11 or not plain.isdigit():
        return False
    return plain[0] in "0123" or bool(pvn.is_valid(plain))


def _any(number: str) -> bool:
    return True
