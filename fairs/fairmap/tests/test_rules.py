"""What a visitor finds."""

import pytest

from common.languages import fold
from fairs.fairmap.rules import is_found, read

NUMBERS = {"a1", "a12", "b2"}


@pytest.mark.parametrize("typed", ["A1", "a 1", "A-1", "А1"])
def test_a_number_asks_for_that_stall_alone(typed):
    sought = read(fold(typed), NUMBERS)
    assert is_found(sought, "vera", ["a1"])
    assert not is_found(sought, "vera a1", ["a12"])


@pytest.mark.parametrize("typed", ["Щукин", "Ščukins"[:-1], "shchukin", "ščuk"])
def test_a_name_is_found_in_whatever_script(typed):
    assert is_found(read(fold(typed), NUMBERS), fold("Олег Щукин"), ["b2"])


def test_all_words_must_be_there_and_a_stall_may_be_one_of_several():
    assert is_found(read("vera pottery", NUMBERS), "vera pottery", ["a1"])
    assert not is_found(read("vera weaving", NUMBERS), "vera pottery", ["a1"])
    assert is_found(read("a1 b2", NUMBERS), "vera", ["b2", "a7"])
    assert not read("", NUMBERS)
