import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.vouchers import codes


def test_a_new_code_is_long_and_reads_back_as_it_was_written():
    made = {codes.new_code() for _number in range(500)}
    assert len(made) == 500
    assert all(codes.fold(code) == code.replace("-", "") and len(codes.fold(code)) == codes.LENGTH for code in made)


@pytest.mark.parametrize(
    "typed", ["pavasaris-26", " PAVASARIS 26 ", "Pāvasarīs26", "РАVАSАRIS-26", "PAVA5AR1526", "pavasarls 26", "PAVASARIS—26"]
)
def test_whatever_looks_like_the_code_is_the_code(typed):
    assert codes.fold(typed) == codes.fold("PAVASARIS-26")


@pytest.mark.parametrize("typed", ["PAVASARIS-27", "AVASARIS-26", "PAVASARIS"])
def test_another_code_is_another(typed):
    assert codes.fold(typed) != codes.fold("PAVASARIS-26")


@given(st.text(max_size=60))
def test_folding_is_safe_for_any_text_and_done_once(typed):
    folded = codes.fold(typed)
    assert codes.fold(folded) == folded
    assert folded.isascii()
