"""From what is wanted to single units at their price: what is on sale, and at which step each place is sold."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused
from ticketing.catalogue import steps
from ticketing.catalogue.models import PriceStep, Product, Variation
from ticketing.catalogue.queries import HAS_STEPS, in_currency, price_in
from ticketing.catalogue.rules import Sale, ladder, sale_state
from ticketing.events.models import Event
from ticketing.orders import rules
from ticketing.orders.models import Order, OrderLine
from ticketing.orders.prices import Priced, Texts, Unit


class NotOnSale(Refused):
    """Something that cannot be ordered now."""

    code = "not_on_sale"


@dataclass(frozen=True, slots=True)
class Want:
    """So many of one product or variation."""

    product: int
    variation: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """What somebody may order: whatever is active or only what is on sale; as one buyer, as a group, or as a group by staff."""

    takes_any: bool = False
    is_group: bool = False
    is_staff: bool = False

    def most(self, product: Product) -> int:
        """Return how many of a product may go into the order."""
        if not self.is_group:
            return product.max_per_order
        return rules.MAX_GROUP if self.is_staff else (product.group_max or 0)


@dataclass(frozen=True, slots=True)
class Good:
    """So many of one thing on sale, at its price without steps."""

    product: Product
    variation: Variation | None
    count: int
    regular: Decimal
    is_second: bool
    is_unlocked: bool

    @property
    def names(self) -> Texts:
        """What it is called in each language; empty where it has no name of its own there."""
        return tuple(  # type: ignore[return-value]
            ", ".join(part for part in (_name(self.product, language), _name(self.variation, language)) if part)
            for language in ("lv", "ru", "en")
        )


def _name(thing: Product | Variation | None, language: str) -> str:
    if thing is None:
        return ""
    return getattr(thing, f"name_{language}") or thing.name or ""


def goods(event: Event, wants: Sequence[Want], at: datetime, *, bounds: Bounds, is_second: bool, unlocked: Collection[int]) -> list[Good]:
    """Return what is wanted, put together by product and variation, in an order that does not hang on how it was asked for.

    Raises:
        NotOnSale: something is not on sale, or not in this currency.
        Invalid: more of a product than goes into one order.
    """
    products = _products(event, wants, at, bounds, unlocked)
    variations: dict[int, Variation] = {}
    if any(want.variation for want in wants) or len(products) > 1:
        variations = {v.pk: v for v in Variation.objects.filter(product__in=products, is_active=True)}
    counts: Counter[tuple[int, int | None]] = Counter()
    for want in wants:
        counts[want.product, want.variation or None] += want.count
    found = []
    for (pk, variation_pk), count in counts.items():
        product, variation = products.get(pk), variations.get(variation_pk) if variation_pk else None
        if product is None or (variation_pk and (variation is None or variation.product_id != product.pk)):
            raise NotOnSale(_("Something you chose is no longer on sale. Choose again."))
        sale = sale_state(at=at, sale_from=product.sale_from, sale_until=product.sale_until, event_ends_at=event.ends_at, left=None)
        regular = price_in(product, variation, is_second=is_second)
        if regular is None or (sale != Sale.OPEN and not bounds.takes_any):
            raise NotOnSale(_("“%(name)s” is not on sale now.") % {"name": product})
        found.append(Good(product, variation, count, regular, is_second, product.pk in unlocked and not product.is_public))
    _refuse_too_many(found, bounds)
    return sorted(found, key=lambda one: (one.product.pk, -one.regular, one.variation.pk if one.variation else 0))


def _products(event: Event, wants: Sequence[Want], at: datetime, bounds: Bounds, unlocked: Collection[int]) -> dict[int, Product]:
    wanted = Product.objects.filter(event=event, pk__in={want.product for want in wants}, is_active=True)
    if not bounds.takes_any:
        # whether a hidden one is on sale at this moment is asked of each, to name it
        wanted = wanted.filter(Q(is_public=True) | Q(pk__in=unlocked)) if unlocked else wanted.on_sale(at)
    return {product.pk: product for product in wanted.annotate(has_steps=HAS_STEPS)}


def _refuse_too_many(found: Sequence[Good], bounds: Bounds) -> None:
    products = {one.product.pk: one.product for one in found}
    counts: Counter[int] = Counter()
    for one in found:
        counts[one.product.pk] += one.count
    for pk, count in counts.items():
        most = bounds.most(products[pk])
        if count > most:
            raise Invalid(_("At most %(most)s of “%(name)s” go into one order.") % {"most": most, "name": products[pk]}, code="too_many")


def units(found: Sequence[Good], at: datetime) -> list[Unit]:
    """Return the single units, each at the lowest price there is for it, taking from the steps that are counted."""
    by_product = _steps(found)
    places: Counter[int] = Counter()
    for one in found:
        places[one.product.pk] += one.count
    return [unit for one in found for unit in _units(one, by_product[one.product.pk], at, places[one.product.pk])]


def _steps(found: Sequence[Good]) -> Mapping[int, list[PriceStep]]:
    """Return the steps of the products; those that are counted are locked in the order of their ids."""
    by_product: dict[int, list[PriceStep]] = defaultdict(list)
    stepped = {one.product.pk for one in found if one.product.has_steps}  # type: ignore[attr-defined]
    if not stepped:
        return by_product
    present = PriceStep.objects.filter(product__in=stepped)
    found_steps = {step.pk: step for step in present}
    if any(step.first is not None and step.taken < step.first for step in found_steps.values()):
        counted = present.filter(first__isnull=False).order_by("pk").select_for_update(no_key=True)
        found_steps |= {step.pk: step for step in counted}
    for step in found_steps.values():
        by_product[step.product_id].append(step)
    return by_product


def _units(good: Good, present: Sequence[PriceStep], at: datetime, places: int) -> Iterator[Unit]:
    lower = {step.pk: (row, step) for row in present if (step := in_currency(row, is_second=good.is_second)) is not None}
    variation = good.variation.pk if good.variation else None
    steps_now = ladder([step for _row, step in lower.values()], variation=variation, regular=good.regular, at=at, places=places)
    left = good.count
    for step in steps_now:
        if not left:
            return
        got = steps.take(lower[step.pk][0], left)
        left -= got
        yield from (_unit(good, step.pk, step.price) for _number in range(got))
    yield from (_unit(good, None, good.regular) for _number in range(left))


def _unit(good: Good, step: int | None, price: Decimal) -> Unit:
    variation = good.variation.pk if good.variation else None
    rate = good.product.tax_rate
    ground = good.product.tax_ground if rate is None else ""
    return Unit(good.product.pk, variation, step, price, rate, ground, good.names, good.is_unlocked)


def lines(order: Order, sold: Sequence[Unit], priced: Priced, found: Sequence[Good]) -> list[OrderLine]:
    """Return the unsaved lines of an order, one for each unit."""
    products = {one.product.pk: one.product for one in found}
    variations = {one.variation.pk: one.variation for one in found if one.variation}
    return [
        OrderLine(
            order=order,
            product=products[unit.product],
            variation=variations[unit.variation] if unit.variation else None,
            step_id=unit.step,
            price=price,
            discount=unit.price - price,
            tax_rate=unit.tax_rate,
            tax_ground=unit.tax_ground,
        )
        for unit, price in zip(sold, priced.prices, strict=True)
    ]
