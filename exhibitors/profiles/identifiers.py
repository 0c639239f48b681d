"""Identifiers of Latvian and Russian businesses. Checks warn and never block: registers issue what validators refuse.

Weights of ИНН and the remainders of ОГРН/ОГРНИП are those of the Russian tax service's published algorithms. Latvian
personal codes issued since 2017 begin with 32 and carry neither a date nor a check digit, so only their shape is looked at.
"""

import re

_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11 = (7, *_INN_10)
_INN_12 = (3, *_INN_11)

FORMS: dict[str, tuple[str, ...]] = {
    "NP": (),
    "SDV": ("registration_number",),
    "IK": ("registration_number",),
    "SIA": ("registration_number",),
    "ZS": ("registration_number",),
    "NGO": ("registration_number",),
    "PUB": (),
    "NPD": ("inn",),
    "IP": ("inn", "ogrn"),
    "KFH": ("inn",),
    "LPH": ("inn",),
    "OOO": ("inn", "ogrn", "kpp"),
}
"""Which identifiers a legal form is expected to have. Codes: Latvian forms, then НПД, ИП, КФХ, ЛПХ and ООО."""


def _check(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10


def inn_problem(inn: str, *, is_company: bool) -> str:
    """Return "" or a stable word for what looks wrong with an ИНН: "shape", "length" or "check_digit"."""
    if not re.fullmatch(r"[0-9]+", inn):
        return "shape"
    if len(inn) != (10 if is_company else 12):
        return "length"
    if is_company:
        return "" if _check(inn, _INN_10) == int(inn[9]) else "check_digit"
    return "" if _check(inn, _INN_11) == int(inn[10]) and _check(inn, _INN_12) == int(inn[11]) else "check_digit"


def ogrn_problem(ogrn: str, *, is_company: bool) -> str:
    """Return "" or what looks wrong with an ОГРН (13 digits, companies) or ОГРНИП (15 digits, entrepreneurs)."""
    if not re.fullmatch(r"[0-9]+", ogrn):
        return "shape"
    length, modulus = (13, 11) if is_company else (15, 13)
    if len(ogrn) != length:
        return "length"
    return "" if int(ogrn[:-1]) % modulus % 10 == int(ogrn[-1]) else "check_digit"


def latvian_problem(number: str) -> str:
    """Return "" or what looks wrong with a Latvian registration number or personal code: eleven digits, a dash allowed."""
    return "" if re.fullmatch(r"[0-9]{6}-?[0-9]{5}", number) else "shape"


def warnings(legal_form: str, *, registration_number: str = "", inn: str = "", ogrn: str = "", kpp: str = "") -> list[tuple[str, str]]:
    """Return (field, word) for everything that looks wrong or is missing: "missing" or a problem's word."""
    given = {"registration_number": registration_number, "inn": inn, "ogrn": ogrn, "kpp": kpp}
    found = [(field, "missing") for field in FORMS[legal_form] if not given[field]]
    is_company = legal_form == "OOO"
    problems = {
        "registration_number": latvian_problem(registration_number) if registration_number else "",
        "inn": inn_problem(inn, is_company=is_company) if inn else "",
        "ogrn": ogrn_problem(ogrn, is_company=is_company) if ogrn else "",
        "kpp": "shape" if kpp and not re.fullmatch(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}", kpp) else "",
    }
    return found + [(field, word) for field, word in problems.items() if word]
