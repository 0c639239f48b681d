"""Letters to jurors. All go into the outbox of the caller's transaction."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.history.operations import about
from accounts.people import links
from accounts.people.mails import one_time_url
from common.outbox import operations as outbox
from common.outbox.models import Message
from fairs.jury.models import Juror, Round


def round_opened(one: Round, juror: Juror, *, at: datetime) -> Message:
    """There are applications to score; this link opens your desk without a password."""
    return _write(one, juror, "jury.opened", f"{at:%Y%m%d%H%M}", at)


def reminder(one: Round, juror: Juror, left: int, *, at: datetime) -> Message:
    """So many are left, and the time ends soon. Once for each end a round was given."""
    return _write(one, juror, "jury.reminder", f"{one.ends_at:%Y%m%d%H%M}", at, left=left)


def _write(one: Round, juror: Juror, kind: str, key: str, at: datetime, **more: Any) -> Message:
    event, person = one.call.event, juror.person
    desk = reverse("jury:desk", args=[event.slug])
    return outbox.write(
        key=f"{kind}:{one.pk}:{juror.pk}:{key}",
        kind=kind,
        about=about(juror),
        within=about(event),
        to=person.email,
        reply_to=event.contact_email,
        language=person.language,
        template=kind.replace(".", "/"),
        context={
            "event": event,
            "round": one,
            "person": person,
            "link": one_time_url(person, until=at + links.INVITATION, next_url=desk),
            **more,
        },
        at=at,
    )
