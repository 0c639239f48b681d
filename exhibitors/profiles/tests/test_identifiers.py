import pytest
from hypothesis import given
from hypothesis import strategies as st

from exhibitors.profiles.identifiers import inn_problem, latvian_problem, ogrn_problem, warnings


@pytest.mark.parametrize(("inn", "is_company"), [("7707083893", True), ("500100732259", False)])
def test_a_right_inn_passes(inn, is_company):
    assert inn_problem(inn, is_company=is_company) == ""


@pytest.mark.parametrize(("ogrn", "is_company"), [("1027700132195", True), ("304500116000157", False)])
def test_a_right_ogrn_passes(ogrn, is_company):
    assert ogrn_problem(ogrn, is_company=is_company) == ""


@given(st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_of_an_inn_is_noticed(place, shift):
    wrong = list("7707083893")
    wrong[place] = str((int(wrong[place]) + shift) % 10)
    # the weights leave a remainder of 10 standing for 0, so a few changes pass; the last digit never does
    problem = inn_problem("".join(wrong), is_company=True)
    assert problem in ("", "check_digit")
    assert problem or place < 9


@pytest.mark.parametrize("inn", ["", "77070838", "abc", "７７０７０８３８９３", "7707083893 "])
def test_what_is_no_inn_is_named(inn):
    assert inn_problem(inn, is_company=True) in ("shape", "length")


def test_latvian_codes_are_looked_at_by_shape_only():
    assert latvian_problem("32012345678") == ""
    assert latvian_problem("320123-45678") == ""
    assert latvian_problem("4000") == "shape"


def test_a_form_says_which_identifiers_it_misses():
    assert warnings("IP", inn="500100732259") == [("ogrn", "missing")]
    assert warnings("NP") == []
    assert ("kpp", "shape") in warnings("OOO", inn="7707083893", ogrn="1027700132195", kpp="77")
