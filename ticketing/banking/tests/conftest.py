"""Vita keeps the books of Rēzekne: an account in euro, one in roubles, and orders that wait for money."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from accounts.factories import RoleFactory
from accounts.models import Person
from ticketing.banking import operations
from ticketing.banking.models import BankEntry, StatementFile
from ticketing.banking.tests.generator import Writer
from ticketing.factories import BankAccountFactory, EventFactory, OrderFactory
from ticketing.models import BankAccount, Event, Order

IBAN = "LV80BANK0000435195001"


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def event(db: None) -> Event:
    return EventFactory()


@pytest.fixture
def account(event: Event) -> BankAccount:
    return BankAccountFactory(partner=event.partner, number=IBAN)


@pytest.fixture
def vita(event: Event) -> Person:
    return RoleFactory(partner=event.partner, kind="finance", person__language="en").person


@pytest.fixture
def an_order(event: Event):
    def make(code: str = "ABC789", total: str = "6.00", **facts) -> Order:
        return OrderFactory(event=event, code=code, total=Decimal(total), **{"state": Order.State.PLACED, **facts})

    return make


@pytest.fixture
def bank(account: BankAccount) -> Writer:
    return Writer(IBAN)


@pytest.fixture
def read_in(event: Event, vita: Person, now: datetime):
    def read(content: bytes, name: str = "may.xml", account: BankAccount | None = None) -> StatementFile:
        file = operations.receive(partner=event.partner, name=name, content=content, account=account, by=vita, at=now)
        return operations.ask(file=file, by=vita, at=now)

    return read


@pytest.fixture
def queued(bank: Writer, read_in):
    """Reads in what the bank wrote and returns its entries in their order."""

    def read() -> list[BankEntry]:
        read_in(bank.content)
        return list(BankEntry.objects.order_by("place"))

    return read
