"""A file from the bank is read in once; what is certain is booked, the rest waits, and nothing is lost between."""

import json
import time
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from accounts.models import Entry as LogLine
from common.errors import Invalid
from ticketing.banking import operations, queries, tasks
from ticketing.banking.models import BankEntry, Booking, Statement, StatementFile
from ticketing.banking.operations import importing
from ticketing.banking.tests import generator
from ticketing.banking.tests.generator import Writer
from ticketing.billing import queries as ledger
from ticketing.factories import BankAccountFactory, EventFactory, OrderFactory, RoubleAccountFactory
from ticketing.models import Order, Payment
from ticketing.orders import references

pytestmark = pytest.mark.django_db
Six = Decimal("6.00")
State, Why = BankEntry.State, BankEntry.Why


def test_the_exact_reference_amount_and_currency_are_booked_and_the_order_is_paid(an_order, bank, queued):
    order = an_order()
    bank.entry(Six, reference=references.rf(order.code), bank="BANK-1", name="Vera")
    entry = queued()[0]
    order.refresh_from_db()
    assert (entry.state, entry.why, order.state) == (State.BOOKED, Why.EXACT, Order.State.PAID)
    payment = Payment.objects.get()
    assert (payment.order, payment.amount, payment.provider, payment.note) == (order, Six, "manual", "Vera")
    assert "BANK-1" in payment.reference
    assert entry.bookings.get().payment == payment
    assert LogLine.objects.filter(action="payment.recorded").count() == 1


def test_a_code_in_the_text_is_as_good(an_order, bank, queued):
    order = an_order()
    bank.entry(Six, text=f"Pasūtījums {order.code}")
    assert queued()[0].state == State.BOOKED


def test_a_rouble_number_finds_its_order(event, an_order, read_in):
    account = RoubleAccountFactory(partner=event.partner)
    order = an_order(currency="RUB", total="1500.00")
    text = f"Дата;Плательщик;Сумма;Назначение\n04.05.2026;Щукина;1500.00;{references.purpose_of(order).partition(' (')[0]}\n"
    read_in(text.encode("cp1251"), "may.csv", account)
    order.refresh_from_db()
    assert order.state == Order.State.PAID


@pytest.mark.parametrize(
    ("amount", "facts", "why"),
    [
        ("5.00", {}, Why.PARTIAL),
        ("7.00", {}, Why.OVER),
        ("6.00", {"state": Order.State.PAID, "total": "0.00"}, Why.PAID_BEFORE),
        ("6.00", {"state": Order.State.CANCELLED}, Why.CANCELLED),
        ("6.00", {"currency": "RUB"}, Why.CURRENCY),
    ],
)
def test_what_does_not_agree_waits_and_says_why(an_order, bank, queued, amount, facts, why):
    order = an_order(**facts)
    bank.entry(Decimal(amount), reference=references.rf(order.code))
    entry = queued()[0]
    assert (entry.state, entry.why) == (State.QUEUED, why)
    assert not Payment.objects.exists()


def test_an_order_of_another_partner_is_not_found(bank, queued):
    order = OrderFactory(state=Order.State.PLACED, code="XYZ333", total=Six)
    bank.entry(Six, reference=references.rf(order.code))
    assert queued()[0].why == Why.UNKNOWN


def test_paid_twice_only_the_first_is_booked(an_order, bank, queued):
    order = an_order()
    for _ in range(2):
        bank.entry(Six, reference=references.rf(order.code))
    assert [(entry.state, entry.why) for entry in queued()] == [(State.BOOKED, Why.EXACT), (State.QUEUED, Why.PAID_BEFORE)]


def test_money_for_an_order_that_lapsed_is_kept(an_order, bank, queued):
    order = an_order(state=Order.State.LAPSED)
    bank.entry(Six, reference=references.rf(order.code))
    assert queued()[0].state == State.BOOKED
    assert ledger.balance(order) == Six


def test_the_same_file_twice_changes_nothing(an_order, bank, read_in):
    bank.entry(Six, reference=references.rf(an_order().code))
    first, again = read_in(bank.content), read_in(bank.content, "other-name.xml")
    assert first.pk == again.pk
    assert (BankEntry.objects.count(), Payment.objects.count(), StatementFile.objects.count()) == (1, 1, 1)


def test_another_file_with_the_same_entries_adds_only_what_is_new(an_order, bank, read_in):
    bank.entry(Six, reference=references.rf(an_order().code))
    read_in(bank.content)
    bank.key = "2026-002"
    bank.entry(Decimal("1.00"))
    file = read_in(bank.content)
    assert file.added == 1
    assert (BankEntry.objects.count(), Payment.objects.count()) == (2, 1)


def test_a_reversal_takes_the_money_from_the_order_again(an_order, bank, queued):
    order = an_order()
    bank.entry(Six, reference=references.rf(order.code), end_to_end="E1")
    bank.entry(-Six, reference=references.rf(order.code), end_to_end="E1", reversal=True)
    entry, reversal = queued()
    assert (reversal.state, reversal.reverses) == (State.BOOKED, entry)
    assert ledger.balance(order) == 0
    order.refresh_from_db()
    assert order.state == Order.State.PLACED


def test_a_reversal_that_comes_later_leaves_a_paid_order_standing_out(event, an_order, bank, read_in):
    order = an_order()
    bank.entry(Six, reference=references.rf(order.code), end_to_end="E1")
    read_in(bank.content)
    later = Writer(bank.iban, key="2026-002")
    later.entry(-Six, end_to_end="E1", reversal=True, bank="B9")
    read_in(later.content)
    order.refresh_from_db()
    assert (order.state, ledger.balance(order)) == (Order.State.PAID, 0)
    assert order in ledger.unsettled(event)


def test_a_reversal_of_what_waits_is_tied_to_it(bank, queued):
    bank.entry(Six, end_to_end="E1")
    bank.entry(-Six, end_to_end="E1", reversal=True)
    entry, reversal = queued()
    assert (reversal.state, reversal.reverses) == (State.QUEUED, entry)


def test_a_statement_that_does_not_add_up_is_read_and_says_so(bank, read_in):
    bank.entry(Six)
    read_in(bank.text.replace("1006.00", "1010.00").encode())
    assert Statement.objects.get().gap == 4


def test_a_statement_of_somebody_elses_account_is_refused(event, account, vita, now):
    stranger = Writer("LV97HABA0012345678910")
    stranger.entry(Six)
    BankAccountFactory(partner=EventFactory().partner, number="LV97HABA0012345678910")
    with pytest.raises(Invalid) as refused:
        operations.receive(partner=event.partner, name="x.xml", content=stranger.content, account=None, by=vita, at=now)
    assert refused.value.code == "unknown_account"
    assert not StatementFile.objects.exists()


@pytest.mark.parametrize("content", [b"", b"x" * (importing.MOST_BYTES + 1)])
def test_an_empty_or_huge_file_is_refused(event, vita, now, content):
    with pytest.raises(Invalid) as refused:
        operations.receive(partner=event.partner, name="x.xml", content=content, account=None, by=vita, at=now)
    assert refused.value.code == "file_size"


def test_a_long_file_is_the_workers(monkeypatch, bank, read_in, django_capture_on_commit_callbacks):
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    asked = []
    monkeypatch.setattr(importing, "async_task", lambda name, **more: asked.append((name, more)))
    bank.entry(Six)
    bank.entry(Decimal("1.00"))
    with django_capture_on_commit_callbacks(execute=True):
        file = read_in(bank.content)
    assert (file.state, asked) == (StatementFile.State.WAITING, [(importing.TASK, {"file_id": file.pk})])
    assert tasks.bring_in_waiting() == 1
    assert tasks.bring_in_waiting() == 0
    assert BankEntry.objects.count() == 2


def test_a_file_that_fails_to_be_read_in_says_why_and_writes_nothing(monkeypatch, account, bank, read_in):
    monkeypatch.setattr(importing, "AT_ONCE", 0)
    monkeypatch.setattr(importing, "async_task", lambda *a, **more: None)
    bank.entry(Six)
    file = read_in(bank.content)
    type(account).objects.update(is_closed=True, is_default=False)
    assert tasks.bring_in(file_id=file.pk) == StatementFile.State.FAILED
    file.refresh_from_db()
    assert file.why
    assert not BankEntry.objects.exists()


# --- a thousand entries ---------------------------------------------------------------------------------------------


@pytest.fixture
def many_orders(event):
    letters = "ABCDEFGHJK"
    codes = ["ZW" + "".join(letters[int(digit)] for digit in f"{n:04d}") for n in range(1100)]
    made = Order.objects.bulk_create(
        OrderFactory.build(event=event, code=code, state=Order.State.PLACED, total=Decimal(n % 300 + 2), email="")
        for n, code in enumerate(codes)
    )
    return [(order.code, references.rf(order.code), order.total) for order in made]


def test_a_thousand_entries_are_booked_or_wait_and_both_sum_up_to_the_statement(event, bank, many_orders, vita, now, monkeypatch):
    made = generator.thousand(bank, many_orders)
    file = operations.receive(partner=event.partner, name="year.xml", content=bank.content, account=None, by=vita, at=now)
    StatementFile.objects.update(state=StatementFile.State.WAITING)
    settled = []
    carry_on = importing.carry_on
    monkeypatch.setattr(importing, "carry_on", lambda **more: settled.append(more))
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        operations.bring_in(file=file, by=vita, at=now)
    seconds = time.perf_counter() - began
    statement = Statement.objects.get()
    sums = queries.sums(statement)
    assert BankEntry.objects.count() == sums.count == 1000 + 2 * made["batch"]  # what stood twice in the file is one
    assert sums.aside == 0
    assert sums.booked + sums.queued == statement.moved == bank.closing - bank.opening
    assert statement.gap == 0
    counted = BankEntry.objects.filter(state=State.BOOKED, is_reversal=False).count()
    assert counted == made["exact"] + 3 * made["batch"]
    assert BankEntry.objects.filter(is_reversal=True, state=State.BOOKED).count() == made["reversed"]
    assert Payment.objects.aggregate(sum=Sum("amount"))["sum"] == sums.booked
    assert Booking.objects.aggregate(sum=Sum("amount"))["sum"] == sums.booked
    assert len(asked) < 80, f"{len(asked)} statements"
    print(json.dumps({"seconds": round(seconds, 2), "statements": len(asked), **made}))  # noqa: T201
    assert seconds < 30

    began = time.perf_counter()
    paid = carry_on(**settled[0])
    print(json.dumps({"settled": paid, "seconds": round(time.perf_counter() - began, 2)}))  # noqa: T201
    assert paid == made["exact"] + 3 * made["batch"] - made["reversed"]
    assert Order.objects.filter(state=Order.State.PAID).count() == paid
    assert operations.bring_in(file=file, by=vita, at=now).added == BankEntry.objects.count()
    assert BankEntry.objects.count() == 1000 + 2 * made["batch"]
