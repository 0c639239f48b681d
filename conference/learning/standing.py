"""What an event's public page says of registering for it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from conference.learning import queries
from ticketing.events.access import is_bookable
from ticketing.events.models import Event


def of_event(request: HttpRequest, event: Event) -> dict[str, Any] | None:
    """Return the section for `events:detail`; None where nobody registers. One statement, two where they do."""
    course = queries.course_of(event)
    if course is None:
        return None
    course.event = event
    now = timezone.now()
    phase = queries.phase(course, now)
    free = sum(max(one.left, 0) for one in queries.seats(course)) if phase == "open" else 0
    return {
        "template": "conference/learning/_event.html",
        "course": course,
        "phase": phase,
        "is_open": phase == "open" and is_bookable(event, now),
        "is_full": phase == "open" and not free and course.seat_quotas.exists(),
        "fee": queries.fee(course),
    }
