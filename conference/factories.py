"""Builders of test data of trainings and the conference."""

import uuid
from datetime import timedelta

import factory
from django.utils import timezone

from conference.models import (
    Activity,
    Attendance,
    Author,
    Course,
    Enrolment,
    Hall,
    Interpreter,
    Proposal,
    ProposalCall,
    Session,
    SessionKind,
    Slot,
    Speaker,
    Track,
)
from ticketing.factories import EventFactory, ProductFactory


class CourseFactory(factory.django.DjangoModelFactory):
    """Registration of a conference, open now."""

    class Meta:
        model = Course

    event = factory.SubFactory(EventFactory, kind="conference")
    product = factory.SubFactory(ProductFactory, event=factory.SelfAttribute("..event"), is_public=False, style="badge")
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))


class ActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Activity

    course = factory.SubFactory(CourseFactory)
    title_lv = "Pie ēveles"
    title_ru = "У верстака"
    title_en = "At the bench"
    starts_at = factory.LazyAttribute(lambda one: one.course.event.starts_at)
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(hours=2))


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrolment

    course = factory.SubFactory(CourseFactory)
    number = factory.Sequence(lambda n: n + 1)
    secret = factory.LazyFunction(lambda: uuid.uuid4().hex)
    request_key = factory.LazyFunction(uuid.uuid4)
    party = factory.LazyFunction(uuid.uuid4)
    state = "enrolled"
    name = "Vera Ščukina"
    email = "vera@example.org"
    country = "LV"
    asked_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)
    search = factory.LazyAttribute(lambda one: one.name.lower())


class ProposalCallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProposalCall

    event = factory.SubFactory(EventFactory, kind="conference")
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    is_published = True
    languages = ["lv", "ru", "en"]


class SessionKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionKind

    event = factory.SubFactory(EventFactory, kind="conference")
    name_lv = factory.Sequence(lambda n: f"Runa {n}")
    minutes = 20


class TrackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Track

    event = factory.SubFactory(EventFactory, kind="conference")
    name_lv = factory.Sequence(lambda n: f"Tēma {n}")


class ProposalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Proposal

    call = factory.SubFactory(ProposalCallFactory)
    number = factory.Sequence(lambda n: n + 1)
    secret = factory.LazyFunction(lambda: uuid.uuid4().hex)
    kind = factory.SubFactory(SessionKindFactory, event=factory.SelfAttribute("..call.event"))
    title = "Black pottery without borders"
    abstract = "How a smoke firing went from one bank of the lake to the other."
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    proposal = factory.SubFactory(ProposalFactory)
    name = "Ilze Ozola"
    email = factory.Sequence(lambda n: f"ilze{n}@example.org")


class HallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Hall

    event = factory.SubFactory(EventFactory, kind="conference")
    name_lv = factory.Sequence(lambda n: f"Zāle {n}")


class SpeakerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Speaker

    event = factory.SubFactory(EventFactory, kind="conference")
    name = factory.Sequence(lambda n: f"Speaker {n}")


class InterpreterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interpreter

    event = factory.SubFactory(EventFactory, kind="conference")
    name = factory.Sequence(lambda n: f"Interpreter {n}")
    pairs = ["lv-ru"]


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    event = factory.SubFactory(EventFactory, kind="conference")
    number = factory.Sequence(lambda n: n + 1)
    title_lv = factory.Sequence(lambda n: f"Sesija {n}")
    minutes = 30


class SlotFactory(factory.django.DjangoModelFactory):
    """A session in time: from the event's beginning for as long as the session takes."""

    class Meta:
        model = Slot

    session = factory.SubFactory(SessionFactory)
    starts_at = factory.LazyAttribute(lambda one: one.session.event.starts_at)
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(minutes=one.session.minutes))


class AttendanceFactory(factory.django.DjangoModelFactory):
    """Somebody who was in a session from its beginning to its end."""

    class Meta:
        model = Attendance

    enrolment = factory.SubFactory(EnrolmentFactory)
    session = factory.LazyAttribute(lambda one: SlotFactory(session__event=one.enrolment.course.event).session)
    from_at = factory.LazyAttribute(lambda one: one.session.slot.starts_at)
    until_at = factory.LazyAttribute(lambda one: one.session.slot.ends_at)
    how = "staff"
    recorded_at = factory.LazyFunction(timezone.now)
