"""Money stands in the ledger before its order is paid. Whoever dies between the two leaves work that is finished for him."""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, connections

from common.outbox.models import Message
from ticketing.banking import operations as banking
from ticketing.banking.operations import importing
from ticketing.banking.tests.generator import Writer
from ticketing.billing import operations as billing
from ticketing.factories import BankAccountFactory
from ticketing.models import BankEntry, Order, Payment, Refund, StatementFile, Ticket
from ticketing.orders import operations as orders
from ticketing.orders import references
from ticketing.refunds import operations as refunds
from ticketing.treasury import operations, tasks

IBAN = "LV80BANK0000435195001"
DIED = 9


@pytest.fixture
def came(buy, monkeypatch):
    """`came(order)` is an order whose money was written by somebody who died in that moment."""

    def make(order: Order, amount: str = "24.20") -> Order:
        with monkeypatch.context() as patch:
            patch.setattr(billing, "settle", lambda **more: False)
            billing.record(
                order=order, provider="manual", amount=Decimal(amount), reference=f"B{order.pk}", by="system", at=order.placed_at
            )
        return order

    return make


def test_an_order_whose_money_came_is_paid_by_the_next_round_and_once(buy, came, now):
    order = came(buy())
    assert (operations.finish_orders(at=now), operations.finish_orders(at=now)) == (1, 0)
    order.refresh_from_db()
    assert order.state == Order.State.PAID
    assert Message.objects.filter(kind="order.confirmed").count() == 1


@pytest.mark.parametrize(("amount", "promised"), [("24.19", False), ("24.20", True)])
def test_what_is_not_whole_or_promised_back_stays_as_it_is(buy, came, anna, now, amount, promised):
    order = came(buy(), amount)
    if promised:
        refunds.owe(order=order, amount=Decimal("24.20"), reason="asked", way="bank", by=anna, at=now)
    assert operations.finish_orders(at=now) == 0
    assert Refund.objects.filter(state=Refund.State.OWED).count() == promised


@pytest.mark.parametrize(("hours", "paid"), [(1, 1), (25, 0)])
def test_a_lapsed_order_lives_again_within_a_day_of_its_money(buy, came, now, hours, paid):
    order = buy(at=now - timedelta(hours=hours))
    assert orders.lapse(order=order, at=order.expires_at)
    came(order)
    assert operations.finish_orders(at=now) == paid


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that forks")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.django_db(transaction=True)
def test_the_process_dies_between_a_bank_file_and_its_orders(buy, anna, now, monkeypatch):
    """A process of its own reads the file in, and ends where the file is written and no order knows it."""
    first, second = buy(1), buy(2)
    partner = first.event.partner
    BankAccountFactory(partner=partner, number=IBAN)
    bank = Writer(IBAN)
    for order in (first, second):
        bank.entry(order.total, reference=references.rf(order.code))
    file = banking.receive(partner=partner, name="may.xml", content=bank.content, account=None, by=anna, at=now)
    connections.close_all()
    child = os.fork()
    if not child:
        monkeypatch.setattr(importing, "carry_on", lambda **more: os._exit(DIED))
        banking.ask(file=file, by=anna, at=now)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == DIED
    connection.ensure_connection()
    assert StatementFile.objects.get().state == StatementFile.State.DONE
    assert set(Order.objects.values_list("state", flat=True)) == {Order.State.PLACED}

    assert tasks.finish_orders() == 2
    assert tasks.finish_orders() == 0
    assert set(Order.objects.values_list("state", flat=True)) == {Order.State.PAID}
    assert set(Ticket.objects.values_list("state", flat=True)) == {"valid"}
    assert Payment.objects.count() == BankEntry.objects.filter(state="booked").count() == 2
