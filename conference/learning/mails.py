"""One function per letter that somebody registered gets. All go into the outbox of the caller's transaction.

People who registered together under one address get one letter; who has an address of their own, a letter of their own.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django_q.tasks import async_task

from accounts.history.operations import about
from common.outbox import operations as outbox
from common.outbox.models import Message
from common.publicity import queries as publicity
from conference.learning import queries
from conference.learning.models import Choice, Enrolment
from ticketing.orders.mails import link as order_link
from ticketing.tickets.models import Ticket

PREPARE = "conference.learning.tasks.prepare_mails"
ENROLLED = "learning.enrolled"

State = Enrolment.State


def link(one: Enrolment) -> str:
    """Return the secret address of an enrolment."""
    return settings.SITE_URL + reverse("learn:mine", args=[one.secret])


def _wake_worker() -> None:
    """Have tickets drawn right after the current transaction; once, however many letters it writes."""
    if not any(callback[1] is _queue_prepare for callback in connection.run_on_commit):
        # robust: a task queue that is down must not fail the registration; the schedule looks every minute anyway
        transaction.on_commit(_queue_prepare, robust=True)


def _queue_prepare() -> None:
    async_task(PREPARE)


def _tell(people: Sequence[Enrolment], kind: str, at: datetime, *, needs_attachments: bool = False, **more: Any) -> list[Message]:
    """Write one letter to each address; who has none is told by phone."""
    if not people:
        return []
    party = queries.party_of(people[0])
    told: dict[str, list[Enrolment]] = {}
    for one in people:
        told.setdefault(queries.address(party, one), []).append(one)
    return [_letter(to, members, kind, at, needs_attachments=needs_attachments, **more) for to, members in told.items() if to]


def _letter(to: str, members: Sequence[Enrolment], kind: str, at: datetime, *, needs_attachments: bool, **more: Any) -> Message:
    first = members[0]
    event = first.course.event
    strip = publicity.notice_for(
        on=at.astimezone(event.tz).date(), country=event.partner.country, publisher=event.partner.name, language=first.language
    )
    if needs_attachments:
        _wake_worker()
    return outbox.write(
        key=f"{kind}:{first.pk}:{at.timestamp():.6f}",
        kind=kind,
        about=about(first),
        within=about(event),
        to=to,
        reply_to=event.contact_email,
        language=first.language,
        template=kind.replace(".", "/"),
        context={
            "event": event,
            "course": first.course,
            "one": first,
            "members": members,
            "choices": queries.choices_of(members),
            "link": link(first),
            "publicity": strip,
            **more,
        },
        needs_attachments=needs_attachments,
        at=at,
    )


def registered(party: Sequence[Enrolment], *, at: datetime) -> list[Message]:
    """We have your registration; this is where it stands."""
    if party[0].state == State.ENROLLED:
        return enrolled(party, at=at)
    return _tell(party, "learning.applied" if party[0].state == State.APPLIED else "learning.waiting", at)


def enrolled(people: Sequence[Enrolment], *, at: datetime) -> list[Message]:
    """You are enrolled: here is the ticket, drawn by the worker, or what is to be paid first."""
    owing = Ticket.objects.filter(pk__in=[one.ticket_id for one in people if one.ticket_id], state=Ticket.State.UNPAID)
    if not owing.exists():
        return _tell(people, ENROLLED, at, needs_attachments=True)
    order = next((one.order for one in queries.party_of(people[0]) if one.order is not None), None)
    return _tell(people, "learning.unpaid", at, order=order, order_link=order_link(order) if order else "")


def offered(party: Sequence[Enrolment], *, at: datetime) -> list[Message]:
    """A place has become free; say by then whether you take it."""
    return _tell(party, "learning.offered", at)


def declined(party: Sequence[Enrolment], *, at: datetime) -> list[Message]:
    """You cannot come, and why."""
    return _tell(party, "learning.declined", at)


def withdrawn(people: Sequence[Enrolment], *, at: datetime) -> list[Message]:
    """You are off the course."""
    return _tell(people, "learning.withdrawn", at)


def lapsed(party: Sequence[Enrolment], *, at: datetime) -> list[Message]:
    """The time to answer is over; the place went on."""
    return _tell(party, "learning.lapsed", at)


def seated(choices: Iterable[Choice], *, at: datetime) -> list[Message]:
    """There is a seat for you now where you waited."""
    found: dict[object, dict[int, Enrolment]] = {}
    titles: dict[object, set[str]] = {}
    for choice in choices:
        party = choice.enrolment.party
        found.setdefault(party, {})[choice.enrolment_id] = choice.enrolment
        titles.setdefault(party, set()).add(str(choice.activity))
    return [
        letter
        for party, people in found.items()
        for letter in _tell(list(people.values()), "learning.seated", at, titles=sorted(titles[party]))
    ]


def links(found: Sequence[Enrolment], *, to: str, language: str, at: datetime) -> Message:
    """The links of all your registrations. At most one such letter an hour goes to an address."""
    who = hashlib.sha256(to.encode()).hexdigest()[:32]
    return outbox.write(
        key=f"learning.links:{who}:{at:%Y%m%d%H}",
        kind="learning.links",
        about="",
        to=to,
        language=language,
        template="learning/links",
        context={"found": [(one, link(one)) for one in found]},
        at=at,
        is_urgent=True,
    )
