"""Badges: eight on A4 to be cut, one on each A6, or one on each label of 62 mm tape."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from babel import Locale
from django.template.loader import get_template
from django.utils import timezone, translation

from common import pdf
from common.languages import locale_name
from ticketing.tickets import codes, qr, queries, rules
from ticketing.tickets.models import PrintRun, Ticket

if TYPE_CHECKING:
    import weasyprint


@dataclass(frozen=True, slots=True)
class Shape:
    """How one layout is printed: its template, how many on a page, and the room and sizes for a name."""

    template: str
    css: str
    per_page: int
    name_width_mm: float
    name_height_mm: float
    name_sizes_pt: tuple[int, ...]


SHAPES = {
    PrintRun.Layout.A4_8: Shape("pdf/badges_a4.html", "pdf/badges_a4.css", 8, 92, 25, (32, 27, 23, 19, 16, 13)),
    PrintRun.Layout.A6: Shape("pdf/badge_a6.html", "pdf/badge_a6.css", 1, 91, 45, (44, 36, 30, 25, 20, 16)),
    PrintRun.Layout.LABEL: Shape("pdf/label.html", "pdf/label.css", 1, 56, 30, (34, 28, 23, 19, 15, 12)),
}
PAGES_AT_ONCE = 10
"""Pages laid out in one go: more gains nothing and takes memory, fewer pays the fixed cost of a document more often."""


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands on one badge, in its holder's language."""

    language: str
    event: str
    name: str
    size: int
    name_other: str
    lines: str
    product: str
    style: str
    picture: str
    number: str


def _country(code: str, language: str) -> str:
    """Return the name of a country by its two letters, or the letters where they mean none."""
    return Locale.parse(locale_name(language)).territories.get(code, code) if code else ""


def _badge(ticket: Ticket, shape: Shape) -> Badge:
    language = ticket.language
    with translation.override(language):
        product, event = ticket.product.name, ticket.event.title
        variation = f" · {ticket.variation.name}" if ticket.variation else ""
    name = ticket.name or ticket.name_other
    other = ticket.name_other if ticket.name else ""
    lines = (ticket.organisation, _country(ticket.country, language), *ticket.lines)
    size = rules.fitting_size(name, column_mm=shape.name_width_mm, height_mm=shape.name_height_mm, sizes_pt=shape.name_sizes_pt)
    return Badge(
        language=language,
        event=event,
        name=name,
        size=size,
        name_other=other,
        lines="\n".join(line for line in lines if line),
        product=product + variation,
        style=ticket.product.style,
        picture=f"code:{ticket.pk}",
        number=codes.spoken(ticket.pk),
    )


def symbol(ticket: Ticket) -> pdf.Bitmap:
    """Return the ticket's QR as the layout takes it."""
    return pdf.Bitmap(f"code{ticket.pk}", qr.SIZE, qr.pixels(queries.code(ticket), qr.mask_for(ticket.pk)))


def _layouts(tickets: Sequence[Ticket], shape: Shape, title: str, language: str) -> Iterator[tuple[int, "weasyprint.Document"]]:
    """Lay the tickets out a few pages at a time; yields how many are done, and the pages."""
    template, step = get_template(shape.template), shape.per_page * PAGES_AT_ONCE
    for start in range(0, len(tickets), step):
        part = tickets[start : start + step]
        badges = [_badge(ticket, shape) for ticket in part]
        sheets = [badges[first : first + shape.per_page] for first in range(0, len(badges), shape.per_page)]
        pages = [[sheet[0::2], sheet[1::2]] for sheet in sheets] if shape.per_page > 1 else sheets
        html = template.render({"pages": pages, "title": title, "language": language})
        pictures = {badge.picture: symbol(ticket) for badge, ticket in zip(badges, part, strict=True)}
        yield start + len(part), pdf.layout(html, css=[shape.css], pictures=pictures)


def badges_pdf(
    tickets: Sequence[Ticket], layout: str, progress: Callable[[int], object] | None = None, *, at: datetime | None = None
) -> bytes:
    """Return the badges of `tickets`, in the given order, as one PDF.

    Args:
        tickets: at least one, with event, product, variation and window loaded (`queries.with_code`).
        layout: `PrintRun.Layout.A4_8`, `A6` or `LABEL`.
        progress: told after every few pages how many badges are laid out; what it raises ends the work.
        at: date written into the file, now if not given.

    Raises:
        ValueError: there is no ticket.
    """
    if not tickets:
        raise ValueError("no badge to print")
    shape = SHAPES[PrintRun.Layout(layout)]
    title, language = tickets[0].event.title, translation.get_language() or tickets[0].language

    def documents() -> "Iterator[weasyprint.Document]":
        for done, document in _layouts(tickets, shape, title, language):
            yield document
            if progress:
                progress(done)

    return pdf.join(documents(), pages=-(-len(tickets) // shape.per_page), at=at or timezone.now())
