"""Numbers of accounts: what cannot be right is refused, what looks wrong is only said."""

import pytest

from ticketing.billing import rules
from ticketing.billing.rules import Numbers

SBER = Numbers(
    "RUB", number="40702810138250123017", bic="044525225", correspondent="30101810400000000225", inn="6663003127", kpp="775301001"
)


def but(**other):
    return Numbers(**{name: getattr(SBER, name) for name in SBER.__slots__} | other)


@pytest.mark.parametrize("number", ["LV80BANK0000435195001", "DE89370400440532013000", "EE382200221020145685"])
def test_an_iban_is_known_by_its_check_digits(number):
    assert rules.mistakes(Numbers("EUR", number)) == {}
    assert rules.mistakes(Numbers("EUR", number[:3] + str((int(number[3]) + 1) % 10) + number[4:])) == {"number": rules.NOT_IBAN}


@pytest.mark.parametrize("number", ["", "LV80", "LV80BANK000043519500", "40702810138250123017", "XX80BANK0000435195001"])
def test_what_is_no_iban_is_refused_in_euro(number):
    assert rules.mistakes(Numbers("EUR", number)) == {"number": rules.NOT_IBAN}


def test_a_swift_code_has_its_form():
    assert rules.mistakes(Numbers("EUR", "LV80BANK0000435195001", bic="HABALV22")) == {}
    assert rules.mistakes(Numbers("EUR", "LV80BANK0000435195001", bic="HABALV2")) == {"bic": rules.NOT_BIC}


def test_an_account_in_roubles_has_its_digits():
    assert rules.mistakes(SBER) == {}
    assert rules.mistakes(but(number="4070281013825012301", bic="44525225", correspondent="1")) == {
        "number": rules.NOT_RUSSIAN,
        "bic": rules.NOT_BIK,
        "correspondent": rules.NOT_CORRESPONDENT,
    }


def test_a_right_account_leaves_no_doubt():
    assert rules.doubts(SBER) == []


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ({"number": "40702810138250123018"}, rules.KEY),
        ({"correspondent": "30101810400000000226"}, rules.CORRESPONDENT_KEY),
        ({"inn": "6663003128"}, rules.INN),
        ({"kpp": "77"}, rules.KPP),
    ],
)
def test_what_looks_wrong_is_said(other, word):
    assert rules.doubts(but(**other)) == [word]


def test_an_account_of_another_currency_is_doubted():
    assert rules.NOT_ROUBLES in rules.doubts(but(number="40702978138250123017"))


def test_what_is_typed_with_spaces_is_kept_without():
    assert rules.compact(" lv80 bank–0000 4351-9500 1") == "LV80BANK0000435195001"
