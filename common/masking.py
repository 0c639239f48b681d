"""Taking out of a maker's own words what tells who wrote them, so that who judges it stays blind.

Names are found in every spelling and case ending we can guess: a word counts when it begins as a name does, folded across
scripts. Addresses, telephone numbers and the web are taken out whatever they say. What is subtler than that is the organiser's
concern, who may give another text to be judged.
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
_LEGAL_FORMS = frozenset({"sia", "ik", "zs", "as", "biedriba", "ooo", "ip", "ao", "nko", "ltd"})


def stems(texts: Iterable[str]) -> frozenset[str]:
    """Return how the words of names begin, folded, without the case ending."""
    words = {word for text in texts for word in fold(text).split() if len(word) >= _SHORTEST}
    return frozenset(word if len(word) < 5 else word[: -2 if len(word) > 6 else -1] for word in words)


def phrase(text: str) -> tuple[str, ...]:
    """Return how the words of an organisation's name begin, in order, to be hidden only where all of them follow each other.

    "Preiļu keramikas muzejs" must not take the word "keramika" out of everything said about ceramics.
    """
    words = [word for word in fold(text).split() if word not in _LEGAL_FORMS]
    return tuple(next(iter(stems([word])), word) for word in words)


def masked(text: str, hidden: frozenset[str], phrases: Iterable[tuple[str, ...]] = ()) -> str:
    """Return `text` without contacts, and without the words that begin as one of `hidden` or, all in a row, as one of `phrases`."""
    text = _CONTACT.sub(MASK, text)
    words = [(word, fold(word.group()).replace(" ", "")) for word in _WORD.finditer(text)]
    gone = {at for at, (_word, plain) in enumerate(words) if any(_begins(plain, stem) for stem in hidden)}
    for row in phrases:
        for at in range(len(words) - len(row) + 1 if row else 0):
            if all(_begins(words[at + n][1], stem) for n, stem in enumerate(row)):
                gone.update(range(at, at + len(row)))
    for at in sorted(gone, reverse=True):
        word = words[at][0]
        text = text[: word.start()] + MASK + text[word.end() :]
    return text


def _begins(plain: str, stem: str) -> bool:
    return plain == stem if len(stem) < 4 else plain.startswith(stem) and len(plain) - len(stem) < 5
