"""The codes of vouchers: hard to guess, and forgiving to whoever types them from paper."""

import secrets
import unicodedata

_ALPHABET = "ACDEFHJKMNPQRTWXY3479"  # no two of these look alike, and `fold` leaves each as it is
LENGTH = 12
"""About 53 bits: at a thousand tries a second a given code is found in a hundred thousand years."""

_LOOKALIKES = str.maketrans(
    {
        "О": "0", "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "Р": "P", "С": "C", "Т": "T", "У": "Y", "Х": "X",
        "З": "3", "Ч": "4",
    }
)  # fmt: skip
_TWINS = str.maketrans({"O": "0", "I": "1", "L": "1", "B": "8", "S": "5", "Z": "2", "G": "6", "U": "V"})


def new_code() -> str:
    """Return twelve characters in groups of four, such as "K7QM-3XTD-PA9W"."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
    return "-".join(drawn[start : start + 4] for start in range(0, LENGTH, 4))


def fold(typed: str) -> str:
    """Return what a code is compared by.

    Case, spaces, dashes and marks over letters do not matter, nor whether a letter is Latin or its Cyrillic twin, nor what looks
    alike on paper: O and 0, I, L and 1, B and 8, S and 5, Z and 2, G and 6, U and V.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", typed).upper()).translate(_LOOKALIKES)
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum()).translate(_TWINS)
