"""One function per letter a maker gets about their place. All go into the outbox of the caller's transaction."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.history.operations import about
from common.outbox import operations as outbox
from common.outbox.models import Message
from common.publicity import queries as publicity
from fairs.calls import links
from fairs.calls.models import Application
from fairs.offers.models import Offer
from ticketing.pricing import Quote, wording


def _write(application: Application, kind: str, key: str, at: datetime, *, offer: Offer | None = None, **context: Any) -> Message | None:
    """Write one letter; None where the maker has no address, who then is told by telephone or post."""
    if not application.exhibitor.email:
        return None
    event = application.call.event
    partner = event.partner
    strip = publicity.notice_for(
        on=at.astimezone(event.tz).date(), country=partner.country, publisher=partner.name, language=application.language
    )
    return outbox.write(
        key=f"{kind}:{key}",
        kind=kind,
        about=about(application),
        within=about(event),
        to=application.exhibitor.email,
        reply_to=event.contact_email,
        language=application.language,
        template=f"fairs/{kind.partition('.')[2]}",
        context={
            "application": application,
            "event": event,
            "publicity": strip,
            "link": settings.SITE_URL + reverse("calls:place", args=[application.pk]) if offer else links.page_url(application.pk),
            "offer": offer,
            **context,
        },
        at=at,
    )


def offered(offer: Offer, *, at: datetime) -> Message | None:
    """A stall is offered to you, until then, for so much."""
    quote = Quote.from_json(offer.quote) if offer.quote else None
    return _write(offer.application, "fair.offered", str(offer.pk), at, offer=offer, quote=quote, wording=wording)


def decided(application: Application, *, at: datetime) -> Message | None:
    """You are on the waiting list, or were not selected; and why, where the fair says."""
    kind = "fair.waiting" if application.state == Application.State.WAITING else "fair.rejected"
    return _write(application, kind, f"{application.pk}:{at:%Y%m%d%H%M}", at)


def confirmed(offer: Offer, *, at: datetime) -> Message | None:
    """The place is yours; make your passes."""
    return _write(offer.application, "fair.confirmed", str(offer.pk), at, offer=offer)


def lapsed(offer: Offer, *, at: datetime) -> Message | None:
    """The time is over; you are on the waiting list."""
    return _write(offer.application, "fair.lapsed", str(offer.pk), at, offer=offer)


def withdrawn(offer: Offer, *, at: datetime) -> Message | None:
    """The organiser took the offer back, and why."""
    return _write(offer.application, "fair.withdrawn", str(offer.pk), at, offer=offer)
