"""What every paper has: the organiser's head, the event, when it was printed, the funder's notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation

from common import pdf
from common.publicity.queries import Strip, notice_for
from ticketing.events import wording
from ticketing.events.models import Event

if TYPE_CHECKING:
    import weasyprint


@dataclass(frozen=True, slots=True)
class Paper:
    """The frame of one paper."""

    language: str
    title: str
    event: str
    about: str
    organiser: str
    printed: str
    notice: Strip | None
    is_wide: bool = False


def render(
    template: str,
    *,
    event: Event,
    title: Any,
    language: str,
    at: datetime,
    context: Mapping[str, Any],
    is_wide: bool = False,
    pictures: Mapping[str, pdf.Bitmap | pdf.Photo] | None = None,
) -> bytes:
    """Return one paper as PDF; see `lay_out`. The same arguments give the same bytes."""
    laid = lay_out(template, event=event, title=title, language=language, at=at, context=context, is_wide=is_wide, pictures=pictures)
    return write([laid], at=at)


def lay_out(
    template: str,
    *,
    event: Event,
    title: Any,
    language: str,
    at: datetime,
    context: Mapping[str, Any],
    is_wide: bool = False,
    pictures: Mapping[str, pdf.Bitmap | pdf.Photo] | None = None,
) -> "weasyprint.Document":
    """Lay out a paper of `templates/pdf/`, such as "fairs/goods". `context` must have been put into words of `language` already.

    `pictures` are symbols by the address they have in the template, see `pdf.layout`.
    """
    with translation.override(language):
        paper = Paper(
            language=language,
            title=str(title),
            event=event.title,
            about="\n".join([event.title, " · ".join(filter(None, [when(event), place(event)]))]),
            organiser=event.partner.legal_name or event.partner.name,
            printed=wording.moment(at, event.tz),
            notice=notice_for(
                on=at.astimezone(event.tz).date(), country=event.partner.country, publisher=event.partner.name, language=language
            ),
            is_wide=is_wide,
        )
        html = render_to_string(f"pdf/{template}.html", {"paper": paper, **context})
    return pdf.layout(html, css=["pdf/paper.css"], pictures=pictures)


def write(papers: Sequence["weasyprint.Document"], *, at: datetime) -> bytes:
    """Return papers one after the other as a PDF; each counts its own pages."""
    whole = papers[0].copy([page for paper in papers for page in paper.pages])
    return pdf.write(whole, at=at)


def when(event: Event) -> str:
    """Return the days of an event in the active language."""
    return wording.dates(event.starts_at.astimezone(event.tz).date(), event.ends_at.astimezone(event.tz).date())


def place(event: Event) -> str:
    """Return where an event is held, in the active language."""
    site = event.site
    return ", ".join(filter(None, [site.name, site.settlement])) if site else ""
