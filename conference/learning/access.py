"""Who may see a course and who is enrolled: everybody, by a secret link, or at the desk through the event."""

from django.http import Http404

from conference.learning import queries
from conference.learning.models import Course, Enrolment
from ticketing.events.models import Event


def course_for(event: Event) -> Course:
    """Return how people register for the event, for who may see its desk.

    Raises:
        Http404: they do not.
    """
    course = queries.course_of(event)
    if course is None:
        raise Http404
    course.event = event
    return course


def public_course(slug: str) -> Course:
    """Return a course that everybody may see.

    Raises:
        Http404: no such event, still a draft, or one without registration.
    """
    course = queries.public_course(slug)
    if course is None:
        raise Http404
    return course


def by_link(secret: str) -> Enrolment:
    """Return the enrolment of a secret link.

    Raises:
        Http404: no such link.
    """
    found = Enrolment.objects.select_related(*(f"course__{part}" for part in queries.COURSE_PARTS), "ticket", "order")
    enrolment = found.filter(secret=secret).first()
    if enrolment is None:
        raise Http404
    return enrolment


def enrolment_at(course: Course, number: int) -> Enrolment:
    """Return one enrolment of a course, for staff.

    Raises:
        Http404: no such number.
    """
    enrolment = queries.enrolment_at(course, number)
    if enrolment is None:
        raise Http404
    return enrolment
