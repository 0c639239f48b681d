"""Reads of what an event offers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ticketing.catalogue.models import Product, Quota, QuotaItem, Variation
from ticketing.catalogue.rules import Sale, sale_state
from ticketing.events.models import Event

SMALL_QUOTA, FEW_LEFT = 60, 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a visitor can put into the cart."""

    variation: Variation | None
    price: Decimal
    left: int | None
    size: int | None
    sale: Sale

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
    """Return the price of a product or of one of its variations."""
    return product.price if variation is None or variation.price is None else variation.price


def _tightest(items: Iterable[QuotaItem], variation: Variation | None) -> Quota | None:
    """Return the quota with the fewest places left for a product or its variation."""
    quotas = [item.quota for item in items if item.variation_id in (None, variation.pk if variation else None)]
    return min(quotas, key=lambda quota: quota.left_for_all, default=None)


def offers(event: Event, at: datetime, *, public_only: bool = True) -> list[Offer]:
    """Return what the event offers at `at`, in the organiser's order, with what is left. Three statements."""
    return offers_of([event], at, public_only=public_only)[event.pk]


def offers_of(events: Iterable[Event], at: datetime, *, public_only: bool = True) -> dict[int, list[Offer]]:
    """Return what each of many events offers, by event id; three statements for all of them."""
    by_id = {event.pk: event for event in events}
    products = Product.objects.filter(event__in=by_id, is_active=True).prefetch_related("variations")
    if public_only:
        products = products.filter(is_public=True)
    items: dict[int, list[QuotaItem]] = defaultdict(list)
    for item in QuotaItem.objects.filter(quota__event__in=by_id).select_related("quota"):
        items[item.product_id].append(item)
    found: dict[int, list[Offer]] = {pk: [] for pk in by_id}
    for product in products:
        found[product.event_id].append(_offer(product, by_id[product.event_id], items[product.pk], at))
    return found


def _offer(product: Product, event: Event, items: Sequence[QuotaItem], at: datetime) -> Offer:
    all_variations = list(product.variations.all())
    variations: list[Variation | None] = [variation for variation in all_variations if variation.is_active]
    if not all_variations:
        variations = [None]
    choices = []
    for variation in variations:
        quota = _tightest(items, variation)
        left = quota.left_for_all if quota else None
        sale = sale_state(at=at, sale_from=product.sale_from, sale_until=product.sale_until, event_ends_at=event.ends_at, left=left)
        choices.append(Choice(variation, price_of(product, variation), left, quota.size if quota else None, sale))
    return Offer(product, tuple(choices))


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
