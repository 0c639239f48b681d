"""From a price's snapshot to the lines of an order: one per kind of money and rate of tax, adding up to the same total."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ticketing.pricing import Kind, Quote
from ticketing.pricing.quotes import Line

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Sum:
    """So much, with tax, of one kind: "fee", "duty" or "deposit"; `specification` is the part of the quote it is made of, as data."""

    kind: str
    amount: Decimal
    tax_rate: Decimal | None
    tax_ground: str = ""
    specification: Mapping[str, Any] = field(default_factory=dict, compare=False)


def sums(quote: Quote) -> list[Sum]:
    """Return what an invoice of the quote would state, largest first; lines of nothing are left out.

    Discounts lower what they are a discount of; rounding goes with the largest.
    """
    parts: dict[tuple[str, Decimal | None, str], list[Line]] = {}
    kinds = {line.code: line.kind for line in quote.lines}
    roundings = [line for line in quote.lines if line.kind == Kind.ROUNDING]
    for line in quote.lines:
        if line.kind != Kind.ROUNDING:
            parts.setdefault(_key(line, kinds), []).append(line)
    found = []
    for (kind, rate, ground), lines in parts.items():
        amount = sum((line.amount for line in lines), NOTHING)
        if rate is not None:
            amount = next(tax.base + tax.tax for tax in quote.taxes if tax.rate == rate)
        if amount:
            found.append((Sum(kind, amount, rate, ground), lines))
    found.sort(key=lambda one: (-one[0].amount, one[0].kind))
    if roundings and found:
        first, lines = found[0]
        found[0] = replace(first, amount=first.amount + sum((line.amount for line in roundings), NOTHING)), [*lines, *roundings]
    return [replace(one, specification=_part(quote, lines, one.amount)) for one, lines in found]


def _key(line: Line, kinds: Mapping[str, str]) -> tuple[str, Decimal | None, str]:
    """Return what a line is summed with: all of one rate, or what is of one kind and outside tax for one reason."""
    if line.tax_rate is not None:
        return "fee", line.tax_rate, ""
    kind = kinds.get(dict(line.because).get("of", ""), line.kind) if line.kind == Kind.DISCOUNT else line.kind
    return _kind(kind), None, line.tax_ground


def _part(quote: Quote, lines: list[Line], amount: Decimal) -> dict[str, Any]:
    codes = {line.code for line in lines}
    names = tuple(name for name in quote.names if name[0] in codes)
    return replace(quote, lines=tuple(lines), taxes=(), total=amount, names=names).to_json()


def _kind(kind: str) -> str:
    return {Kind.MUNICIPAL_DUTY: "duty", Kind.DEPOSIT: "deposit"}.get(Kind(kind), "fee")
