"""Signing and proving ticket codes with one Ed25519 key per event and slot.

The private half never touches the database: it is derived (HKDF-SHA256, RFC 5869) from the installation's master secret
each time a process first needs it. Signing is deterministic, so a ticket printed twice shows the same code, and the
server proves a code by signing again and comparing, five times cheaper than verifying.
"""

import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ticketing.tickets.codes import Body, encode


@lru_cache(maxsize=256)
def _private(master: str, event: int, slot: int) -> Ed25519PrivateKey:
    seed = HKDF(SHA256(), length=32, salt=None, info=f"gadatirgus ticket T1 {event} {slot}".encode()).derive(master.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def public(master: str, event: int, slot: int) -> bytes:
    """Return the 32 bytes of the public key of an event's slot."""
    return _private(master, event, slot).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(master: str, body: Body) -> str:
    """Return the full code for `body`."""
    return encode(body, _private(master, body.event, body.key_slot).sign(body.signed_message()))


def proves(master: str, body: Body, signature: bytes) -> bool:
    """Tell whether this installation signed `body`."""
    expected = _private(master, body.event, body.key_slot).sign(body.signed_message())
    return hmac.compare_digest(expected, signature)
