"""Taking out of a maker's own words what tells who wrote them, so that a jury stays blind.

Names are found in every spelling and case ending we can guess: a word counts when it begins as a name does, folded across
scripts. Addresses, telephone numbers and the web are taken out whatever they say. What is subtler than that is the organiser's
concern, who may write another text for the jury.
"""

import re
from collections.abc import Iterable

from common.languages import fold

MASK = "▒▒▒"
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # mail
    r"|(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:lv|ru|com|eu|org|net|рф|shop)\b\S*"  # web
    r"|(?<!\w)@[\w.]{3,}"  # social networks
    r"|\+?\d(?:[ \-()]*\d){6,}",  # telephone, registration number
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3


def stems(texts: Iterable[str]) -> frozenset[str]:
    """Return how the words of names begin, folded, without the case ending."""
    words = {word for text in texts for word in fold(text).split() if len(word) >= _SHORTEST}
    return frozenset(word if len(word) < 5 else word[: -2 if len(word) > 6 else -1] for word in words)


def masked(text: str, hidden: frozenset[str]) -> str:
    """Return `text` without contacts, and without the words that begin as one of `hidden`, as `stems` returns them."""

    def hide(word: re.Match[str]) -> str:
        plain = fold(word.group()).replace(" ", "")
        is_named = any(plain == stem if len(stem) < 4 else plain.startswith(stem) and len(plain) - len(stem) < 5 for stem in hidden)
        return MASK if is_named else word.group()

    return _WORD.sub(hide, _CONTACT.sub(MASK, text))
