"""A training in the manor, open for registrations: two seats, a bench of one at the workshop, a bus for everybody."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.factories import PersonFactory
from accounts.models import Person
from conference.factories import ActivityFactory, CourseFactory
from conference.learning import operations as learning
from conference.learning.models import Activity, Course, Enrolment, SeatQuota
from ticketing.factories import EventFactory, tomorrow
from ticketing.models import Event

Register = Callable[..., list[Enrolment]]


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def event(db: None) -> Event:
    starts = tomorrow(8) + timedelta(days=30)
    return EventFactory(slug="meistarklase", kind="training", starts_at=starts, ends_at=starts + timedelta(hours=8))


@pytest.fixture
def course(event: Event, now: datetime) -> Course:
    course = CourseFactory(event=event, product__price=Decimal(0), opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=20))
    SeatQuota.objects.create(course=course, size=2)
    return course


@pytest.fixture
def bench(course: Course) -> Activity:
    """One place at the workshop's bench."""
    return ActivityFactory(course=course, seats=1)


@pytest.fixture
def anna(db: None) -> Person:
    return PersonFactory(name="Anna")


@pytest.fixture
def register(now: datetime) -> Register:
    """`register(course, "Vera", "Oļegs")` registers people together, or people as `Applicant`s."""

    def by_names(course: Course, *people: Any, by: Any = "visitor", **more: Any) -> list[Enrolment]:
        applicants = [
            one
            if isinstance(one, learning.Applicant)
            else learning.Applicant(name=one, country="LV", email=f"{one.split()[0].lower()}@example.org", **more)
            for one in people
        ]
        return learning.register(course=course, people=applicants, language="lv", request_key=uuid.uuid4(), by=by, at=now)

    return by_names
