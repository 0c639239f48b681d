"""The letters about certificates. They go into the outbox of the caller's transaction."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.history.operations import about
from common.outbox import operations as outbox
from common.outbox.models import Message
from common.publicity import queries as publicity
from conference.certificates.models import Certificate
from conference.certificates.queries import in_language


def link(certificate: Certificate) -> str:
    """Return the holder's secret address."""
    return settings.SITE_URL + reverse("learn:certificate", args=[certificate.secret])


def address_of(certificate: Certificate) -> str:
    """Return where to write to the holder; "" where there is no address."""
    enrolment, speaker = certificate.enrolment, certificate.speaker
    return (speaker.email if speaker else "") or (enrolment.email if enrolment else "")


def issued(certificate: Certificate, *, language: str, at: datetime, again: bool = False) -> Message | None:
    """Your certificate is ready; None where there is no address."""
    to, event = address_of(certificate), certificate.event
    if not to:
        return None
    partner = event.partner
    strip = publicity.notice_for(on=at.astimezone(event.tz).date(), country=partner.country, publisher=partner.name, language=language)
    with translation.override(language):
        context = {
            "certificate": certificate,
            "facts": certificate.facts,
            "event": event,
            "title": in_language(certificate.facts["event"], language),
            "talk": in_language(certificate.facts.get("title", {}), language),
            "link": link(certificate),
            "publicity": strip,
        }
    return outbox.write(
        key=f"certificate.issued:{certificate.pk}" + (f":{at.timestamp():.0f}" if again else ""),
        kind="certificate.issued",
        about=about(certificate),
        within=about(event),
        to=to,
        reply_to=event.contact_email,
        language=language,
        template="certificates/issued",
        context=context,
        at=at,
    )
