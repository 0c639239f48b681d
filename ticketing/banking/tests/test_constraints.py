"""What the database itself keeps of the bank's papers."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ticketing.models import BankEntry, Booking, Payment, Statement, StatementFile, TransferFile
from ticketing.orders import references

pytestmark = pytest.mark.django_db


def copy(row, **facts):
    row.pk = None
    row._state.adding = True
    for name, value in facts.items():
        setattr(row, name, value)
    with transaction.atomic():
        row.save(force_insert=True)


@pytest.fixture
def entry(an_order, bank, queued):
    bank.entry(Decimal("6.00"), reference=references.rf(an_order().code))
    return queued()[0]


@pytest.mark.parametrize(
    "facts",
    [
        {},  # the same movement again
        {"key": "other", "amount": Decimal("0")},
        {"key": "other", "state": "lost"},
        {"key": "other", "state": "aside", "note": ""},
    ],
)
def test_an_entry_stands_once_moves_money_and_is_in_a_known_state(entry, facts):
    with pytest.raises(IntegrityError):
        copy(BankEntry.objects.get(), **facts)


def test_a_booking_moves_money_once_per_order_and_payment(entry):
    payment = Payment.objects.get()
    other = Payment.objects.create(
        order=payment.order, provider="manual", reference="x", amount=1, currency="EUR", recorded_at=payment.recorded_at
    )
    for facts in ({}, {"payment": other}, {"payment": other, "amount": Decimal("0")}):
        with pytest.raises(IntegrityError):
            copy(Booking.objects.get(), **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.update(counter=payment)


def test_statements_and_files_stand_once(entry):
    with pytest.raises(IntegrityError):
        copy(Statement.objects.get())
    with pytest.raises(IntegrityError):
        copy(Statement.objects.get(), key="other", begins_on=date(2030, 1, 1))
    for facts in ({}, {"digest": "other", "state": "eaten"}):
        with pytest.raises(IntegrityError):
            copy(StatementFile.objects.get(), **facts)


def test_a_file_of_transfers_pays_something(entry, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        TransferFile.objects.create(account=entry.account, content=b"", name="x", count=0, total=0, made_at=now)
