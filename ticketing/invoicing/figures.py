"""From what an order's lines cost to what its paper states: amounts without tax, the tax of each rate, totals. Plain.

Shop prices hold the tax: it is taken out of each rate's sum, and the lines' amounts without tax add up to the rest. Fees come
with amounts without tax, and their tax is what remains of the price. Either way the total is to the cent what the order costs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ticketing.invoicing.rules import NOTHING, TaxGroup, cents, share_out, tax_within

ROUNDING = "rounding"
_PRICE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Item:
    """Something charged: `amount` is what it costs before `discount`, which is not negative. `unit` is a stable word."""

    name: str
    quantity: Decimal
    amount: Decimal
    about: str = ""
    unit: str = "piece"
    discount: Decimal = NOTHING
    discount_name: str = ""
    rate: Decimal | None = None
    ground: str = ""
    reference: str = ""
    is_rounding: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Items with one price: what they cost together with tax. `includes_tax`: the items' amounts hold it already."""

    items: tuple[Item, ...]
    price: Decimal
    includes_tax: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a paper, all without tax: `amount` = `quantity` × `unit_price` up to rounding, `net` = `amount` − discount."""

    item: Item
    unit_price: Decimal
    amount: Decimal
    discount: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a paper adds up. `groups` are sorted: highest rate first, then what has none."""

    lines: tuple[Figure, ...]
    groups: tuple[TaxGroup, ...]
    rounding: Decimal

    @property
    def net(self) -> Decimal:
        return sum((one.base for one in self.groups), NOTHING)

    @property
    def tax(self) -> Decimal:
        return sum((one.tax for one in self.groups), NOTHING)

    @property
    def total(self) -> Decimal:
        return self.net + self.tax + self.rounding


def add_up(parts: Iterable[Part]) -> Figures:
    """Return the figures of a paper over these parts."""
    lines: list[Figure] = []
    groups: dict[tuple[Decimal | None, str], TaxGroup] = {}
    rounding, inclusive = NOTHING, []
    for part in parts:
        rounding += _rounding(part)
        charged = [item for item in part.items if not item.is_rounding]
        if part.includes_tax:
            inclusive += charged
            continue
        plain = [_figure(item, item.amount, item.discount) for item in charged]
        lines += plain
        for one in plain:
            _gather(groups, one.item, one.net, NOTHING)
        taxed = next((one.item for one in plain if one.item.rate), None)
        if taxed is not None:
            _gather(groups, taxed, NOTHING, part.price - sum((one.net for one in plain), NOTHING) - _rounding(part))
    lines += _without_tax(inclusive, groups)
    order = sorted(groups.values(), key=lambda one: (one.rate is None, -(one.rate or NOTHING), one.ground))
    return Figures(tuple(lines), tuple(order), rounding)


def _rounding(part: Part) -> Decimal:
    return sum((item.amount for item in part.items if item.is_rounding), NOTHING)


def _figure(item: Item, amount: Decimal, discount: Decimal) -> Figure:
    return Figure(item, (amount / item.quantity).quantize(_PRICE), amount, discount, amount - discount)


def _gather(groups: dict[tuple[Decimal | None, str], TaxGroup], item: Item, base: Decimal, tax: Decimal) -> None:
    known = groups.get((item.rate, item.ground), TaxGroup(item.rate, item.ground, NOTHING, NOTHING))
    groups[item.rate, item.ground] = replace(known, base=known.base + base, tax=known.tax + tax)


def _without_tax(items: Sequence[Item], groups: dict[tuple[Decimal | None, str], TaxGroup]) -> list[Figure]:
    """Return the lines of items whose amounts hold the tax, in their order; each is within a cent of its own."""
    found: dict[int, Figure] = {}
    for key in dict.fromkeys((item.rate, item.ground) for item in items):
        same = [(place, item) for place, item in enumerate(items) if (item.rate, item.ground) == key]
        gross = sum((item.amount - item.discount for _place, item in same), NOTHING)
        tax = tax_within(gross, key[0]) if key[0] else NOTHING
        weights = [item.amount - item.discount for _place, item in same]
        nets = share_out(gross - tax, weights) if gross else [NOTHING] * len(same)
        for (place, item), net in zip(same, nets, strict=True):
            discount = _net(item.discount, key[0])
            found[place] = _figure(item, net + discount, discount)
        _gather(groups, same[0][1], gross - tax, tax)
    return [found[place] for place in sorted(found)]


def _net(amount: Decimal, rate: Decimal | None) -> Decimal:
    return cents(amount * 100 / (100 + rate)) if rate else amount
