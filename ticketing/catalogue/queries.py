"""Reads of what an event offers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from ticketing.catalogue.models import PriceStep, Product, Quota, QuotaItem, Variation
from ticketing.catalogue.rules import Sale, Step, ladder, sale_state
from ticketing.events.models import Event

SMALL_QUOTA, FEW_LEFT = 60, 20
LARGEST_GROUP = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a visitor can put into the cart.

    `price` is what the next one costs, `regular` what it costs without a lower price, `step` the one in force and `then` the price
    after it; `groups` are the prices for many at once.
    """

    variation: Variation | None
    price: Decimal
    left: int | None
    size: int | None
    sale: Sale
    regular: Decimal
    step: Step | None = None
    then: Decimal | None = None
    groups: tuple[Step, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.sale == Sale.OPEN

    @property
    def is_scarce(self) -> bool:
        """Whether visitors should be told how many places are left."""
        return self.left is not None and self.size is not None and (self.size <= SMALL_QUOTA or self.left <= FEW_LEFT)


@dataclass(frozen=True, slots=True)
class Offer:
    """A product with its choices: one per variation, or a single one."""

    product: Product
    choices: tuple[Choice, ...]

    @property
    def is_open(self) -> bool:
        return any(choice.is_open for choice in self.choices)


def price_of(product: Product, variation: Variation | None) -> Decimal:
    """Return the price of a product or of one of its variations, in the event's own currency."""
    return product.price if variation is None or variation.price is None else variation.price


def price_in(product: Product, variation: Variation | None, *, is_second: bool) -> Decimal | None:
    """Return the price in the event's own or its second currency; None where it is not sold in that. What is free is free in both."""
    own = price_of(product, variation)
    if not is_second or not own:
        return own
    return product.second_price if variation is None or variation.second_price is None else variation.second_price


HAS_STEPS = Exists(PriceStep.objects.filter(product=OuterRef("pk")))
"""Annotated as `has_steps`, so that a product without lower prices costs no statement more."""


def in_currency(step: PriceStep, *, is_second: bool) -> Step | None:
    """Return a step as the rules want it; None where it is no lower price in that currency."""
    price = step.second_price if is_second else step.price
    if price is None:
        return None
    left = None if step.first is None else step.first - step.taken
    return Step(step.pk, step.variation_id, price, step.until, left, step.from_places)


def _tightest(items: Iterable[QuotaItem], variation: Variation | None) -> Quota | None:
    """Return the quota with the fewest places left for a product or its variation."""
    quotas = [item.quota for item in items if item.variation_id in (None, variation.pk if variation else None)]
    return min(quotas, key=lambda quota: quota.left_for_all, default=None)


def offers(event: Event, at: datetime, *, public_only: bool = True, currency: str = "", unlocked: Collection[int] = ()) -> list[Offer]:
    """Return what the event offers at `at`, in the organiser's order, with what is left.

    Three statements, and one where a product has lower prices. `currency` (the event's own if empty) leaves out what is not sold in
    it; `unlocked` are hidden products to show besides.
    """
    return offers_of([event], at, public_only=public_only, currency=currency, unlocked=unlocked)[event.pk]


def offers_of(
    events: Iterable[Event], at: datetime, *, public_only: bool = True, currency: str = "", unlocked: Collection[int] = ()
) -> dict[int, list[Offer]]:
    """Return what each of many events offers, by event id; as many statements for all of them as `offers` for one."""
    by_id = {event.pk: event for event in events}
    products = Product.objects.filter(event__in=by_id, is_active=True).annotate(has_steps=HAS_STEPS).prefetch_related("variations")
    if public_only:
        products = products.filter(Q(is_public=True) | Q(pk__in=unlocked)) if unlocked else products.filter(is_public=True)
    items: dict[int, list[QuotaItem]] = defaultdict(list)
    for item in QuotaItem.objects.filter(quota__event__in=by_id).select_related("quota"):
        items[item.product_id].append(item)
    steps = _steps(products)
    found: dict[int, list[Offer]] = {pk: [] for pk in by_id}
    for product in products:
        event = by_id[product.event_id]
        offer = _offer(product, event, items[product.pk], steps[product.pk], at, is_second=currency not in ("", event.currency))
        if offer.choices or not currency:
            found[product.event_id].append(offer)
    return found


def _steps(products: Iterable[Product]) -> dict[int, list[PriceStep]]:
    """Return the steps of products by product; no statement where there are none. Needs `has_steps`."""
    found: dict[int, list[PriceStep]] = defaultdict(list)
    stepped = [product.pk for product in products if product.has_steps]  # type: ignore[attr-defined]
    for step in PriceStep.objects.filter(product__in=stepped) if stepped else ():
        found[step.product_id].append(step)
    return found


def _offer(
    product: Product, event: Event, items: Sequence[QuotaItem], steps: Sequence[PriceStep], at: datetime, *, is_second: bool
) -> Offer:
    all_variations = list(product.variations.all())
    variations: list[Variation | None] = [variation for variation in all_variations if variation.is_active]
    if not all_variations:
        variations = [None]
    lower = [step for one in steps if (step := in_currency(one, is_second=is_second)) is not None]
    choices = []
    for variation in variations:
        price = price_in(product, variation, is_second=is_second)
        if price is None:
            continue
        quota = _tightest(items, variation)
        left = quota.left_for_all if quota else None
        sale = sale_state(at=at, sale_from=product.sale_from, sale_until=product.sale_until, event_ends_at=event.ends_at, left=left)
        choices.append(_priced(Choice(variation, price, left, quota.size if quota else None, sale, price), lower, at))
    return Offer(product, tuple(choices))


def _priced(choice: Choice, steps: Sequence[Step], at: datetime) -> Choice:
    """Return the choice at the price that one costs now, with what comes after it and what groups pay."""
    variation = choice.variation.pk if choice.variation else None
    now = ladder(steps, variation=variation, regular=choice.regular, at=at, places=1)
    price = now[0].price if now else choice.regular
    many = ladder(steps, variation=variation, regular=price, at=at, places=LARGEST_GROUP)
    return replace(
        choice,
        price=price,
        step=now[0] if now else None,
        then=(now[1].price if len(now) > 1 else choice.regular) if now else None,
        groups=tuple(sorted((step for step in many if step.from_places), key=lambda step: step.from_places or 0)),
    )


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A product as the organiser's list shows it. `lowest` and `highest` are the prices of what can be chosen."""

    product: Product
    variations: Sequence[Variation]
    lowest: Decimal
    highest: Decimal
    quotas: Sequence[Quota]
    sale: Sale


def desk_lines(event: Event, at: datetime) -> list[DeskLine]:
    """Return all products of an event, inactive ones too, in the organiser's order. Four statements."""
    lines = []
    for product in event.products.select_related("window").prefetch_related("variations", "quota_items__quota"):
        variations = list(product.variations.all())
        prices = [price_of(product, variation) for variation in variations if variation.is_active] or [product.price]
        quotas = list({item.quota_id: item.quota for item in product.quota_items.all()}.values())
        whole = [item.quota.left_for_all for item in product.quota_items.all() if item.variation_id is None]
        sale = sale_state(
            at=at, sale_from=product.sale_from, sale_until=product.sale_until, event_ends_at=event.ends_at, left=min(whole, default=None)
        )
        lines.append(DeskLine(product, variations, min(prices), max(prices), quotas, sale))
    return lines
