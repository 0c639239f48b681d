"""Refunds that go by bank: into a file once, on their way with its download, gone when the statement says so."""

from decimal import Decimal
from importlib.resources import files

import pytest
import xmlschema
from lxml import etree

from common.errors import Invalid
from ticketing.banking import operations, queries
from ticketing.banking.models import BankEntry
from ticketing.billing import operations as billing
from ticketing.billing import queries as ledger
from ticketing.factories import RoubleAccountFactory
from ticketing.models import Order, Refund, TransferLine
from ticketing.refunds import operations as refunds

pytestmark = pytest.mark.django_db
Six = Decimal("6.00")
RECEIVER = "EE382200221020145685"


@pytest.fixture
def who(vita, now):
    return {"by": vita, "at": now}


@pytest.fixture
def owed(an_order, who):
    def make(code="ABC789", account=RECEIVER, **facts) -> Refund:
        order = an_order(code, state=Order.State.CANCELLED, **facts)
        billing.record(order=order, provider="manual", amount=Six, reference=code, **who)
        refund = refunds.owe(order=order, amount=Six, reason="cancelled", way="bank", **who)
        return refunds.give_account(refund=refund, account=account, holder="Vera Ščukina", **who)

    return make


def test_the_file_says_who_gets_what_and_obeys_its_schema(account, owed, who):
    owed()
    owed("XYZ333")
    file = operations.make_file(account=account, **who)
    schema = files("sepaxml") / "schemas" / "pain.001.001.03.xsd"
    xmlschema.XMLSchema(str(schema)).validate(etree.fromstring(bytes(file.content)))
    root = etree.fromstring(bytes(file.content))
    found = {name: [node.text for node in root.iterfind(f".//{{*}}{name}")] for name in ("IBAN", "InstdAmt", "EndToEndId", "CtrlSum", "Nm")}
    assert found["IBAN"].count(account.number) >= 1
    assert found["IBAN"].count(RECEIVER) == 2
    assert found["InstdAmt"] == ["6.00", "6.00"]
    assert found["CtrlSum"][0] == "12.00"
    assert "Vera Scukina" in found["Nm"]
    assert set(found["EndToEndId"]) == set(TransferLine.objects.values_list("end_to_end", flat=True))


def test_a_refund_stands_in_one_file_and_is_on_its_way_once_that_is_fetched(account, owed, who):
    refund = owed()
    file = operations.make_file(account=account, **who)
    with pytest.raises(Invalid) as refused:
        operations.make_file(account=account, **who)
    assert refused.value.code == "nothing_to_pay"
    refund.refresh_from_db()
    assert refund.state == Refund.State.OWED
    for _ in range(2):
        operations.fetched(file=file, **who)
    refund.refresh_from_db()
    assert (refund.state, refund.reference) == (Refund.State.ORDERED, file.lines.get().end_to_end)


def test_the_next_statement_says_that_it_went_and_the_ledger_has_the_line(account, bank, owed, queued, who):
    refund = owed()
    operations.fetched(file=operations.make_file(account=account, **who), **who)
    bank.entry(-Six, end_to_end=TransferLine.objects.get().end_to_end, name="Vera")
    entry = queued()[0]
    refund.refresh_from_db()
    assert (entry.state, entry.why) == (BankEntry.State.BOOKED, BankEntry.Why.REFUND)
    assert refund.state == Refund.State.DONE
    assert ledger.balance(refund.order) == 0
    assert TransferLine.objects.get().entry == entry


def test_another_amount_than_was_ordered_waits(account, bank, owed, queued, who):
    refund = owed()
    operations.fetched(file=operations.make_file(account=account, **who), **who)
    bank.entry(Decimal("-5.00"), end_to_end=TransferLine.objects.get().end_to_end)
    assert queued()[0].state == BankEntry.State.QUEUED
    refund.refresh_from_db()
    assert refund.state == Refund.State.ORDERED


def test_one_that_failed_goes_into_a_new_file_under_a_new_word(account, owed, who):
    refund = owed()
    operations.fetched(file=operations.make_file(account=account, **who), **who)
    refunds.failed(refund=refund, why="Account closed", **who)
    refunds.again(refund=refund, **who)
    operations.make_file(account=account, **who)
    assert TransferLine.objects.values("end_to_end").distinct().count() == 2


def test_without_a_right_account_it_is_shown_and_not_paid(event, account, owed, who):
    owed(account="LV00WRONG")
    assert queries.payable(account) == []
    assert len(queries.unpayable(event.partner)) == 1


def test_in_roubles_it_is_a_list(event, owed, who):
    account = RoubleAccountFactory(partner=event.partner)
    owed(account="40817810099910004312", currency="RUB")
    rows = bytes(operations.make_file(account=account, **who).content).decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "6,00" in rows[1]
    assert "40817810099910004312" in rows[1]
