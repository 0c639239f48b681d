"""Reads of what an event offers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ticketing.catalogue.rules import Sale, sale_state
from ticketing.models import Event, Product, QuotaItem, Variation

Pair = tuple[int, int | None]
"""A product's id, and a variation's id or None."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a visitor can put into the cart."""

    variation: Variation | None
    price: Decimal
    left: int | None
    sale: Sale


@dataclass(frozen=True, slots=True)
class Offer:
    """A product with its choices: one per variation, or a single one."""

    product: Product
    choices: tuple[Choice, ...]

    @property
    def is_open(self) -> bool:
        return any(choice.sale == Sale.OPEN for choice in self.choices)


def price_of(product: Product, variation: Variation | None) -> Decimal:
    """Return the price of a product or of one of its variations."""
    return product.price if variation is None or variation.price is None else variation.price


def _smallest_left(items: Iterable[QuotaItem], variation: Variation | None) -> int | None:
    left = [item.quota.left for item in items if item.variation_id in (None, variation.pk if variation else None)]
    return min(left, default=None)


def offers(event: Event, at: datetime, *, public_only: bool = True) -> list[Offer]:
    """Return what the event offers at `at`, in the organiser's order, with what is left. Three statements."""
    products = event.products.filter(is_active=True).prefetch_related("variations")
    if public_only:
        products = products.filter(is_public=True)
    items: dict[int, list[QuotaItem]] = defaultdict(list)
    for item in QuotaItem.objects.filter(quota__event=event).select_related("quota"):
        items[item.product_id].append(item)
    result = []
    for product in products:
        all_variations = list(product.variations.all())
        variations: list[Variation | None] = [variation for variation in all_variations if variation.is_active]
        if not all_variations:
            variations = [None]
        choices = []
        for variation in variations:
            left = _smallest_left(items[product.pk], variation)
            sale = sale_state(at=at, sale_from=product.sale_from, sale_until=product.sale_until, event_ends_at=event.ends_at, left=left)
            choices.append(Choice(variation, price_of(product, variation), left, sale))
        result.append(Offer(product, tuple(choices)))
    return result
