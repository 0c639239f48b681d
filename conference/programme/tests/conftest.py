"""A conference of two rooms on one day, with its organiser Anna."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.factories import PersonFactory, RoleFactory
from accounts.models import Person
from conference.factories import HallFactory, InterpreterFactory, SessionFactory, SpeakerFactory
from conference.models import Hall, Interpreter, Session, SessionSpeaker, Speaker
from conference.programme import operations
from ticketing.conftest import sign_in, suspend
from ticketing.factories import EventFactory
from ticketing.models import Event

__all__ = ["sign_in", "suspend"]


class Conference:
    """What the tests of the programme speak of; every moment is by its own clock."""

    def __init__(self, event: Event, anna: Person) -> None:
        self.event, self.anna = event, anna
        self.now = event.starts_at - timedelta(days=30)
        self.person = {"by": anna, "at": self.now}
        self.big: Hall = HallFactory(event=event, name_lv="Lielā zāle", name_en="Great hall", capacity=200, has_booth=True, position=1)
        self.small: Hall = HallFactory(event=event, name_lv="Mazā zāle", name_en="Small hall", capacity=30, position=2)
        self.ilze: Speaker = SpeakerFactory(event=event, name="Ilze Ozola", email="ilze@example.org")
        self.pavel: Speaker = SpeakerFactory(event=event, name="Павел Иванов", email="pavel@example.org")

    def at(self, minutes: int) -> datetime:
        """Return a moment so many minutes after the doors open."""
        return self.event.starts_at + timedelta(minutes=minutes)

    def session(self, *speakers: Speaker, **facts) -> Session:
        number = Session.objects.filter(event=self.event).count() + 1
        made = SessionFactory(**{"event": self.event, "number": number, "title_en": f"Session {number}", "minutes": 60, **facts})
        SessionSpeaker.objects.bulk_create(SessionSpeaker(session=made, speaker=one, position=n) for n, one in enumerate(speakers))
        return made

    def placed(self, *speakers: Speaker, hall: Hall | None = None, minutes: int = 0, **facts) -> Session:
        made = self.session(*speakers, **facts)
        operations.place(session=made, hall=hall or self.big, starts_at=self.at(minutes), **self.person)
        return made

    def interpreter(self, name: str, *pairs: str) -> Interpreter:
        return InterpreterFactory(event=self.event, name=name, pairs=list(pairs))

    def event_sessions(self) -> list[Session]:
        return list(Session.objects.filter(event=self.event))

    def release(self, note: str = ""):
        return operations.release(event=self.event, note=note, **self.person)


@pytest.fixture
def conference(db: None) -> Conference:
    event = EventFactory(
        kind="conference",
        slug="amatu-konference",
        title_lv="Amatu konference",
        title_ru="Конференция ремёсел",
        title_en="Crafts conference",
    )
    anna = RoleFactory(person=PersonFactory(name="Anna", language="en"), partner=event.partner, kind="manager").person
    return Conference(event, anna)


@pytest.fixture
def as_anna(client: Client, conference: Conference) -> Client:
    client.force_login(conference.anna, "allauth.account.auth_backends.AuthenticationBackend")
    return client
