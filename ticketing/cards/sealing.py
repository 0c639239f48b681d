"""Keeping secrets of others in the database: encrypted with a key that derives from the installation's master secret.

As with the keys that sign tickets (HKDF-SHA256, RFC 5869), nothing in the database alone opens them.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unreadable(Exception):
    """The secret was sealed under another master secret."""


@lru_cache(maxsize=4)
def _box(master: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"gadatirgus card keys S1").derive(master.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def seal(master: str, secret: str) -> str:
    """Return `secret` encrypted."""
    return _box(master).encrypt(secret.encode()).decode()


def unseal(master: str, sealed: str) -> str:
    """Return what was sealed.

    Raises:
        Unreadable: `master` has changed since, or the text was tampered with.
    """
    try:
        return _box(master).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None
