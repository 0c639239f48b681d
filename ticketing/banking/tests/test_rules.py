"""What is certain, and what is only likely."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.languages import fold
from ticketing.banking import rules
from ticketing.orders import references
from ticketing.orders.codes import new_code


def an_order(pk=1, code="ABC789", owed="6.00", currency="EUR", state="placed", name="Vera Ščukina"):
    return rules.Open(pk, code, currency, state, Decimal(owed), frozenset(fold(name).split()))


def best(orders, *, amount="6.00", text="", name="", currency="EUR"):
    found = rules.suggest(
        amount=Decimal(amount), currency=currency, said=rules.read(text), name=fold(name).split(), index=rules.Index(orders)
    )
    return found[0] if found else None


@pytest.mark.parametrize(
    "text",
    [
        "ABC789",
        "pasūtījums abc789.",
        references.rf("ABC789"),
        references.grouped(references.rf("ABC789")) + " Vera",
        "rf " + references.rf("ABC789")[2:],
        "АВС789",  # Cyrillic А, В, С
    ],
)
def test_a_code_is_found_however_it_is_written(text):
    assert "ABC789" in rules.read(text).codes


def test_a_number_in_a_russian_sentence_is_found():
    said = rules.read(f"Оплата заказа № {references.number(12345)} (ABC789) без НДС")
    assert 12345 in said.numbers
    assert 12345 in rules.read(references.grouped(references.number(12345))).numbers


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    rules.read(text)


@pytest.mark.parametrize(
    ("amount", "currency", "order", "word"),
    [
        ("6.00", "EUR", an_order(), "exact"),
        ("6.00", "EUR", an_order(state="lapsed"), "exact"),
        ("5.00", "EUR", an_order(), "partial"),
        ("7.00", "EUR", an_order(), "over"),
        ("6.00", "RUB", an_order(), "currency"),
        ("6.00", "EUR", an_order(owed="0.00", state="paid"), "paid_before"),
        ("6.00", "EUR", an_order(owed="0.00", state="cancelled"), "cancelled"),
    ],
)
def test_only_what_agrees_in_everything_is_certain(amount, currency, order, word):
    assert rules.verdict(Decimal(amount), currency, [order]) == word


def test_no_order_and_several_are_never_certain():
    assert rules.verdict(Decimal("6.00"), "EUR", []) == "unknown"
    assert rules.verdict(Decimal("6.00"), "EUR", [an_order(), an_order(2, "DEF789")]) == "several"


@pytest.mark.parametrize("typed", ["A8C789", "ABC78", "ABC7899", "BAC789", "ABC7B9", "ABX789", "4BC789"])
def test_a_mistyped_code_is_suggested(typed):
    found = best([an_order(), an_order(2, "XYZ333", "9.00")], text=f"pas. {typed}")
    assert found.parts == ((1, Decimal("6.00")),)
    assert "slip" in found.signs


@given(st.builds(new_code), st.integers(0, 5), st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ3789"))
def test_one_wrong_letter_never_hides_an_order(code, place, letter):
    typed = code[:place] + letter + code[place + 1 :]
    found = best([an_order(code=code)], text=typed)
    assert found is not None


def test_a_name_in_another_script_and_the_amount_are_enough_to_suggest():
    found = best([an_order(), an_order(2, "XYZ333", "6.00", name="Jānis Bērziņš")], name="ЩУКИНА ВЕРА")
    assert found.parts[0][0] == 1
    assert {"name", "amount"} <= set(found.signs)


def test_the_amount_of_one_order_only_is_a_hint():
    found = best([an_order(), an_order(2, "XYZ333", "9.00")], name="SIA Nezināms")
    assert (found.parts[0][0], found.signs) == (1, ("amount",))


def test_two_orders_in_one_payment_are_put_together():
    orders = [an_order(), an_order(2, "XYZ333", "9.00", name="Cits"), an_order(3, "QQQ777", "1.00")]
    found = best(orders, amount="15.00", text="ABC789 un XYZ333")
    assert found.parts == ((1, Decimal("6.00")), (2, Decimal("9.00")))
    assert "split" in found.signs
    own = best([an_order(), an_order(2, "XYZ333", "9.00"), an_order(3, "QQQ777", "1.00", name="Cits")], amount="15.00", name="Vera Ščukina")
    assert {pk for pk, _amount in own.parts} == {1, 2}


@pytest.mark.parametrize(("amount", "sign"), [("5.00", "partial"), ("8.00", "over")])
def test_too_little_and_too_much_are_said(amount, sign):
    assert sign in best([an_order()], amount=amount, text="ABC789").signs


def test_nothing_is_suggested_where_nothing_is_alike():
    assert best([an_order()], amount="99.00", text="Ziedojums", name="SIA Nezināms") is None


@given(
    st.lists(st.tuples(st.builds(new_code), st.decimals("0.01", "999", places=2)), min_size=1, max_size=20, unique_by=lambda one: one[0]),
    st.text(max_size=60),
    st.decimals("0.01", "9999", places=2),
)
def test_the_parts_of_every_suggestion_add_up_to_the_entry(orders, text, amount):
    known = rules.Index(an_order(pk, code, str(owed)) for pk, (code, owed) in enumerate(orders, 1))
    for one in rules.suggest(amount=amount, currency="EUR", said=rules.read(text), name=["vera", "scukina"], index=known):
        assert sum(part for _pk, part in one.parts) == amount
        assert 1 <= one.score <= 100
