"""What a phone number, a name and a full profile are. Facts in, verdict out."""

import re
from dataclasses import dataclass, field

PUBLIC = ("craft", "municipality", "about", "website", "phone", "email", "languages_spoken")
"""The fields a maker may show to everybody, each on its own. The shown name is always public where the maker takes part."""

MOST_CRAFTS = 4

# ICAO Doc 9303 as Russian passports have it since 2014; a hint beside the field, never filled in for anybody
_ICAO = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip


def has_cyrillic(text: str) -> bool:
    """Tell whether any letter of a name is Cyrillic."""
    return re.search(r"[\u0400-\u04ff]", text) is not None


def passport_spelling(name: str) -> str:
    """Return how a Russian passport would most likely write a Cyrillic name; "" for one without Cyrillic letters."""
    if not has_cyrillic(name):
        return ""

    def latin(letter: str) -> str:
        spelling = _ICAO.get(letter.lower(), letter)
        return spelling.capitalize() if letter.isupper() else spelling

    return "".join(latin(letter) for letter in name)


class NotAPhone(ValueError):
    """The text cannot be dialled. The argument says why: "shape", "latvian", "russian"."""


def phone(text: str, country: str) -> str:
    """Return a phone number as E.164, or "" for none.

    Raises:
        NotAPhone: it cannot be one.
    """
    bare = re.sub(r"[\s().\-\u2010-\u2015/]", "", text)
    if not bare:
        return ""
    number = re.sub(r"^00", "+", bare)
    if not re.fullmatch(r"\+?[0-9]+", number):
        raise NotAPhone("shape")
    if not number.startswith("+"):
        number = _with_country(number, country)
    if number.startswith("+371") and len(number) != len("+371") + 8:
        raise NotAPhone("latvian")
    if number.startswith("+7") and len(number) != len("+7") + 10:
        raise NotAPhone("russian")
    if not 8 <= len(number) - 1 <= 15:
        raise NotAPhone("shape")
    return number


def _with_country(digits: str, country: str) -> str:
    if country == "RU":
        if len(digits) == 11 and digits[0] in "78":  # Russians dial 8 where abroad one dials +7
            return "+7" + digits[1:]
        if len(digits) == 10:
            return "+7" + digits
        raise NotAPhone("russian")
    if country == "LV":
        if len(digits) == 8:
            return "+371" + digits
        if len(digits) == 11 and digits.startswith("371"):
            return "+" + digits
        raise NotAPhone("latvian")
    raise NotAPhone("shape")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a profile holds, as far as its completeness depends on it."""

    filled: frozenset[str]
    is_cyrillic: bool = False
    photos: int = 0
    works: int = 0
    has_food: bool = False
    paper_kinds: frozenset[str] = field(default_factory=frozenset)
    consents: frozenset[str] = field(default_factory=frozenset)


WANTED = {"phone": "reach", "craft": "crafts", "municipality": "home", "address": "home", "about": "about"}
"""A field that organisers ask for, and the step of the profile it is filled in at."""

ENOUGH_PHOTOS = 3


def lacks(facts: Facts) -> list[tuple[str, str]]:
    """Return what a profile still misses before it can apply well, as (word, page), the most useful first."""
    found = [(name, page) for name, page in WANTED.items() if name not in facts.filled]
    if facts.is_cyrillic and "name_latin" not in facts.filled:
        found.append(("name_latin", "who"))
    if facts.photos < ENOUGH_PHOTOS:
        found.append(("photos", "photos"))
    if facts.has_food and "food" not in facts.paper_kinds:
        found.append(("food", "papers"))
    if "data" not in facts.consents:
        found.append(("consent", "consents"))
    return found
