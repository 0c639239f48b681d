import base64
import os
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.tickets import codes, keys

MASTER = "a master secret of the tests"
bodies = st.builds(
    codes.Body,
    key_slot=st.integers(0, 15),
    event=st.integers(1, 65535),
    serial=st.integers(0, 2**32 - 1),
    product=st.integers(0, 65535),
    generation=st.integers(1, 255),
    window=st.integers(0, 255),
)
serials = st.integers(0, 2**32 - 1)
BODY = codes.Body(key_slot=3, event=7, serial=117_000, product=2, generation=1, window=0)


@given(bodies, st.binary(min_size=64, max_size=64))
def test_a_code_says_what_was_put_into_it(body: codes.Body, signature: bytes) -> None:
    code = codes.encode(body, signature)
    assert len(code) == codes.LENGTH == 122
    assert codes.decode(code) == (body, signature)


@given(bodies, st.sampled_from([" ", "\n", "\t", "\u00a0"]), st.integers(1, 121))
def test_scanners_may_add_blanks_and_lower_the_case(body: codes.Body, blank: str, place: int) -> None:
    code = codes.encode(body, bytes(64))
    assert codes.decode(f" {code[:place].lower()}{blank}{code[place:]}\r\n") == (body, bytes(64))


def test_what_a_scanner_types_on_a_russian_layout_is_read() -> None:
    code = keys.sign(MASTER, BODY)
    russian = code.translate(str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ"))
    assert codes.decode(russian) == codes.decode(code)


@pytest.mark.parametrize("place", range(2, codes.LENGTH))
def test_a_change_at_any_place_is_refused(place: int) -> None:
    code = keys.sign(MASTER, BODY)
    for letter in base64.b32encode(os.urandom(5)).decode():
        changed = code[:place] + letter + code[place + 1 :]
        read = codes.decode(changed)
        assert changed == code or read is None or not keys.proves(MASTER, *read)


@pytest.mark.parametrize(
    "text", ["", "T1", "https://example.org/e/fair/", "T1" + "A" * 119, "T2" + "A" * 120, "T1" + "1" * 120, "T1" + "A" * 120, "Ё" * 122]
)
def test_anything_else_is_not_a_code(text: str) -> None:
    assert codes.decode(text) is None


@given(st.text(max_size=140))
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    codes.decode(text)
    codes.serial_from(text)


def test_a_number_too_large_for_its_field_is_an_error_not_another_number() -> None:
    with pytest.raises(struct.error):
        codes.Body(key_slot=0, event=65536, serial=1, product=1, generation=1, window=0).packed()
    with pytest.raises(ValueError, match="64 bytes"):
        codes.encode(BODY, bytes(63))


@given(serials)
def test_a_printed_number_is_read_back(serial: int) -> None:
    assert codes.serial_from(codes.spoken(serial)) == serial


@given(serials)
def test_a_typed_number_survives_what_hands_do_to_it(serial: int) -> None:
    typed = codes.spoken(serial).replace("0", "O").replace("1", "l").replace("-", " - ").lower()
    assert codes.serial_from(f"  {typed} ") == serial


@given(serials, st.integers(0, 7), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_character_is_noticed(serial: int, place: int, letter: str) -> None:
    right = codes.spoken(serial).replace("-", "")
    wrong = right[:place] + letter + right[place + 1 :]
    assert wrong == right or codes.serial_from(wrong) is None


def test_a_known_number_looks_as_it_was_printed() -> None:
    assert codes.spoken(123_456) == "0003-RJ0-T"
