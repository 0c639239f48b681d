"""Tickets on A4, folded once: the upper half is shown at the gate, the lower half explains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from django.db.models import prefetch_related_objects
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common import pdf
from common.publicity.queries import Strip, notice_for
from ticketing.events.models import Event
from ticketing.tickets import codes, rules, wording
from ticketing.tickets.documents.badges import symbol
from ticketing.tickets.models import Ticket

_TITLE_SIZES = (30, 26, 22, 18, 15)
_NAME_SIZES = (24, 20, 17, 14)


@dataclass(frozen=True, slots=True)
class Purchase:
    """What the buyer's order says about one ticket."""

    order_code: str
    price: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one ticket, in its holder's language and the event's time."""

    language: str
    number: int
    of: int
    organiser: str
    title: str
    title_size: int
    days: Sequence[str]
    zone: str
    place: str
    address: str
    online: bool
    name: str
    name_size: int
    name_other: str
    lines: Sequence[str]
    product: str
    window: str
    price: str
    order_code: str
    state: str
    picture: str
    serial: str
    contact: str
    notice: Strip | None
    printed: str


def _address(event: Event) -> tuple[str, str]:
    """Return the name and the address of where the event is held."""
    site = event.site
    if site is None:
        return "", ""
    parts = (site.house, site.settlement, site.municipality.name, site.postal_code)
    return site.name, ", ".join(dict.fromkeys(part for part in parts if part))


def _days(ticket: Ticket) -> list[str]:
    """Return when the ticket is good for: its window, or else the days of the event."""
    event = ticket.event
    if ticket.window:
        spans = [(ticket.window.valid_from, ticket.window.valid_until)]
    else:
        spans = [(day.opens_at, day.closes_at) for day in event.days.all()] or [(event.starts_at, event.ends_at)]
    return wording.days_words(spans, event.tz, ticket.language)


def _page(ticket: Ticket, number: int, of: int, purchase: Purchase | None, notice: Strip | None, at: datetime) -> Page:
    event, language = ticket.event, ticket.language
    name = ticket.name or ticket.name_other
    fit = partial(rules.fitting_size, column_mm=122)
    product = ticket.product.name + (f" · {ticket.variation.name}" if ticket.variation else "")
    place, address = _address(event)
    return Page(
        language=language,
        number=number,
        of=of,
        organiser=str(event.partner),
        title=event.title,
        title_size=fit(event.title, height_mm=25, sizes_pt=_TITLE_SIZES),
        days=_days(ticket),
        zone=wording.zone_label(event.starts_at.astimezone(event.tz), language),
        place=place,
        address=address,
        online=event.mode == Event.Mode.ONLINE,
        name=name,
        name_size=fit(name, height_mm=18, sizes_pt=_NAME_SIZES),
        name_other=ticket.name_other if ticket.name else "",
        lines=[line for line in (ticket.organisation, *ticket.lines) if line],
        product=product,
        window=ticket.window.name if ticket.window else "",
        price=wording.price(purchase.price, purchase.currency, language) if purchase else "",
        order_code=purchase.order_code if purchase else "",
        state=ticket.state,
        picture=f"code:{ticket.pk}",
        serial=codes.spoken(ticket.pk),
        contact=event.contact_email,
        notice=notice,
        printed=wording.moment_words(at.astimezone(event.tz), language),
    )


def ticket_pdf(
    tickets: Sequence[Ticket], *, purchases: Mapping[int, Purchase] | None = None, at: datetime | None = None, tagged: bool = True
) -> bytes:
    """Return the tickets as one PDF, a page of A4 each, in each holder's language.

    Args:
        tickets: at least one, with everything loaded that `queries.with_code` loads.
        purchases: order code and price by ticket id; a ticket without one shows neither.
        at: the moment of printing, now if not given. The same arguments give the same bytes.
        tagged: add the structure that screen readers use.

    Raises:
        ValueError: there is no ticket.
    """
    if not tickets:
        raise ValueError("no ticket to print")
    at, purchases = at or timezone.now(), purchases or {}
    prefetch_related_objects(tickets, "event__days")
    notices: dict[tuple[int, str], Strip | None] = {}
    template, parts = get_template("pdf/ticket.html"), []
    for number, ticket in enumerate(tickets, start=1):
        event, language = ticket.event, ticket.language
        with translation.override(language):
            if (event.pk, language) not in notices:
                day, partner = at.astimezone(event.tz).date(), event.partner
                notices[event.pk, language] = notice_for(on=day, country=partner.country, publisher=str(partner), language=language)
            notice = notices[event.pk, language]
            parts.append(template.render({"page": _page(ticket, number, len(tickets), purchases.get(ticket.pk), notice, at)}))
            if number == 1:
                title = _("Ticket") if len(tickets) == 1 else _("Tickets")
                whole = f"{title}: {event.title}"
    html = get_template("pdf/tickets.html").render({"language": tickets[0].language, "title": whole, "parts": parts})
    pictures = {f"code:{ticket.pk}": symbol(ticket) for ticket in tickets}
    return pdf.render(html, css=["pdf/ticket.css"], pictures=pictures, at=at, tagged=tagged)
