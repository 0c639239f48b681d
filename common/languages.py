"""The three languages, and words that can be searched across scripts."""

import unicodedata
from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    LV = "lv", _("Latvian")
    RU = "ru", _("Russian")
    EN = "en", _("English")


# Cyrillic to Latin for *search only*, chosen so that the Latvian, the passport (ICAO Doc 9303) and the everyday
# spelling of one name meet in the same folded word; never shown to anybody.
_CYRILLIC: Mapping[str, str] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "z", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
_LATIN = (
    ("shch", "s"), ("sch", "s"), ("sc", "s"), ("sh", "s"), ("zh", "z"), ("ch", "c"), ("kh", "h"), ("ts", "c"),
    ("yu", "iu"), ("ya", "ia"), ("ju", "iu"), ("ja", "ia"), ("jo", "e"), ("yo", "e"), ("je", "e"), ("ye", "e"),
    ("ie", "e"), ("y", "i"), ("j", "i"), ("w", "v"), ("ii", "i"),
)  # fmt: skip


def fold(text: str) -> str:
    """Return `text` as plain lower-case Latin letters, digits and single spaces, for searching.

    "Rēzekne", "Резекне" and "rezekne" fold to one word, and so do "Щукина", "Ščukina" and "Shchukina".
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("щ", "ш"))
    # й and ё come apart into letter and mark; the mark is dropped like a Latvian one
    letters = "".join(_CYRILLIC.get(c, c) for c in plain if not unicodedata.combining(c))
    for spelling, folded in _LATIN:
        letters = letters.replace(spelling, folded)
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def default_language() -> str:
    """Return the code of the language used where nobody has chosen one."""
    return settings.LANGUAGE_CODE


def locale_name(language: str) -> str:
    """Return the locale whose habits of writing dates and numbers go with one of our languages."""
    return "en_GB" if language == Language.EN else language
