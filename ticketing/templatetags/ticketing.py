"""Filters for templates that speak of events and money, in the active language."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template

from common import money as amounts
from ticketing.events import wording
from ticketing.events.models import Event

register = template.Library()


@register.filter
def money(amount: Decimal, currency: str) -> str:
    """`{{ order.total|money:order.currency }}` gives "3,00 €"."""
    return amounts.written(amount, currency)


@register.filter
def sums(amounts_: Mapping[str, Decimal]) -> str:
    """`{{ figures.received|sums }}` gives "12,00 € · 900 ₽": amounts of each currency side by side, an empty second one left out."""
    shown = [amounts.written(amount, currency) for place, (currency, amount) in enumerate(amounts_.items()) if amount or not place]
    return " · ".join(shown)


@register.filter
def sign(currency: str) -> str:
    """`{{ event.currency|sign }}` gives "EUR (€)"."""
    return f"{currency} ({ {'EUR': '€', 'RUB': '₽'}.get(currency, currency) })"


@register.filter
def when(at: datetime, event: Event) -> str:
    """`{{ order.expires_at|when:event }}` gives the moment by the event's clock, with its zone."""
    return wording.moment(at, event.tz)


@register.filter
def until(at: datetime, event: Event) -> str:
    """`{{ order.expires_at|until:event }}` gives an end by the event's clock, with its zone."""
    return wording.deadline(at, event.tz)


@register.filter
def clock(at: datetime, event: Event) -> str:
    """`{{ order.expires_at|clock:event }}` gives hours and minutes by the event's clock."""
    return f"{at.astimezone(event.tz):%H:%M}"


@register.filter
def dates(event: Event) -> str:
    """`{{ event|dates }}` gives the day or days of an event."""
    return wording.dates(event.starts_at.astimezone(event.tz).date(), event.ends_at.astimezone(event.tz).date())


@register.filter
def openings(event: Event) -> list[wording.Opening]:
    """`{% for day in event|openings %}` gives each day of an event in words."""
    return wording.openings(event)


@register.filter
def state_tone(state: str) -> str:
    """`{{ event.state|state_tone }}` gives the tone of its badge at the desk."""
    return wording.STATE_TONES[state]


@register.filter
def brief(at: datetime | None, event: Event) -> str:
    """`{{ entry.at|brief:event }}` gives a short moment by the event's clock, for lists that say the zone beside them."""
    return wording.brief(at, event.tz) if at else ""


@register.filter
def of(links: Mapping[int, Sequence[Any]] | str, event: Event) -> Sequence[Any]:
    """`{% for link in event_links|of:event %}` gives what rooms above add to an event."""
    return links.get(event.pk, ()) if isinstance(links, Mapping) else ()
