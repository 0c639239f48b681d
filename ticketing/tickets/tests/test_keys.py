import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from ticketing.tickets import codes, keys
from ticketing.tickets.tests.test_codes import BODY, MASTER, bodies


@given(bodies)
def test_a_phone_with_the_public_key_alone_can_prove_a_code(body: codes.Body) -> None:
    read, signature = codes.decode(keys.sign(MASTER, body)) or pytest.fail("not a code")
    Ed25519PublicKey.from_public_bytes(keys.public(MASTER, body.event, body.key_slot)).verify(signature, read.signed_message())
    assert keys.proves(MASTER, read, signature)


@given(bodies, st.integers(0, 511))
def test_one_changed_bit_of_the_signature_proves_nothing(body: codes.Body, bit: int) -> None:
    _, signature = codes.decode(keys.sign(MASTER, body)) or pytest.fail("not a code")
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not keys.proves(MASTER, body, bytes(changed))


def test_a_ticket_printed_twice_shows_the_same_code() -> None:
    assert keys.sign(MASTER, BODY) == keys.sign(MASTER, BODY)


def test_every_event_slot_and_installation_has_a_key_of_its_own() -> None:
    made = {keys.public(master, event, slot) for master in (MASTER, "another") for event in (7, 8) for slot in (0, 1)}
    assert len(made) == 8


def test_a_key_proves_nothing_of_another_event() -> None:
    _, signature = codes.decode(keys.sign(MASTER, BODY)) or pytest.fail("not a code")
    key = Ed25519PublicKey.from_public_bytes(keys.public(MASTER, 8, BODY.key_slot))
    with pytest.raises(InvalidSignature):
        key.verify(signature, BODY.signed_message())
