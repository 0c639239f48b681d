"""The letter to somebody who is to look after a profile."""

from datetime import datetime

from django.urls import reverse

from accounts.history.operations import about
from accounts.people import links
from accounts.people.mails import one_time_url
from accounts.people.models import Person
from common.outbox import operations as outbox
from common.outbox.models import Message
from exhibitors.profiles.models import Keeper


def invitation(keeper: Keeper, *, by: Person, at: datetime) -> Message:
    """This profile is yours to look after; the link signs in once within a week."""
    person = keeper.person
    return outbox.write(
        key=f"maker.invitation:{keeper.pk}:{at:%Y%m%d%H%M%S}",
        kind="maker.invitation",
        about=about(keeper.exhibitor),
        to=person.email,
        reply_to=by.email,
        language=person.language,
        template="maker/invitation",
        context={
            "exhibitor": keeper.exhibitor,
            "by": by,
            "days": links.INVITATION.days,
            "one_time_url": one_time_url(person, until=at + links.INVITATION, next_url=reverse("maker:home")),
        },
        at=at,
    )
