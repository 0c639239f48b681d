"""The files that go with letters and that somebody enrolled downloads."""

from collections.abc import Sequence
from datetime import datetime

from common.outbox.models import Message
from common.outbox.operations import File
from conference.learning import queries
from conference.learning.models import Enrolment
from ticketing.events import ical
from ticketing.tickets import documents
from ticketing.tickets.models import Ticket


def tickets_file(one: Enrolment, shown: Sequence[Ticket]) -> File:
    """Return tickets as one PDF."""
    return File(f"{one.course.event.slug}-{one.number}.pdf", "application/pdf", documents.ticket_pdf(shown))


def calendar_file(one: Enrolment, *, language: str, at: datetime) -> File:
    """Return the event's days for one's own calendar; with the online address for who is enrolled."""
    content = ical.ics([one.course.event], language=language, at=at, for_holder=one.state == Enrolment.State.ENROLLED)
    return File(f"{one.course.event.slug}.ics", "text/calendar; charset=utf-8", content)


def attachments(message: Message, *, at: datetime) -> list[File]:
    """Return what goes with a letter to somebody enrolled; nothing when they have left meanwhile."""
    found = Enrolment.objects.select_related("course__event__partner", "course__event__site__municipality")
    one = found.filter(pk=message.about.partition(":")[2]).first()
    shown = list(queries.tickets_for(one)) if one is not None else []
    if one is None or not shown:
        return []
    return [tickets_file(one, shown), calendar_file(one, language=message.language, at=at)]
