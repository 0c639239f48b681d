"""Taking out of a maker's own words what tells who wrote them, so that who judges it stays blind.

A name is a whole word with any case ending, Latvian or Russian, folded across scripts, and written with a capital: "Liepa" and
"Liepas" go where somebody is called so, "liepu medus" and "Liepāja" stay. What an organisation or a stall is called goes where its
words stand together, in whatever letters; one of its words alone only where a capital says so within a sentence. Addresses,
telephone numbers and the web are taken out whatever they say. What is subtler is the organiser's concern, who may give another
text to be judged.
"""

import re
from collections.abc import Collection, Iterable

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
_ENDINGS = frozenset(
    (
        *("", "a", "ai", "ais", "am", "ami", "as", "ah", "e", "ei", "eiu", "em", "emi", "es", "i", "ia", "iam", "iami", "iah", "im"),
        *("imi", "is", "ih", "iu", "o", "oi", "oiu", "om", "os", "ov", "s", "u", "um", "us"),
    )
)
"""Folded case endings of Latvian and Russian nouns and names; "" for none."""
_OF_SURNAMES = frozenset({"aia", "uiu", "ogo", "omu"})
"""Those of surnames in -sk and -ck, which are adjectives: elsewhere they would make Liepāja a form of Liepa."""
_NOMINATIVES = ("is", "us", "as", "s", "a", "e", "i", "o", "u")
_SOFTENED = {"d": "z", "t": "s"}
"""Briedis, of Briedis: Brieža; Lācītis: Lācīša."""
_OPENING = re.compile(r"(?:^|[.!?:;,\n•–—/(])\s*[\"“„«]?$")
"""Before a word that a capital tells nothing of: it begins a sentence, or an item of a list."""


def stems(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of names, folded, without their case endings."""
    return frozenset(_stem(word) for text in texts for word in fold(text).split() if len(word) >= _SHORTEST)


def _stem(word: str) -> str:
    if word.endswith(("skaia", "ckaia")):
        return word.removesuffix("aia")
    ending = next((each for each in _NOMINATIVES if word.endswith(each) and len(word) - len(each) >= _SHORTEST), "")
    return word.removesuffix(ending)


def phrase(text: str) -> tuple[str, ...]:
    """Return the words of an organisation's name, as `stems` does, to be hidden only where all of them follow each other.

    "Preiļu keramikas muzejs" must not take the word "keramika" out of everything said about ceramics.
    """
    return tuple(_stem(word) for word in fold(text).split() if word not in _LEGAL_FORMS)


def masked(text: str, hidden: Collection[str], phrases: Iterable[tuple[str, ...]] = (), within: Collection[str] = frozenset()) -> str:
    """Return `text` without contacts and without names.

    Args:
        hidden: stems of names, taken out wherever they have a capital.
        phrases: stems that are taken out where all of one row follow each other.
        within: stems taken out where they have a capital that no sentence or item begins with.
    """
    text = _CONTACT.sub(MASK, text)
    words = [(word, fold(word.group()).replace(" ", "")) for word in _WORD.finditer(text)]
    gone = {at for at, (word, plain) in enumerate(words) if word.group()[0].isupper() and _is_named(text, word, plain, hidden, within)}
    for row in phrases:
        for at in range(len(words) - len(row) + 1 if row else 0):
            if all(_is_form(words[at + n][1], stem) for n, stem in enumerate(row)):
                gone.update(range(at, at + len(row)))
    for at in sorted(gone, reverse=True):
        word = words[at][0]
        text = text[: word.start()] + MASK + text[word.end() :]
    return text


def _is_named(text: str, word: re.Match[str], plain: str, hidden: Collection[str], within: Collection[str]) -> bool:
    if any(_is_form(plain, stem) for stem in hidden):
        return True
    return any(_is_form(plain, stem) for stem in within) and _OPENING.search(text, 0, word.start()) is None


def _is_form(plain: str, stem: str) -> bool:
    """Tell whether a folded word is a name's stem with one of the endings."""
    softened = stem[:-1] + _SOFTENED[stem[-1]] if stem and stem[-1] in _SOFTENED else stem
    endings = _ENDINGS | _OF_SURNAMES if stem.endswith(("sk", "ck")) else _ENDINGS
    return any(plain.startswith(each) and plain[len(each) :] in endings for each in (stem, softened))
