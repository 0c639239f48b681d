"""Decisions about bank accounts: which numbers cannot be right, and which deserve a second look."""

import re
from dataclasses import dataclass

from stdnum import bic, iban
from stdnum.ru import inn

NOT_IBAN, NOT_BIC, NOT_RUSSIAN, NOT_BIK, NOT_CORRESPONDENT = "not_iban", "not_bic", "not_russian", "not_bik", "not_correspondent"
KEY, CORRESPONDENT_KEY, INN, KPP, NOT_ROUBLES = "key", "correspondent_key", "inn", "kpp", "not_roubles"

_KEY_WEIGHTS = (7, 1, 3)
_ROUBLE_CODES = ("810", "643")  # in digits 6 to 8 of a Russian account: the rouble of the accounts, and of ISO 4217


@dataclass(frozen=True, slots=True)
class Numbers:
    """What identifies an account, without spaces; `bic` is БИК for an account in roubles, else SWIFT."""

    currency: str
    number: str
    bic: str = ""
    correspondent: str = ""
    inn: str = ""
    kpp: str = ""


def compact(text: str) -> str:
    """Return a number as it is kept: capitals and digits without spaces and dashes."""
    return re.sub(r"[\s\-\u2010-\u2015]+", "", text).upper()


def is_iban(text: str) -> bool:
    """Tell whether `text` is an IBAN of its country's form with right check digits (ISO 13616)."""
    return bool(text) and iban.is_valid(text)


def is_bic(text: str) -> bool:
    """Tell whether `text` has the form of a SWIFT code (ISO 9362)."""
    return bic.is_valid(text)


def mistakes(account: Numbers) -> dict[str, str]:
    """Return the fields whose content cannot be right, with a word why; to be refused."""
    if account.currency == "RUB":
        shapes = (
            ("number", r"\d{20}", NOT_RUSSIAN),
            ("bic", r"\d{9}", NOT_BIK),
            ("correspondent", r"(\d{20})?", NOT_CORRESPONDENT),
        )
        return {name: why for name, shape, why in shapes if not re.fullmatch(shape, getattr(account, name), re.ASCII)}
    found = {}
    if not is_iban(account.number):
        found["number"] = NOT_IBAN
    if account.bic and not is_bic(account.bic):
        found["bic"] = NOT_BIC
    return found


def doubts(account: Numbers) -> list[str]:
    """Return words for what looks wrong but may yet be right; to be shown, never refused."""
    if account.currency != "RUB" or mistakes(account):
        return []
    found = []
    if not has_right_key(account.number, account.bic):
        found.append(KEY)
    if account.correspondent and not has_right_key(account.correspondent, account.bic, is_correspondent=True):
        found.append(CORRESPONDENT_KEY)
    if account.number[5:8] not in _ROUBLE_CODES:
        found.append(NOT_ROUBLES)
    if account.inn and not inn.is_valid(account.inn):
        found.append(INN)
    if account.kpp and not re.fullmatch(r"\d{4}[0-9A-Z]{2}\d{3}", account.kpp, re.ASCII):
        found.append(KPP)
    return found


def has_right_key(number: str, bik: str, *, is_correspondent: bool = False) -> bool:
    """Tell whether the ninth digit of a Russian account agrees with the bank's БИК.

    The digits are weighed 7, 1, 3 in turn after three of the БИК: its last three for a client's account, "0" and its
    fifth and sixth for an account kept at the central bank (a correspondent one, or where the БИК ends below 003).
    """
    at_central_bank = is_correspondent or bik[-3:] in ("000", "001", "002")
    digits = (f"0{bik[4:6]}" if at_central_bank else bik[-3:]) + number
    return sum(int(digit) * _KEY_WEIGHTS[place % 3] for place, digit in enumerate(digits)) % 10 == 0
