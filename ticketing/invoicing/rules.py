"""Rules of papers about money: what numbers look like, which paper an order may have, how amounts are divided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

NUMBER, YEAR = "{number}", "{year}"
DIGITS = 4
CENT, NOTHING = Decimal("0.01"), Decimal("0.00")

ASKING, CORRECTABLE = ("prepayment", "invoice"), ("invoice", "prepayment", "receipt")
"""Papers that ask for money; papers a credit note may be written to, first the one it is written to first."""

PATTERNS: Mapping[str, Mapping[str, str]] = {
    "LV": {"invoice": "R-", "prepayment": "AR-", "credit": "KR-", "receipt": "KV-", "act": "A-"},
    "RU": {"invoice": "С-", "prepayment": "СП-", "credit": "КС-", "receipt": "КВ-", "act": "А-"},
}
"""How a kind's numbers begin where the issuer has not said otherwise."""


def pattern_for(country: str, kind: str) -> str:
    """Return the usual pattern of a kind's numbers, such as "R-{year}-{number}"."""
    return f"{PATTERNS.get(country, PATTERNS['LV'])[kind]}{YEAR}-{NUMBER}"


def numbered(pattern: str, *, year: int, number: int) -> str:
    """Return a number as it is printed: "R-2026-0001"."""
    return pattern.replace(YEAR, str(year)).replace(NUMBER, f"{number:0{DIGITS}d}")


def refusal(kind: str, *, state: str, total: Decimal, is_over: bool) -> str:
    """Return why an order may not have a paper of this kind; "" where it may.

    The reason is a stable word: not_ordered, nothing_to_invoice, not_paid, paid_already, too_early.
    """
    if state not in ("placed", "paid"):
        return "not_ordered"
    if not total:
        return "nothing_to_invoice"
    if kind == "prepayment" and state == "paid":
        return "paid_already"
    if kind in ("receipt", "act") and state != "paid":
        return "not_paid"
    return "too_early" if kind == "act" and not is_over else ""


def cents(amount: Decimal) -> Decimal:
    """Round to cents, halves away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def tax_within(amount: Decimal, rate: Decimal) -> Decimal:
    """Return the tax that an amount with tax holds."""
    return cents(amount * rate / (100 + rate))


def share_out(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Divide an amount by weights into cents that add up to it; those that lost most by rounding down get the odd cents."""
    whole = sum(weights, NOTHING)
    if not whole:
        raise ValueError("nothing to divide by")
    exact = [amount * weight / whole for weight in weights]
    parts = [one.quantize(CENT, ROUND_DOWN) for one in exact]
    odd = int((amount - sum(parts, NOTHING)) / CENT)
    for place in sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))[:odd]:
        parts[place] += CENT
    return parts


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """All that is taxed alike: the amount without tax and the tax. `rate` None is outside tax, with its `ground`."""

    rate: Decimal | None
    ground: str
    base: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return self.base + self.tax

    @property
    def key(self) -> tuple[Decimal | None, str]:
        return self.rate, self.ground


def less(groups: Sequence[TaxGroup], taken: Sequence[TaxGroup]) -> list[TaxGroup]:
    """Return what is left of the groups once others are taken off."""
    base = {one.key: NOTHING for one in groups}
    tax = dict(base)
    for one in taken:
        base[one.key] += one.base
        tax[one.key] += one.tax
    return [TaxGroup(one.rate, one.ground, one.base - base[one.key], one.tax - tax[one.key]) for one in groups]


def part_of(groups: Sequence[TaxGroup], amount: Decimal) -> list[TaxGroup]:
    """Return the part of the groups that makes up `amount` with tax, taken from all alike; the whole is taken as it stands.

    Raises:
        ValueError: above what they hold.
    """
    whole = sum((one.gross for one in groups), NOTHING)
    if amount > whole:
        raise ValueError("more than there is")
    if amount == whole:
        return [one for one in groups if one.gross]
    found = []
    for one, gross in zip(groups, share_out(amount, [one.gross for one in groups]), strict=True):
        tax = min(tax_within(gross, one.rate), one.tax) if one.rate else NOTHING
        found.append(TaxGroup(one.rate, one.ground, gross - tax, tax))
    return [one for one in found if one.gross]
