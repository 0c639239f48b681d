"""Double entry, plain: what each fact of the books moves between accounts. Every function's entries balance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

NOTHING = Decimal("0.00")
CENT = Decimal("0.01")

ACCOUNTS: dict[str, str] = {
    "bank": "2620",
    "cash": "2610",
    "card": "2670",
    "terminal": "2671",
    "credit": "5390",
    "receivables": "2310",
    "prepayments": "5210",
    "revenue": "6110",
    "vat": "5721",
    "duty": "5590",
    "refunds": "6190",
    "kept": "6510",
}
"""Our accounts and their usual numbers in a Latvian chart; each partner may set its own."""

MONEY = {"manual": "bank", "cash": "cash", "stripe": "card", "terminal": "terminal", "credit": "credit"}
"""In which account the money of each way to pay lies."""

FINDINGS: frozenset[str] = frozenset(
    {
        "paid_short", "not_settled", "above_paid", "lines_total", "kept_total", "refund_line", "refund_stuck",
        "document_total", "series_gap", "ledger", "quota_count", "voucher_count", "currency", "credit_total",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger by account: a debit above zero, a credit below."""

    at: datetime
    account: str
    amount: Decimal
    order: str
    what: str

    @property
    def credit(self) -> Decimal:
        return -self.amount


@dataclass(frozen=True, slots=True)
class Part:
    """What one line of an order costs, and how it is taxed: a rate, or None; then it `is_duty` to be passed on, or our own without VAT."""

    price: Decimal
    rate: Decimal | None
    is_duty: bool = True


def money_account(provider: str) -> str:
    """Return where the money of a way to pay lies; an unknown way counts as the bank."""
    return MONEY.get(provider, "bank")


def tax_in(price: Decimal, rate: Decimal | None) -> Decimal:
    """Return the VAT within a price that includes it."""
    return NOTHING if not rate else (price * rate / (100 + rate)).quantize(CENT, ROUND_HALF_UP)


def of_payment(at: datetime, provider: str, amount: Decimal, order: str) -> list[Entry]:
    """Money came (or, below zero, went): it lies in the account of its way and is owed to the buyer until the order is paid."""
    what = "payment" if amount > 0 else "refund"
    return [Entry(at, money_account(provider), amount, order, what), Entry(at, "prepayments", -amount, order, what)]


def of_sale(at: datetime, parts: Sequence[Part], order: str) -> list[Entry]:
    """What an order is for is sold: the buyer owes it, revenue is earned."""
    return _turnover(at, parts, order, "revenue", "sale", 1)


def of_return(at: datetime, parts: Sequence[Part], order: str) -> list[Entry]:
    """Sold parts are cancelled: the revenue goes into the account of returns, its VAT back, the buyer owes it no more."""
    return _turnover(at, parts, order, "refunds", "cancelled", -1)


def _turnover(at: datetime, parts: Sequence[Part], order: str, account: str, what: str, sign: int) -> list[Entry]:
    entries = []
    for part in parts:
        if not part.price:
            continue
        if part.rate is None and part.is_duty:
            entries += [Entry(at, "receivables", sign * part.price, order, what), Entry(at, "duty", -sign * part.price, order, what)]
            continue
        tax = tax_in(part.price, part.rate)
        name = f"{account}:{part.rate.normalize():f}" if account == "revenue" and part.rate is not None else account
        entries += [Entry(at, "receivables", sign * part.price, order, what), Entry(at, name, -sign * (part.price - tax), order, what)]
        if tax:
            entries.append(Entry(at, "vat", -sign * tax, order, what))
    return entries


def of_settling(at: datetime, amount: Decimal, order: str) -> list[Entry]:
    """What the buyer had paid in advance settles what is owed; below zero it is the buyer's again."""
    if not amount:
        return []
    what = "settled" if amount > 0 else "cancelled"
    return [Entry(at, "prepayments", amount, order, what), Entry(at, "receivables", -amount, order, what)]


def of_keeping(at: datetime, amount: Decimal, order: str) -> list[Entry]:
    """The organiser keeps money of cancelled parts."""
    return [Entry(at, "prepayments", amount, order, "kept"), Entry(at, "kept", -amount, order, "kept")]


def balance(entries: Iterable[Entry]) -> Decimal:
    """Return the sum of debits and credits; zero where the entries balance."""
    return sum((entry.amount for entry in entries), NOTHING)


DIFFERENCES = (
    "no_document", "not_paid", "other_day_paid", "other_day_stated", "not_sent_back", "no_credit_note", "amount",
)  # fmt: skip
"""Why the money and the documents of some days differ at one order, in the order in which they are shown."""


def difference(came: Decimal, stated: Decimal, came_ever: Decimal, stated_ever: Decimal | None) -> str:
    """Return why the money and the documents of some days differ at one order; `stated_ever` is None where it has no document."""
    if not stated:
        if stated_ever is None:
            return "no_document"
        if came < 0:
            return "no_credit_note" if stated_ever > came_ever else "other_day_stated"
        if came_ever <= stated_ever:
            return "other_day_stated"
        return "amount" if stated_ever else "not_sent_back"
    if not came:
        if stated < 0:
            return "not_sent_back" if came_ever > (stated_ever or NOTHING) else "other_day_paid"
        return "not_paid" if came_ever < (stated_ever or NOTHING) else "other_day_paid"
    return "amount"
