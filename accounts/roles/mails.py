"""The letter to somebody who was given a role."""

from datetime import datetime

from django.urls import reverse

from accounts.people import links
from accounts.people.mails import one_time_url
from accounts.people.models import Person
from accounts.roles.models import Role
from common.outbox import operations as outbox
from common.outbox.models import Message


def write_invitation(*, role: Role, by: Person, at: datetime) -> Message:
    """Write to the person of a role, with a link that signs in once within a week."""
    person = role.person
    return outbox.write(
        key=f"role-granted:{role.pk}:{at:%Y%m%d%H%M%S}",
        kind="account.invitation",
        about=f"person:{person.pk}",
        to=person.email,
        reply_to=by.email,
        language=person.language,
        template="account/invitation",
        context={
            "role": role,
            "by": by,
            "days": links.INVITATION.days,
            "one_time_url": one_time_url(person, until=at + links.INVITATION, next_url=reverse("desk_partners:list")),
        },
        at=at,
    )
