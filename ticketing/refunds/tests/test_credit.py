"""Credit instead of money: given when something goes back, spent at any event of the organiser, and always in the books."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import translation

from accounts.factories import PartnerFactory
from common.errors import Refused, Stale
from common.outbox.models import Message
from ticketing.billing import credits
from ticketing.billing import queries as ledger
from ticketing.factories import EventFactory, IssuerFactory, OrderFactory
from ticketing.invoicing import operations as invoicing
from ticketing.models import Document, Event, Order, Payment, Refund, Ticket, Voucher, VoucherUse
from ticketing.orders import links
from ticketing.orders import operations as orders
from ticketing.refunds import operations as refunds
from ticketing.treasury import checking, queries
from ticketing.vouchers import operations as vouchers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def browser():
    client = Client()
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def credit(fair, anna, now):
    return vouchers.issue_credit(partner=fair.partner, amount=Decimal("4.00"), currency="EUR", by=anna, at=now)


def read(order):
    return Order.objects.select_related("event__partner").get(pk=order.pk)


def agree(now):
    return list(checking.faults(now)) == []


# --- given ------------------------------------------------------------------------------------------------------------


def test_who_cancels_may_have_a_credit_and_reads_its_code_and_its_end(browser, paid, now):
    Event.objects.update(state="cancelled")
    said = browser.get(links.to(paid, "cancel")).content.decode()
    assert "As credit, at once" in said
    page = browser.post(links.to(paid, "cancel"), {"way": "credit"}, follow=True).content.decode()
    refund = Refund.objects.select_related("credit", "payment").get()
    assert (refund.way, refund.state, refund.credit.value, refund.payment.provider) == ("credit", "done", Decimal("6.00"), "credit")
    assert refund.credit.valid_until > now + timedelta(days=729)
    assert refund.credit.code in page
    letter = Message.objects.get(kind="refund.done")
    assert refund.credit.code in letter.text
    assert str(refund.credit.valid_until.year) in letter.text
    assert not Message.objects.filter(kind="refund.owed").exists(), "one letter is enough"
    assert agree(now)


def test_a_credit_follows_the_conditions_as_money_does(browser, paid, now):
    shift = timedelta(days=39)
    fair = paid.event
    Event.objects.filter(pk=fair.pk).update(starts_at=fair.starts_at + shift, ends_at=fair.ends_at + shift)
    browser.post(links.to(paid, "cancel"), {"way": "credit"})
    assert Voucher.objects.get().value == Decimal("3.00")
    assert read(paid).kept == Decimal("3.00")
    assert agree(now)


def test_one_ticket_alone_may_become_a_credit(browser, paid, now):
    Event.objects.update(state="cancelled")
    ticket = Ticket.objects.filter(order_line__order=paid).first()
    browser.post(links.to(paid, "cancel_ticket", ticket=ticket.pk), {"way": "credit"})
    assert (Voucher.objects.get().value, read(paid).total) == (Decimal("3.00"), Decimal("3.00"))
    assert agree(now)


def test_who_waits_for_the_bank_may_think_better_of_it(browser, paid, owe, now):
    refund = owe("2.00", way="bank")
    browser.post(links.to(paid, "refund_account", refund=refund.pk), {"way": "credit"})
    refund.refresh_from_db()
    assert (refund.state, refund.credit.value) == ("done", Decimal("2.00"))
    browser.post(links.to(paid, "refund_account", refund=refund.pk), {"way": "credit"})
    assert Voucher.objects.count() == 1
    with pytest.raises(Stale):
        refunds.again(refund=refund, way="credit", by="visitor", at=now)


def test_the_desk_gives_a_credit_too(paid, owe, anna, now):
    refund = owe("2.00", way="bank")
    refunds.again(refund=refund, way="credit", by=anna, at=now)
    assert refund.credit.value == Decimal("2.00")
    assert owe("1.00", way="credit").credit.value == Decimal("1.00")


def test_a_cancelled_invoice_is_corrected_though_the_money_becomes_a_credit(paid, anna, now):
    IssuerFactory(partner=paid.event.partner)
    invoice = invoicing.issue(order=read(paid), kind="invoice", by=anna, at=now)
    orders.cancel(order=read(paid), by=anna, at=now, way="credit")
    note = Document.objects.get(kind="credit")
    assert (note.corrects, note.total) == (invoice, Decimal("6.00"))
    assert Voucher.objects.get().value == Decimal("6.00")
    assert agree(now)


def test_a_credit_without_its_voucher_cannot_be(owe):
    refund = owe("1.00", way="credit")
    with pytest.raises(IntegrityError, match="refund_as_credit_has_voucher"), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(credit=None)


def test_one_credit_stands_for_one_refund(owe):
    first, second = owe("1.00", way="credit"), owe("2.00", way="credit")
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.filter(pk=second.pk).update(credit=first.credit)


# --- spent ------------------------------------------------------------------------------------------------------------


def test_a_credit_pays_a_part_and_the_rest_comes_another_way(browser, buy, pay, credit, now):
    order = buy()
    page = browser.post(links.to(order, "pay"), {"credit": credit.code.lower().replace("-", " ")}, follow=True).content.decode()
    assert "€4.00 are paid with your credit" in page
    assert "Pay €2.00" in page
    assert (read(order).state, ledger.owed(read(order))) == ("placed", Decimal("2.00"))
    pay(order, "2.00")
    assert read(order).state == "paid"


def test_a_credit_that_is_enough_pays_at_once_and_keeps_the_rest(browser, buy, credit):
    order = buy(1)
    page = browser.post(links.to(order, "pay"), {"credit": credit.code}, follow=True)
    credit.refresh_from_db()
    assert (read(order).state, credit.balance) == ("paid", Decimal("1.00"))
    assert page.redirect_chain[-1][0] == links.to(order)


def test_the_credit_of_a_cancelled_order_pays_the_next(browser, paid, buy, now, anna):
    orders.cancel(order=read(paid), by=anna, at=now, way="credit")
    order = buy()
    browser.post(links.to(order, "pay"), {"credit": Voucher.objects.get().code})
    assert read(order).state == "paid"
    assert agree(now)
    scope = queries.Scope(paid.event.partner, "EUR")
    rows = {row.provider: row.closing for row in queries.statement(scope, now - timedelta(days=1), now + timedelta(days=1)).rows}
    assert rows == {"manual": Decimal("6.00"), "credit": Decimal("0.00")}
    assert queries.standing(scope).agrees


@pytest.mark.parametrize(("kind", "said"), [("unknown", "no such code"), ("partner", "no such code"), ("roubles", "other currency")])
def test_a_code_that_is_none_of_this_organiser_or_currency_is_refused(browser, buy, anna, now, kind, said):
    order = buy()
    partner = PartnerFactory() if kind == "partner" else order.event.partner
    other = vouchers.issue_credit(partner=partner, amount=Decimal(9), currency="RUB" if kind == "roubles" else "EUR", by=anna, at=now)
    page = browser.post(links.to(order, "pay"), {"credit": "K7QM-3XTD-PA9W" if kind == "unknown" else other.code}).content.decode()
    assert said in page
    assert not Payment.objects.exists()
    assert not VoucherUse.objects.exists()


@pytest.mark.parametrize(("facts", "said"), [({"ended_at": "past"}, "taken back"), ({"valid_until": "past"}, "no longer valid")])
def test_one_that_is_over_is_refused(browser, buy, credit, now, facts, said):
    Voucher.objects.update(**dict.fromkeys(facts, now - timedelta(minutes=1)))
    order = buy()
    assert said in browser.post(links.to(order, "pay"), {"credit": credit.code}).content.decode()
    with pytest.raises(vouchers.BadVoucher):
        vouchers.spend(voucher=credit, order=order, amount=Decimal(1), currency="EUR", at=now)


def test_an_empty_field_and_an_empty_credit_are_told_apart(browser, buy, credit):
    order = buy()
    assert "Type the code" in browser.post(links.to(order, "pay"), {"credit": " "}).content.decode()
    Voucher.objects.update(spent=credit.value)
    assert "used up" in browser.post(links.to(order, "pay"), {"credit": credit.code}).content.decode()


def test_what_is_paid_already_takes_no_more(paid, credit, now):
    with pytest.raises(Stale):
        credits.pay(order=read(paid), code=credit.code, by="visitor", at=now)
    assert not VoucherUse.objects.exists()


def test_what_a_lapsed_order_took_of_a_credit_comes_back_as_one(buy, credit, now):
    order = buy()
    credits.pay(order=order, code=credit.code, by="visitor", at=now)
    late = read(order).expires_at + timedelta(minutes=1)
    for _number in range(2):
        orders.lapse(order=read(order), at=late)
    refund = Refund.objects.select_related("credit").get()
    assert (refund.reason, refund.credit.value, refund.credit.balance) == ("lapsed", Decimal("4.00"), Decimal("4.00"))
    assert ledger.balance(order) == 0
    assert not ledger.unsettled(order.event)


def test_a_part_paid_with_credit_goes_back_when_the_order_is_cancelled(browser, buy, credit, now):
    order = buy()
    credits.pay(order=order, code=credit.code, by="visitor", at=now)
    assert "€4.00" in browser.get(links.to(order, "cancel")).content.decode()
    browser.post(links.to(order, "cancel"), {"way": "credit"})
    assert Refund.objects.get().amount == Decimal("4.00")
    assert ledger.balance(order) == 0


def test_the_nightly_check_finds_a_credit_that_differs_from_the_ledger(buy, owe, credit, now):
    assert agree(now)
    credits.pay(order=buy(), code=credit.code, by="visitor", at=now)
    assert agree(now)
    Payment.objects.filter(provider="credit", amount__gt=0).update(reference="lost")
    assert {fault.kind for fault in checking.credits(now)} == {"credit_total"}


@pytest.mark.django_db(transaction=True)
def test_one_credit_pays_two_orders_at_once_no_more_than_it_holds(buy, credit, now):
    found = [buy().pk for _number in range(4)]

    def pay_one(pk):
        try:
            order = Order.objects.select_related("event__partner").get(pk=pk)
            return str(credits.pay(order=order, code=credit.code, by="visitor", at=now).amount)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        ends = sorted(people.map(pay_one, found))
    assert ends == ["4.00", "bad_voucher", "bad_voucher", "bad_voucher"]
    credit.refresh_from_db()
    assert (credit.spent, VoucherUse.objects.count(), Payment.objects.count()) == (Decimal("4.00"), 1, 1)


def test_another_partners_event_does_not_know_the_credit(credit, now):
    elsewhere = OrderFactory(event=EventFactory(partner=PartnerFactory()), state="placed", total="6.00", expires_at=now + timedelta(days=1))
    with pytest.raises(vouchers.BadVoucher):
        credits.pay(order=elsewhere, code=credit.code, by="visitor", at=now)
