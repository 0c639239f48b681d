"""Letters about events to the people who work at them."""

from datetime import datetime

from django.conf import settings
from django.shortcuts import resolve_url

from accounts.history.operations import Actor, about
from accounts.people import links
from accounts.people.mails import one_time_url
from accounts.roles.models import RoleKind
from common.outbox import operations as outbox
from common.outbox.models import Message
from ticketing.events.models import EventRole


def role_granted(role: EventRole, *, by: Actor, at: datetime) -> Message:
    """You have been given a role at an event; this link opens its desk without a password.

    A juror has no desk there, and is led on as everybody who signs in.
    """
    event, person = role.event, role.person
    is_juror = role.kind == RoleKind.JUROR
    return outbox.write(
        key=f"role.granted:{role.pk}",
        kind="role.granted",
        about=about(role),
        within=about(event),
        to=person.email,
        reply_to=event.contact_email,
        language=person.language,
        template="role/granted",
        context={
            "event": event,
            "role": role,
            "by": by,
            "is_juror": is_juror,
            "link": one_time_url(
                person,
                until=at + links.INVITATION,
                next_url=resolve_url(settings.LOGIN_REDIRECT_URL) if is_juror else f"/desk/{event.slug}/",
            ),
        },
        at=at,
    )
