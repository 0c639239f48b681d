"""What must go back, as a treasurer carries it out: by bank in a file, by card through the card company, in cash by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from accounts.partners.models import Partner
from ticketing.banking import queries as bank
from ticketing.banking.models import TransferFile
from ticketing.billing.models import BankAccount
from ticketing.refunds.models import Refund
from ticketing.treasury.rules import NOTHING

State, Way = Refund.State, Refund.Way


@dataclass(slots=True)
class Heap:
    """Refunds that wait for the same thing."""

    count: int = 0
    amount: Decimal = NOTHING

    def add(self, refund: Refund) -> None:
        self.count += 1
        self.amount += refund.amount


@dataclass(slots=True)
class Going:
    """All that is promised back and has not gone, by what it waits for; the heaps together are all of it."""

    ready: Heap = field(default_factory=Heap)
    """To a bank account we know."""
    asked: Heap = field(default_factory=Heap)
    """To a bank account the buyer was asked for, or whose number is wrong."""
    written: Heap = field(default_factory=Heap)
    """In a file that nobody has fetched yet."""
    card: Heap = field(default_factory=Heap)
    cash: Heap = field(default_factory=Heap)
    credit: Heap = field(default_factory=Heap)
    on_way: Heap = field(default_factory=Heap)
    failed: Heap = field(default_factory=Heap)
    failed_card: Heap = field(default_factory=Heap)
    """What a card company would not carry out; it may be tried again."""

    @property
    def all(self) -> Heap:
        heaps = [getattr(self, name) for name in self.__dataclass_fields__]
        return Heap(sum(heap.count for heap in heaps), sum((heap.amount for heap in heaps), NOTHING))


def going(refunds: Any, partner: Partner, currency: str) -> Going:
    """Put the open ones of `refunds`, all of one currency, into heaps."""
    found = Going()
    files = set(unfetched(partner, currency).values_list("lines__refund", flat=True))
    payable = {refund.pk for account in accounts(partner, currency) for refund in bank.payable(account)}
    for refund in refunds.open():
        _heap(found, refund, files, payable).add(refund)
    return found


def _heap(found: Going, refund: Refund, files: set[int], payable: Iterable[int]) -> Heap:
    if refund.state == State.ORDERED:
        return found.on_way
    if refund.state == State.FAILED:
        return found.failed_card if refund.way == Way.CARD else found.failed
    if refund.way == Way.BANK:
        return found.written if refund.pk in files else found.ready if refund.pk in payable else found.asked
    return {Way.CARD: found.card, Way.CASH: found.cash}.get(Way(refund.way), found.credit)


def accounts(partner: Partner, currency: str) -> list[BankAccount]:
    """Return the account that pays refunds of a currency; none where the partner has not said."""
    return list(partner.bank_accounts.filter(currency=currency, is_default=True, is_closed=False))


def unfetched(partner: Partner, currency: str) -> Any:
    """Return the files of transfers that nobody has fetched yet."""
    return TransferFile.objects.filter(account__partner=partner, account__currency=currency, fetched_at=None).defer("content")
