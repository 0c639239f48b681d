"""The code in a ticket's QR: format T1.

`T1` and the base32 (RFC 4648, no padding) of 75 bytes: an 11-byte body and a 64-byte Ed25519 signature over `T1` + body.

    bytes  field
    1      version (high 4 bits, 1) and key slot (low 4 bits)
    2      event number
    4      ticket serial
    2      product number
    1      generation
    1      window number, 0 for the whole event

122 characters, all of QR's alphanumeric set, fill version 5 at level M exactly. No personal data is in the code.
"""

import base64
import struct
from dataclasses import dataclass

PREFIX = "T1"
LENGTH = 122
_BODY = struct.Struct(">BHIHBB")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U to misread
_BASE32 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHIJKLMNOPQRSTUV")  # as `int` counts to 32

# What a keyboard-wedge scanner types on a Russian layout: the letter that sits on the same key.
_RUSSIAN_KEYS = str.maketrans("ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASDFGHJKLZXCVBNM")


@dataclass(frozen=True, slots=True)
class Body:
    """What a code says before its signature is believed."""

    key_slot: int
    event: int
    serial: int
    product: int
    generation: int
    window: int

    def packed(self) -> bytes:
        """Return the 11 bytes that stand in the code.

        Raises:
            struct.error: a number does not fit its field.
        """
        return _BODY.pack(0x10 | self.key_slot, self.event, self.serial, self.product, self.generation, self.window)

    def signed_message(self) -> bytes:
        """Return what the signature is made over."""
        return PREFIX.encode() + self.packed()


def encode(body: Body, signature: bytes) -> str:
    """Return the 122 characters of a code. `signature` is 64 bytes."""
    if len(signature) != 64:
        raise ValueError("an Ed25519 signature has 64 bytes")
    return PREFIX + base64.b32encode(body.packed() + signature).decode()


def normalise(text: str) -> str:
    """Undo what scanners and people do to a code: blanks, lower case, a Russian keyboard layout."""
    return "".join(text.split()).upper().translate(_RUSSIAN_KEYS)


def _bytes(letters: str) -> bytes | None:
    """Return what base32 letters stand for, None where others are among them. A tenth of the time of `base64.b32decode`."""
    if not _BASE32.issuperset(letters):
        return None
    return int(letters.translate(_DIGITS), 32).to_bytes(len(letters) * 5 // 8, "big")


def decode(text: str) -> tuple[Body, bytes] | None:
    """Return body and signature of a well-formed T1 code, or None for anything else. Proves nothing yet."""
    text = normalise(text)
    if len(text) != LENGTH or not text.startswith(PREFIX):
        return None
    raw = _bytes(text[len(PREFIX) :])
    if raw is None:
        return None
    first, event, serial, product, generation, window = _BODY.unpack(raw[: _BODY.size])
    if first >> 4 != 1:
        return None
    return Body(first & 15, event, serial, product, generation, window), raw[_BODY.size :]


def _check_character(digits: str) -> str:
    """Return the Luhn mod 32 character, which notices every wrong and nearly every two swapped neighbours."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = _ALPHABET.index(digit) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return _ALPHABET[-total % 32]


def spoken(serial: int) -> str:
    """Return the serial as printed below a code for typing: seven Crockford digits and a check character, "0003-RJ0-E"."""
    digits, rest = "", serial
    for _ in range(7):
        rest, digit = divmod(rest, 32)
        digits = _ALPHABET[digit] + digits
    return f"{digits[:4]}-{digits[4:]}-{_check_character(digits)}"


def serial_from(text: str) -> int | None:
    """Read a typed serial back; None when it is not one or its check character is wrong."""
    letters = normalise(text).replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")
    if len(letters) != 8 or any(letter not in _ALPHABET for letter in letters):
        return None
    if _check_character(letters[:7]) != letters[7]:
        return None
    serial = 0
    for letter in letters[:7]:
        serial = serial * 32 + _ALPHABET.index(letter)
    return serial if serial < 2**32 else None
