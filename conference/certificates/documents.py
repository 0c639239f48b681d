"""Certificates as PDF, drawn from what was frozen when they were issued; the same number in every language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common import pdf
from common.publicity.queries import Strip, notice_for
from conference.certificates import qr, rules
from conference.certificates.models import Certificate
from conference.certificates.queries import in_language
from conference.programme.models import Session
from ticketing.events import paper, wording
from ticketing.events.models import Event
from ticketing.tickets.rules import fitting_size

if TYPE_CHECKING:
    import weasyprint

_NAME_SIZES, _TITLE_SIZES = (38, 33, 28, 24, 20), (24, 21, 18, 15)
TOPICS = 8
"""More topics than this would not be read, and would not fit."""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one certificate, in words of its language."""

    language: str
    number: str
    heading: str
    organiser: str
    name: str
    name_size: int
    name_other: str
    did: str
    title: str
    title_size: int
    talk: str
    when: str
    where: str
    hours: str
    minutes: str
    topics: str
    permit: str
    signatory: str
    office: str
    issued: str
    picture: str
    address: str
    code: str
    revoked: str
    notice: Strip | None


def verify_url(certificate: Certificate) -> str:
    """Return the address in a certificate's QR."""
    return settings.SITE_URL + reverse("learn:verify", args=[certificate.code])


def certificate_pdf(certificates: Sequence[Certificate], *, at: datetime, language: str = "") -> bytes:
    """Return certificates as one PDF, a page of A4 each, in `language` or else each in its holder's.

    The same arguments give the same bytes.

    Raises:
        ValueError: there is none.
    """
    if not certificates:
        raise ValueError("no certificate to print")
    pages = [lay_out(one, language=language or one.facts["language"], at=at) for one in certificates]
    return pdf.write(pages[0].copy([page for laid in pages for page in laid.pages]), at=at, tagged=len(pages) == 1)


def lay_out(certificate: Certificate, *, language: str, at: datetime) -> "weasyprint.Document":
    """Lay one certificate out."""
    with translation.override(language):
        page = _page(certificate, language)
        html = render_to_string("pdf/conference/certificate.html", {"page": page})
    return pdf.layout(
        html, css=["pdf/certificate.css"], pictures={page.picture: qr.bitmap(f"code{certificate.pk}", verify_url(certificate))}
    )


def _page(certificate: Certificate, language: str) -> Page:
    facts, event = certificate.facts, certificate.event
    talk = in_language(facts.get("title", {}), language)
    title = in_language(facts["event"], language)
    hours, minutes = hours_of(facts)
    where = _("Online") if facts["is_online"] else ", ".join(filter(None, [in_language(facts["place"], language), facts["settlement"]]))
    issued = date.fromisoformat(facts["issued"])
    partner = event.partner
    return Page(
        language=language,
        number=certificate.full_number,
        heading=heading(certificate),
        organiser=", ".join(filter(None, [facts["organiser"], facts["registration"]])),
        name=facts["name"],
        name_size=fitting_size(facts["name"], column_mm=225, height_mm=28, sizes_pt=_NAME_SIZES),
        name_other=facts["name_other"],
        did=did(certificate),
        title=title,
        title_size=fitting_size(talk or title, column_mm=225, height_mm=20, sizes_pt=_TITLE_SIZES),
        talk=talk,
        when=span_of(facts),
        where=where,
        hours=hours,
        minutes=minutes,
        topics="; ".join(in_language(one, language) for one in facts.get("topics", [])[:TOPICS]),
        permit=facts.get("permit", ""),
        signatory=facts["signatory"],
        office=facts["office"],
        issued=wording.dates(issued, issued),
        picture=f"code:{certificate.pk}",
        address=verify_url(certificate).partition("//")[2].rpartition(certificate.code)[0],
        code=rules.spoken(certificate.code),
        revoked=_("Revoked") if certificate.revoked_at else "",
        notice=notice_for(on=issued, country=partner.country, publisher=partner.name, language=language),
    )


def heading(certificate: Certificate) -> str:
    """Return what the paper is called, in the active language."""
    return {
        Certificate.Kind.TRAINING: pgettext("heading of a paper with hours", "Certificate"),
        Certificate.Kind.ATTENDANCE: pgettext("heading of a paper", "Certificate of attendance"),
        Certificate.Kind.TALK: pgettext("heading of a paper", "Certificate of a talk"),
    }[Certificate.Kind(certificate.kind)]


def did(certificate: Certificate) -> str:
    """Return what the holder did; some languages say it otherwise of a woman and of a man."""
    gender = certificate.facts.get("gender", "")
    who = "she" if gender == "f" else "he" if gender == "m" else "somebody"
    if certificate.kind == Certificate.Kind.TALK:
        return pgettext("somebody", "spoke at the event")
    if certificate.kind == Certificate.Kind.TRAINING:
        return {
            "she": pgettext("she", "completed the training"),
            "he": pgettext("he", "completed the training"),
            "somebody": pgettext("somebody", "completed the training"),
        }[who]
    return {
        "she": pgettext("she", "took part in the event"),
        "he": pgettext("he", "took part in the event"),
        "somebody": pgettext("somebody", "took part in the event"),
    }[who]


def span_of(facts: dict[str, Any]) -> str:
    """Return the days of the event, in the active language."""
    return wording.dates(date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"]))


def hours_of(facts: dict[str, Any]) -> tuple[str, str]:
    """Return "8 academic hours (of 45 minutes)" and "360 of 400 minutes"; nothing for a talk."""
    if "attended" not in facts:
        return "", ""
    length = facts["hour_minutes"]
    count = rules.hours(facts["attended"], length)
    shown = number_format(count.normalize() + 0, use_l10n=True)
    whole = int(count) if count == int(count) else 5  # a fraction is said in words as many are
    if count != int(count):
        said = _("%(n)s hours") if length == 60 else _("%(n)s academic hours")
    elif length == 60:
        said = ngettext("%(n)s hour", "%(n)s hours", whole)
    else:
        said = ngettext("%(n)s academic hour", "%(n)s academic hours", whole)
    hours = said % {"n": shown}
    if length != 60:
        hours += " " + _("(of %(minutes)s minutes)") % {"minutes": length}
    return hours, _("%(attended)s of %(possible)s minutes") % facts


def posters(event: Event, sessions: Sequence[tuple[Session, str]], *, language: str, at: datetime) -> bytes:
    """Return a page for each session with the code that hangs in the room.

    Args:
        sessions: each with the address of its form.
    """
    pages = []
    for session, address in sessions:
        begins = session.slot.starts_at.astimezone(event.tz)
        with translation.override(language):
            context = {
                "session": str(session),
                "when": f"{wording.day(begins.date())}, {begins:%H:%M}",
                "where": str(session.slot.hall or ""),
                "address": address.partition("//")[2],
            }
            title = _("How was it?")
        pictures = {"code:form": qr.bitmap(f"form{session.pk}", address)}
        pages.append(
            paper.lay_out("conference/poster", event=event, title=title, language=language, at=at, context=context, pictures=pictures)
        )
    return paper.write(pages, at=at)
