"""From a price's snapshot to the lines of an order: one per kind of money and rate of tax, adding up to the same total."""

from dataclasses import dataclass
from decimal import Decimal

from ticketing.pricing import Kind, Quote

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Sum:
    """So much, with tax, of one kind: "fee", "duty" or "deposit"."""

    kind: str
    amount: Decimal
    tax_rate: Decimal | None


def sums(quote: Quote) -> list[Sum]:
    """Return what an invoice of the quote would state, largest first; lines of nothing are left out.

    Discounts lower what they are a discount of; rounding goes with the largest.
    """
    parts: dict[tuple[str, Decimal | None], Decimal] = {}
    kinds = {line.code: line.kind for line in quote.lines}
    rounding = NOTHING
    for line in quote.lines:
        if line.kind == Kind.ROUNDING:
            rounding += line.amount
            continue
        if line.tax_rate is not None:
            continue  # summed with its rate below, where the tax is
        key = (_kind(kinds.get(dict(line.because).get("of", ""), line.kind) if line.kind == Kind.DISCOUNT else line.kind), None)
        parts[key] = parts.get(key, NOTHING) + line.amount
    for tax in quote.taxes:
        parts["fee", tax.rate] = tax.base + tax.tax
    found = sorted((Sum(kind, amount, rate) for (kind, rate), amount in parts.items() if amount), key=lambda one: (-one.amount, one.kind))
    if rounding and found:
        found[0] = Sum(found[0].kind, found[0].amount + rounding, found[0].tax_rate)
    return found


def _kind(kind: str) -> str:
    return {Kind.MUNICIPAL_DUTY: "duty", Kind.DEPOSIT: "deposit"}.get(Kind(kind), "fee")
