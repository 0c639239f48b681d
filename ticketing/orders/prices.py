"""A cart's price: from single units and a voucher to a quote that explains itself, and to what each unit costs.

Prices include tax. A percentage is rounded to cents once for all equal units, then shared out among them; an amount off is divided
among the products in proportion to what they cost, the fractions of cents in favour of the first. Tax is computed once per rate on
the sum of its lines and rounded half up (`pricing.engine`). The order in which things were put into the cart changes nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from ticketing import pricing
from ticketing.pricing import Basis, Case, Discount, Kind, PriceList, Quote, Rate, Tax
from ticketing.vouchers.rules import Fault, Terms, fault_with

Texts = tuple[str, str, str]
"""In lv, ru and en."""

_CENT = Decimal("0.01")
VERSION = "shop-1"
VOUCHER: Texts = ("Kupons %s", "Купон %s", "Voucher %s")


@dataclass(frozen=True, slots=True)
class Unit:
    """One single thing in the cart at the price it has without a voucher; `is_unlocked`: only a voucher lets it be bought."""

    product: int
    variation: int | None
    step: int | None
    price: Decimal
    tax_rate: Decimal | None
    tax_ground: str
    """Why there is no rate; empty where there is one."""
    names: Texts
    is_unlocked: bool = False

    @property
    def key(self) -> str:
        return f"{self.product}-{self.variation or 0}-{self.step or 0}"


@dataclass(frozen=True, slots=True)
class Priced:
    """What the units cost, each in the order given, and why; `uses` of the voucher."""

    quote: Quote
    prices: tuple[Decimal, ...]
    uses: int
    discount: Decimal


def share_out(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Divide an amount in proportion to weights, in whole cents that add up to it; nobody gets more than his weight's share, rounded up."""
    whole = sum(weights, Decimal(0))
    if not whole:
        return [Decimal("0.00") for _weight in weights]
    exact = [amount * weight / whole for weight in weights]
    parts = [part.quantize(_CENT, ROUND_FLOOR) for part in exact]
    left = int((amount - sum(parts, Decimal(0))) / _CENT)
    by_fraction = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_fraction[:left]:
        parts[place] += _CENT
    return parts


def chosen(units: Sequence[Unit], terms: Terms) -> list[int]:
    """Return which units a voucher is used for, by their places: what only it opens first, then the dearest."""
    fitting = [place for place, unit in enumerate(units) if terms.fits(unit.product)]
    if terms.kind == "fixed":
        fitting = [place for place in fitting if units[place].price > terms.value or units[place].is_unlocked]
    if terms.counts_orders:
        return [place for place in fitting if units[place].price]
    fitting.sort(key=lambda place: (not units[place].is_unlocked, -units[place].price, units[place].key))
    return sorted(fitting[: terms.uses])


def fault(units: Sequence[Unit], terms: Terms, currency: str) -> Fault | None:
    """Tell why a good voucher cannot be used for these units, if so."""
    full = sum((unit.price for unit in units), Decimal(0))
    found = fault_with(terms, currency=currency, products=frozenset(unit.product for unit in units), full=full)
    if found:
        return found
    used = set(chosen(units, terms))
    if any(unit.is_unlocked and place not in used for place, unit in enumerate(units)):
        return Fault.TOO_MANY
    return None if used else Fault.NOT_FOR_THESE


def price(units: Sequence[Unit], *, currency: str, on: date, terms: Terms | None = None, code: str = "") -> Priced:
    """Return what the units cost, with a voucher whose `fault` was asked for before."""
    used = set(chosen(units, terms)) if terms else set()
    places: dict[str, list[int]] = {}
    for place in sorted(range(len(units)), key=lambda place: (units[place].product, units[place].key, place not in used)):
        places.setdefault(units[place].key + ("-v" if place in used else ""), []).append(place)
    groups = {name: [units[place] for place in found] for name, found in places.items()}
    names: list[tuple[str, str, str, str]] = [(name, *group[0].names) for name, group in groups.items()]
    discounts = _discounts({name: group for name, group in groups.items() if name.endswith("-v")}, terms) if terms else ()
    names += [(one.code, VOUCHER[0] % code, VOUCHER[1] % code, VOUCHER[2] % code) for one in discounts]
    prices = PriceList(
        VERSION, currency, tuple(_rate(name, group) for name, group in groups.items()), (), discounts, True, None, tuple(names)
    )
    quote = pricing.quote(prices, Case(items=tuple((name, len(group)) for name, group in groups.items())), on=on)
    each = _each(units, places, quote)
    off = -sum((line.amount for line in quote.lines if line.kind == Kind.DISCOUNT), Decimal("0.00"))
    uses = (1 if terms.counts_orders else len(used)) if terms else 0
    return Priced(quote, each, uses, off)


def _rate(name: str, group: Sequence[Unit]) -> Rate:
    first = group[0]
    tax = Tax(first.tax_rate) if first.tax_rate is not None else Tax(None, first.tax_ground)
    return Rate(name, Kind.SERVICE_FEE, Basis.PER_ITEM, tax, first.price)


def _discounts(groups: dict[str, list[Unit]], terms: Terms) -> tuple[Discount, ...]:
    """Return what a voucher takes off the groups it is used for."""
    if terms.kind == "percent":
        return (Discount("voucher", frozenset(groups), percent=terms.value),) if groups else ()
    sums = {name: sum((unit.price for unit in group), Decimal(0)) for name, group in groups.items()}
    if terms.kind == "amount":
        off = dict(zip(sums, share_out(min(terms.value, sum(sums.values(), Decimal(0))), list(sums.values())), strict=True))
    elif terms.kind == "fixed":
        off = {name: sum((max(unit.price - terms.value, Decimal(0)) for unit in group), Decimal(0)) for name, group in groups.items()}
    else:
        off = {}
    return tuple(
        Discount(f"voucher-{number}", frozenset({name}), amount=amount) for number, (name, amount) in enumerate(off.items(), 1) if amount
    )


def _each(units: Sequence[Unit], places: dict[str, list[int]], quote: Quote) -> tuple[Decimal, ...]:
    """Return each unit's price: its own, less its share of what is taken off its group."""
    off: Counter[str] = Counter()
    for line in quote.lines:
        if line.kind == Kind.DISCOUNT:
            off[dict(line.because)["of"]] -= line.amount  # type: ignore[assignment]
    found = {place: units[place].price for place in range(len(units))}
    for name, group in places.items():
        if off[name]:
            for place, share in zip(group, share_out(Decimal(off[name]), [Decimal(1)] * len(group)), strict=True):
                found[place] -= share
    return tuple(found[place] for place in range(len(units)))
