"""Letters about events to the people who work at them."""

from datetime import datetime

from accounts.history.operations import Actor, about
from accounts.people import links
from accounts.people.mails import one_time_url
from common.outbox import operations as outbox
from common.outbox.models import Message
from ticketing.events.models import EventRole


def role_granted(role: EventRole, *, by: Actor, at: datetime) -> Message:
    """You have been given a role at an event; this link opens its desk without a password."""
    event, person = role.event, role.person
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
            "link": one_time_url(person, until=at + links.INVITATION, next_url=f"/desk/{event.slug}/"),
        },
        at=at,
    )
