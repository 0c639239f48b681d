"""One function per letter that somebody who waits gets. All go into the outbox of the caller's transaction."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.history.operations import about
from common.outbox import operations as outbox
from common.outbox.models import Message
from common.publicity import queries as publicity
from ticketing.waiting import queries
from ticketing.waiting.models import Wait, WaitingRule
from ticketing.waiting.queries import Place


def link(wait: Wait) -> str:
    """Return the secret address of somebody's place on the list."""
    return settings.SITE_URL + reverse("shop:wait", args=[wait.secret])


def _write(wait: Wait, kind: str, at: datetime, *, key: str = "", **more: Any) -> Message:
    event = wait.event
    strip = publicity.notice_for(
        on=at.astimezone(event.tz).date(), country=event.partner.country, publisher=event.partner.name, language=wait.language
    )
    return outbox.write(
        key=f"{kind}:{wait.pk}:{key or f'{at.timestamp():.6f}'}",
        kind=kind,
        about=about(wait),
        within=about(event),
        to=wait.email,
        reply_to=event.contact_email,
        language=wait.language,
        template=kind.replace(".", "/"),
        context={
            "event": event,
            "wait": wait,
            "wishes": list(wait.wishes.select_related("product", "variation")),
            "link": link(wait),
            "publicity": strip,
            **more,
        },
        at=at,
    )


def joined(wait: Wait, rule: WaitingRule, place: Place | None, *, at: datetime) -> Message:
    """You wait, and this is where you stand."""
    return _write(wait, "waiting.joined", at, rule=rule, place=place)


def offered(wait: Wait, *, at: datetime) -> Message:
    """Places are kept for you until then."""
    return _write(wait, "waiting.offered", at, key=str(wait.order_id))


def lapsed(wait: Wait, *, at: datetime) -> Message:
    """The time is over; the places went on."""
    return _write(wait, "waiting.lapsed", at, key="once")


def closed(wait: Wait, *, reason: str, at: datetime) -> Message:
    """The list is closed; you wait no more."""
    return _write(wait, "waiting.closed", at, key="once", reason=reason)


def link_again(wait: Wait, *, at: datetime) -> Message:
    """You wait already; this is your link. At most one such letter an hour."""
    rule = queries.rule_of(wait.event)
    return _write(wait, "waiting.joined", at, key=f"again-{at:%Y%m%d%H}", rule=rule, place=queries.place_of(wait))
