"""What Vita decides about what waits."""

from decimal import Decimal

import pytest

from common.errors import Invalid, Stale
from ticketing.banking import operations, queries
from ticketing.banking.models import BankEntry, Booking
from ticketing.banking.operations import Part
from ticketing.billing import queries as ledger
from ticketing.factories import OrderFactory
from ticketing.models import Order, Payment, Refund
from ticketing.orders import references

pytestmark = pytest.mark.django_db
Six, Nine = Decimal("6.00"), Decimal("9.00")
State = BankEntry.State


@pytest.fixture
def who(vita, now):
    return {"by": vita, "at": now}


def test_one_payment_for_two_orders_pays_both(an_order, bank, queued, who):
    one, other = an_order(), an_order("XYZ333", "9.00")
    bank.entry(Six + Nine)
    operations.book(entry=queued()[0], parts=[Part("ABC789", Six), Part("xyz333", Nine)], **who)
    assert set(Order.objects.values_list("state", flat=True)) == {Order.State.PAID}
    assert (ledger.balance(one), ledger.balance(other)) == (Six, Nine)


def test_two_payments_for_one_order_pay_it_with_the_second(an_order, bank, queued, who):
    order = an_order()
    bank.entry(Decimal("2.00"))
    bank.entry(Decimal("4.00"))
    for entry, state in zip(queued(), (Order.State.PLACED, Order.State.PAID), strict=True):
        operations.book(entry=entry, parts=[Part("ABC789", entry.amount)], **who)
        order.refresh_from_db()
        assert order.state == state


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], "no_parts"),
        ([Part("ABC789", Decimal("5.00"))], "sum_differs"),
        ([Part("ABC789", Nine)], "sum_differs"),
        ([Part("NOBODY", Six)], "unknown_order"),
        ([Part("FREMDE", Six)], "unknown_order"),
        ([Part("RUBRUB", Six)], "currency"),
        ([Part("ABC789", Decimal("3.00")), Part("abc789", Decimal("3.00"))], "order_twice"),
        ([Part("ABC789", Nine), Part("XYZ333", Decimal("-3.00"))], "not_positive"),
    ],
)
def test_parts_that_make_no_sense_are_refused_whole(an_order, bank, queued, who, parts, code):
    an_order(), an_order("XYZ333", "9.00"), an_order("RUBRUB", currency="RUB")
    OrderFactory(code="FREMDE", state=Order.State.PLACED, total=Six)
    bank.entry(Six)
    with pytest.raises(Invalid) as refused:
        operations.book(entry=queued()[0], parts=parts, **who)
    assert refused.value.code == code
    assert not Payment.objects.exists()


def test_nobody_books_twice_what_two_have_open(an_order, bank, queued, who):
    an_order()
    bank.entry(Six)
    entry = queued()[0]
    operations.book(entry=entry, parts=[Part("ABC789", Six)], **who)
    with pytest.raises(Stale):
        operations.book(entry=entry, parts=[Part("ABC789", Six)], **who)
    assert ledger.balance(Order.objects.get()) == Six


def test_a_booking_is_taken_back_by_a_counter_line_and_can_be_made_anew(an_order, bank, queued, who):
    wrong, right = an_order(), an_order("XYZ333", "6.00")
    bank.entry(Six)
    entry = queued()[0]
    operations.book(entry=entry, parts=[Part("ABC789", Six)], **who)
    operations.take_back(entry=entry, **who)
    assert [payment.amount for payment in wrong.payments.all()] == [Six, -Six]
    assert Booking.objects.get().counter is not None
    operations.book(entry=entry, parts=[Part("XYZ333", Six)], **who)
    operations.take_back(entry=entry, **who)
    operations.book(entry=entry, parts=[Part("ABC789", Six)], **who)
    assert (ledger.balance(wrong), ledger.balance(right)) == (Six, 0)


def test_what_the_bank_itself_took_back_cannot_be_undone(an_order, bank, queued, who):
    bank.entry(Six, reference=references.rf(an_order().code), end_to_end="E1")
    bank.entry(-Six, end_to_end="E1", reversal=True)
    for entry in queued():
        with pytest.raises(Invalid) as refused:
            operations.take_back(entry=entry, **who)
        assert refused.value.code == "not_undoable"


def test_what_is_not_ours_is_set_aside_with_a_reason_and_brought_back(bank, queued, who):
    bank.entry(Six)
    entry = queued()[0]
    with pytest.raises(Invalid) as refused:
        operations.set_aside(entries=[entry], reason=" ", **who)
    assert refused.value.code == "reason_missing"
    assert operations.set_aside(entries=[entry], reason="Rent of the hall", **who) == 1
    entry.refresh_from_db()
    assert (entry.state, entry.note) == (State.ASIDE, "Rent of the hall")
    operations.undo_aside(entry=entry, **who)
    entry.refresh_from_db()
    assert (entry.state, entry.note) == (State.QUEUED, "")


def test_a_reversal_takes_what_it_reverses_along(bank, queued, who):
    bank.entry(Six, end_to_end="E1")
    bank.entry(-Six, end_to_end="E1", reversal=True)
    assert operations.set_aside(entries=[queued()[1]], reason="Reversed", **who) == 2


def test_what_was_paid_too_much_is_owed_to_the_account_it_came_from(an_order, bank, queued, who):
    order = an_order()
    bank.entry(Nine, name="Vera", account="LV97HABA0012345678910")
    entry = queued()[0]
    operations.book(entry=entry, parts=[Part("ABC789", Nine)], **who)
    operations.owe_back(entry=entry, **who)
    refund = Refund.objects.get()
    assert (refund.order, refund.amount, refund.way) == (order, Decimal("3.00"), "bank")
    assert (refund.account, refund.holder) == ("LV97HABA0012345678910", "Vera")
    with pytest.raises(Invalid) as refused:
        operations.owe_back(entry=entry, **who)
    assert refused.value.code == "no_surplus"


def test_suggestions_are_asked_by_one_statement(event, an_order, bank, queued, django_assert_num_queries):
    for code in ("ABC789", "XYZ333", "QQQ777"):
        an_order(code, name="Вера Щукина")
    bank.entry(Six, text="pas. A8C789", name="Vera Ščukina")
    entry = queued()[0]
    with django_assert_num_queries(1):
        found = queries.suggestions(entry, queries.index(event.partner))
    assert found[0].parts[0][0] == Order.objects.get(code="ABC789").pk
    assert {"slip", "name", "amount"} <= set(found[0].signs)
