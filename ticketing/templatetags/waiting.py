"""{% load waiting %}: where one can wait for what is sold out."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from ticketing.catalogue.queries import Choice, Offer
from ticketing.events.models import Event
from ticketing.waiting import queries

register = template.Library()


@register.simple_tag
def waiting_list(event: Event, offers: Iterable[Offer]) -> dict[str, Any]:
    """`{% waiting_list event offers as waiting %}` tells for which products one can wait; asks nothing while nothing is sold out."""
    sold_out = {offer.product.pk for offer in offers for choice in offer.choices if choice.sale == "sold_out"}
    rule = queries.rule_of(event) if sold_out and timezone.now() < event.starts_at else None
    if rule is None or not rule.is_open:
        return {}
    products = sold_out - queries.closed_products(event)
    return {"url": reverse("shop:join_waiting", args=[event.slug]), "products": products} if products else {}


@register.simple_tag
def wait_for(waiting: Any, offer: Offer, choice: Choice) -> str:
    """`{% wait_for waiting offer choice as url %}` gives the address to wait for one choice, "" where one cannot."""
    if not waiting or choice.sale != "sold_out" or offer.product.pk not in waiting["products"]:
        return ""
    name = f"count-{offer.product.pk}-{choice.variation.pk}" if choice.variation else f"count-{offer.product.pk}"
    return f"{waiting['url']}?{name}=1"
