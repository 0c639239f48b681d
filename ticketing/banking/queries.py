"""Reads of statements: the queue, and the orders a movement may pay."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When

from accounts.models import Partner
from common.languages import fold
from ticketing.banking import rules
from ticketing.banking.models import BankEntry, Booking, Statement, StatementFile
from ticketing.billing import queries as ledger
from ticketing.billing import rules as numbers
from ticketing.billing.models import BankAccount
from ticketing.orders.models import Order
from ticketing.refunds import queries as refunds
from ticketing.refunds.models import Refund

State = BankEntry.State
_ZERO = Decimal("0.00")
_CENT = Decimal("0.01")


def _as_open(order: Any) -> rules.Open:
    owed = order.owed.quantize(_CENT) if order.state != Order.State.CANCELLED else _ZERO
    words = frozenset(word for word in fold(order.name).split() if len(word) > 2)
    return rules.Open(order.pk, order.code, order.currency, order.state, owed, words)


def named_orders(partner: Partner, codes: Collection[str], numbers: Collection[int]) -> list[rules.Open]:
    """Return the partner's orders of some codes or numbers, with what each still owes; carts are left out. One statement.

    Locked until the transaction ends, so that two imports do not pay one order twice.
    """
    wanted = Order.objects.filter(event__partner=partner).filter(Q(code__in=codes) | Q(pk__in=numbers)).exclude(state=Order.State.HELD)
    found = ledger.with_money(wanted.select_for_update(of=("self",)))
    return [_as_open(order) for order in found.order_by("pk").only("pk", "code", "name", "currency", "state", "total", "kept")]


def index(partner: Partner) -> rules.Index:
    """Return the partner's orders that wait for money or were closed in the last while, ready for suggestions. One statement."""
    wanted = Order.objects.filter(event__partner=partner, total__gt=0).exclude(state=Order.State.HELD)
    found = ledger.with_money(wanted).order_by("-pk").only("pk", "code", "name", "currency", "state", "total", "kept")[:5000]
    return rules.Index(_as_open(order) for order in found)


def suggestions(entry: BankEntry, known: rules.Index) -> list[rules.Suggestion]:
    """Return what a queued credit may be, best first; nothing for money that went."""
    if entry.amount <= 0 or entry.state != State.QUEUED:
        return []
    said = rules.read(entry.reference, entry.text, entry.end_to_end)
    name = [word for word in fold(entry.name).split() if len(word) > 2]
    return rules.suggest(amount=entry.amount, currency=entry.currency, said=said, name=name, index=known)


def entries(
    partner: Partner, *, state: str = "", why: str = "", account: int | None = None, statement: int | None = None, words: str = ""
) -> QuerySet[BankEntry]:
    """Return the partner's entries, newest first, or those whose payer, text, reference or amount hold every word."""
    found = BankEntry.objects.filter(account__partner=partner).select_related("account", "statement").order_by("-booked_on", "-pk")
    if state in State.values:
        found = found.filter(state=state)
    if why in BankEntry.Why.values:
        found = found.filter(why=why)
    if account:
        found = found.filter(account=account)
    if statement:
        found = found.filter(statement=statement)
    for word in words.split():
        wanted = Q(search__contains=fold(word)) | Q(bank_reference__icontains=word) | Q(bookings__order__code=word.upper())
        with suppress(ArithmeticError):
            wanted |= Q(amount=Decimal(word.replace(",", ".")).quantize(_CENT))
        found = found.filter(wanted)
    return found.distinct() if words else found


def by_why(partner: Partner) -> dict[str, int]:
    """Return how many entries wait for a decision, by the word why."""
    rows = BankEntry.objects.filter(account__partner=partner, state=State.QUEUED).order_by().values("why").annotate(n=Count("pk"))
    return {row["why"]: row["n"] for row in rows}


@dataclass(frozen=True, slots=True)
class Sums:
    """A statement in figures: what was booked, waits or is not ours; together they are all its entries."""

    booked: Decimal
    queued: Decimal
    aside: Decimal
    counts: dict[str, int]

    @property
    def all(self) -> Decimal:
        return self.booked + self.queued + self.aside

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def sums(statement: Statement) -> Sums:
    """Add up a statement's entries by what became of them. One statement to the database."""
    rows = BankEntry.objects.filter(statement=statement).order_by().values("state").annotate(n=Count("pk"), sum=Sum("amount"))
    found = {row["state"]: row for row in rows}
    booked, queued, aside = ((found[state]["sum"] if state in found else _ZERO).quantize(_CENT) for state in ("booked", "queued", "aside"))
    return Sums(booked, queued, aside, {state: row["n"] for state, row in found.items()})


def statements(partner: Partner) -> QuerySet[Statement]:
    """Return the partner's statements, newest first, with `n` entries of which `waiting` are to be decided."""
    return (
        Statement.objects.filter(account__partner=partner)
        .select_related("account", "file")
        .annotate(n=Count("entries"), waiting=Count(Case(When(entries__state=State.QUEUED, then=F("entries__pk")))))
        .order_by("-ends_on", "-pk")
    )


def files_waiting() -> QuerySet[StatementFile]:
    """Return the files whose reading was asked for and not finished."""
    return StatementFile.objects.filter(state=StatementFile.State.WAITING)


def live_bookings(entry: BankEntry) -> QuerySet[Booking]:
    """Return where an entry's money went, what was taken back left out."""
    return entry.bookings.filter(counter=None).select_related("order__event__partner", "payment")


def bookings_of(entries: Collection[BankEntry]) -> dict[int, list[Booking]]:
    """Return where several entries' money went, what was taken back left out. One statement."""
    found: dict[int, list[Booking]] = {}
    if entries:
        for booking in Booking.objects.filter(entry__in=[entry.pk for entry in entries], counter=None).select_related("payment"):
            found.setdefault(booking.entry_id, []).append(booking)
    return found


def reversed_by(entries: Sequence[BankEntry]) -> dict[int, BankEntry]:
    """Return for each reversal the entry it takes back: the opposite amount, and the same word of the payer or the bank.

    Without such a word it is the only entry of that amount and payer. One statement for all of one account.
    """
    if not entries:
        return {}
    first = BankEntry.objects.filter(account=entries[0].account_id, amount__in={-entry.amount for entry in entries}, is_reversal=False)
    free = list(first.filter(reversed_by=None).order_by("-booked_on", "-pk"))
    found: dict[int, BankEntry] = {}
    for entry in entries:
        fitting = [one for one in free if one.amount == -entry.amount and one.booked_on <= entry.booked_on]
        one = _by_word(entry, fitting) or _by_payer(entry, fitting)
        if one is not None:
            found[entry.pk] = one
            free.remove(one)
    return found


def _by_word(entry: BankEntry, fitting: Sequence[BankEntry]) -> BankEntry | None:
    for name in ("end_to_end", "bank_reference", "reference"):
        word = getattr(entry, name)
        same = [one for one in fitting if word and getattr(one, name) == word]
        if same:
            return same[0]
    return None


def _by_payer(entry: BankEntry, fitting: Sequence[BankEntry]) -> BankEntry | None:
    payer = (entry.name, entry.other_account)
    same = [one for one in fitting if any(payer) and (one.name, one.other_account) == payer]
    return same[0] if len(same) == 1 else None


def payable(account: BankAccount) -> list[Refund]:
    """Return the refunds to banks that an account can pay: in its currency, to an account of its kind, in no file not yet fetched."""
    waiting = refunds.owed("bank", partner=account.partner_id).with_account().filter(currency=account.currency)
    fresh = waiting.exclude(transfers__file__fetched_at=None, transfers__isnull=False).order_by("owed_at", "pk")
    return [refund for refund in fresh if (account.currency != "EUR" or numbers.is_iban(refund.account))]


def surplus_of(order: Order) -> Decimal:
    """Return what an order holds above its cost and nobody has been promised."""
    return refunds.surplus(order)


def unpayable(partner: Partner) -> list[Refund]:
    """Return the refunds to banks that lack an account, or name one in euro that is none."""
    waiting = refunds.owed("bank", partner=partner.pk).order_by("owed_at", "pk")
    return [refund for refund in waiting if not refund.account or (refund.currency == "EUR" and not numbers.is_iban(refund.account))]
