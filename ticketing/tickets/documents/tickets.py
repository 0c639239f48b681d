"""Tickets on A4, folded once: the upper half is shown at the gate, the lower half explains."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common import pdf
from common.money import written
from common.publicity.queries import Strip, notice_for
from ticketing.events import wording
from ticketing.events.models import Event
from ticketing.tickets import codes, rules
from ticketing.tickets.documents.badges import PAGES_AT_ONCE, symbol
from ticketing.tickets.models import Ticket

if TYPE_CHECKING:
    import weasyprint

_TITLE_SIZES = (30, 26, 22, 18, 15)
_NAME_SIZES = (24, 20, 17, 14)
LISTED_DAYS = 4
"""An event of more days than this is said as "first – last"."""


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
    count: str
    organiser: str
    title: str
    title_size: int
    days: str
    clock: str
    place: str
    address: str
    name: str
    name_size: int
    name_other: str
    lines: str
    product: str
    price: str
    order_code: str
    state: str
    picture: str
    serial: str
    contact: str
    notice: Strip | None
    printed: str


def _place(event: Event) -> tuple[str, str]:
    """Return the name and the address of where the event is held."""
    site = event.site
    if event.mode == Event.Mode.ONLINE:
        return _("Online"), ""
    if site is None:
        return "", ""
    parts = (site.house, site.settlement, site.municipality.name, site.postal_code)
    return site.name, ", ".join(dict.fromkeys(part for part in parts if part))


def _days(ticket: Ticket) -> tuple[str, str]:
    """Return when the ticket is good for, its window or else the days of the event, and whose clock that goes by."""
    event, window = ticket.event, ticket.window
    if window:
        openings = [wording.opening(window.valid_from, window.valid_until, event.tz)]
    else:
        openings = wording.openings(event) or [wording.opening(event.starts_at, event.ends_at, event.tz)]
    clock = f"{openings[0].zone} ({openings[0].elsewhere})" if openings[0].elsewhere else str(openings[0].zone)
    lines = [f"{opening.date}, {opening.hours}" for opening in openings]
    if len(lines) > LISTED_DAYS:
        lines = [wording.dates(event.starts_at.astimezone(event.tz).date(), event.ends_at.astimezone(event.tz).date())]
    return "\n".join([window.name, *lines] if window else lines), clock


def _page(ticket: Ticket, count: str, purchase: Purchase | None, notice: Strip | None, at: datetime) -> Page:
    event, language = ticket.event, ticket.language
    name = ticket.name or ticket.name_other
    fit = partial(rules.fitting_size, column_mm=122)
    product = ticket.product.name + (f" · {ticket.variation.name}" if ticket.variation else "")
    (place, address), (days, clock) = _place(event), _days(ticket)
    return Page(
        language=language,
        count=count,
        organiser=str(event.partner),
        title=event.title,
        title_size=fit(event.title, height_mm=25, sizes_pt=_TITLE_SIZES),
        days=days,
        clock=clock,
        place=place,
        address=address,
        name=name,
        name_size=fit(name, height_mm=18, sizes_pt=_NAME_SIZES),
        name_other=ticket.name_other if ticket.name else "",
        lines="\n".join(line for line in (ticket.organisation, *ticket.lines) if line),
        product=product,
        price=written(purchase.price, purchase.currency, language) if purchase else "",
        order_code=purchase.order_code if purchase else "",
        state=ticket.state,
        picture=f"code:{ticket.pk}",
        serial=codes.spoken(ticket.pk),
        contact=event.contact_email,
        notice=notice,
        printed=wording.moment(at, event.tz),
    )


class _Writer:
    """Turns tickets into pages; what several of them share is looked up once."""

    def __init__(self, purchases: Mapping[int, Purchase], at: datetime) -> None:
        self.purchases, self.at = purchases, at
        self.template = get_template("pdf/ticket.html")
        self.whole = get_template("pdf/tickets.html")
        self.notices: dict[tuple[int, str], Strip | None] = {}

    def notice(self, event: Event, language: str) -> Strip | None:
        if (event.pk, language) not in self.notices:
            day, partner = self.at.astimezone(event.tz).date(), event.partner
            self.notices[event.pk, language] = notice_for(on=day, country=partner.country, publisher=str(partner), language=language)
        return self.notices[event.pk, language]

    def part(self, ticket: Ticket, count: str) -> str:
        """Return the HTML of one ticket, in its holder's language."""
        with translation.override(ticket.language):
            notice = self.notice(ticket.event, ticket.language)
            return self.template.render({"page": _page(ticket, count, self.purchases.get(ticket.pk), notice, self.at)})

    def document(self, tickets: Sequence[Ticket], counts: Sequence[str]) -> "weasyprint.Document":
        """Lay out some tickets."""
        first = tickets[0]
        with translation.override(first.language):
            title = f"{_('Ticket')}: {first.event.title}"
        parts = [self.part(ticket, count) for ticket, count in zip(tickets, counts, strict=True)]
        html = self.whole.render({"language": first.language, "title": title, "parts": parts})
        return pdf.layout(html, css=["pdf/ticket.css"], pictures={f"code:{ticket.pk}": symbol(ticket) for ticket in tickets})


def ticket_pdf(tickets: Sequence[Ticket], *, purchases: Mapping[int, Purchase] | None = None, at: datetime | None = None) -> bytes:
    """Return somebody's tickets as one PDF, a page of A4 each, in each holder's language, readable by screen readers.

    Args:
        tickets: at least one, with everything loaded that `queries.with_code` loads.
        purchases: order code and price by ticket id; a ticket without one shows neither.
        at: the moment of printing, now if not given. The same arguments give the same bytes.

    Raises:
        ValueError: there is no ticket.
    """
    if not tickets:
        raise ValueError("no ticket to print")
    at = at or timezone.now()
    prefetch_related_objects(tickets, "event__days")
    counts = [f"{number} / {len(tickets)}" for number in range(1, len(tickets) + 1)]
    return pdf.write(_Writer(purchases or {}, at).document(tickets, counts), at=at, tagged=True)


def tickets_pdf(tickets: Sequence[Ticket], progress: Callable[[int], object] | None = None, *, at: datetime | None = None) -> bytes:
    """Return the tickets of many people as one PDF to be printed at the desk: not numbered, without order and price.

    Args:
        tickets: as for `ticket_pdf`.
        progress: told after every few pages how many are laid out; what it raises ends the work.
        at: the moment of printing, now if not given.

    Raises:
        ValueError: there is no ticket.
    """
    if not tickets:
        raise ValueError("no ticket to print")
    at = at or timezone.now()
    prefetch_related_objects(tickets, "event__days")
    writer = _Writer({}, at)

    def documents() -> "Iterator[weasyprint.Document]":
        for start in range(0, len(tickets), PAGES_AT_ONCE):
            part = tickets[start : start + PAGES_AT_ONCE]
            yield writer.document(part, [""] * len(part))
            if progress:
                progress(start + len(part))

    return pdf.join(documents(), pages=len(tickets), at=at)
