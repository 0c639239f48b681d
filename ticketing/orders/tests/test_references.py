"""What a payer writes: made of the order alone, checked, and read back."""

from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import iso11649

from ticketing.orders import references
from ticketing.orders.codes import new_code


def an_order(pk=12345, code="ABC789", currency="EUR"):
    return SimpleNamespace(pk=pk, code=code, currency=currency)


def test_an_order_in_euro_has_a_creditor_reference_in_groups_of_four():
    reference = references.reference_of(an_order())
    assert iso11649.is_valid(reference)
    assert reference.endswith("ABC789")
    assert references.grouped(reference) == f"{reference[:4]} ABC7 89"


def test_the_check_digits_are_those_of_the_standard():
    assert references.rf("539007547034") == "RF18539007547034"


def test_an_order_in_roubles_has_ten_digits_in_a_russian_sentence():
    order = an_order(currency="RUB")
    reference = references.reference_of(order)
    assert len(reference) == 10
    assert reference.startswith("00012345")
    assert references.purpose_of(order) == f"Оплата заказа № {reference} (ABC789)"


@given(st.builds(new_code), st.integers(0, 99_999_999))
def test_what_is_written_leads_back_to_the_order(code, pk):
    assert references.order_code(references.grouped(references.rf(code)).lower()) == code
    assert references.order_number(references.grouped(references.number(pk))) == pk


@given(st.builds(new_code), st.integers(4, 9), st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ3789"))
def test_one_wrong_letter_or_digit_is_never_another_order(code, place, typed):
    """ISO 7064 finds every one; a letter in a digit's place, which counts as two digits, it misses once in 97 times."""
    reference = references.rf(code)
    assume(place < len(reference) and reference[place].isalpha() == typed.isalpha())
    wrong = reference[:place] + typed + reference[place + 1 :]
    assert references.order_code(wrong) == ("" if wrong != reference else code)


@given(st.integers(0, 99_999_999), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_never_another_order(pk, place, typed):
    number = references.number(pk)
    wrong = number[:place] + str(typed) + number[place + 1 :]
    assert references.order_number(wrong) == (None if wrong != number else pk)


@pytest.mark.parametrize("text", ["", "RF", "RF00ABC789", "ABC789", "RF18 5390 0754 7035"])
def test_what_is_no_reference_leads_nowhere(text):
    assert references.order_code(text) == ""
    assert references.order_number(text) is None
