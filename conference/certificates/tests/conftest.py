from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from accounts.factories import PersonFactory
from common.languages import fold
from conference.factories import (
    AttendanceFactory,
    CourseFactory,
    EnrolmentFactory,
    HallFactory,
    SessionFactory,
    SlotFactory,
    SpeakerFactory,
)
from conference.models import SessionSpeaker
from ticketing.factories import EventFactory
from ticketing.models import EventRole

OPENS = datetime(2026, 6, 6, 7, 0, tzinfo=UTC)


@pytest.fixture
def finished(db: None) -> SimpleNamespace:
    """A training of two sessions, five hours, that is over: Vera and Дарья were there for all of it, Oļegs for one hour of five."""
    event = EventFactory(
        kind="training", slug="iepakojums", starts_at=OPENS, ends_at=OPENS + timedelta(hours=6),
        title_lv="Sociālie mediji un iepakojums", title_ru="Социальные сети и упаковка", title_en="Social media and packaging",
    )  # fmt: skip
    course = CourseFactory(event=event, paper="training", share_percent=80, hour_minutes=45)
    hall = HallFactory(event=event, name_lv="Zāle")

    def session(lv: str, ru: str, start: float, hours: float):
        one = SessionFactory(event=event, title_lv=lv, title_ru=ru, title_en="", minutes=int(hours * 60))
        SlotFactory(session=one, hall=hall, starts_at=OPENS + timedelta(hours=start), ends_at=OPENS + timedelta(hours=start + hours))
        return one

    photo, box = session("Foto ar telefonu", "Фото на телефон", 0, 4), session("Iepakojums", "Упаковка", 4, 1)

    def person(name: str, sessions, **more):
        one = EnrolmentFactory(course=course, name=name, search=fold(f"{name} {more.get('name_other', '')}"), **more)
        for each in sessions:
            AttendanceFactory(session=each, enrolment=one, how="scan")
        return one

    anna = PersonFactory(name="Anna")
    EventRole.objects.create(event=event, person=anna, kind="manager")
    speaker = SpeakerFactory(event=event, name="Tomass Stundiņš", email="tomass@example.org")
    SessionSpeaker.objects.create(session=box, speaker=speaker)
    return SimpleNamespace(
        event=event,
        course=course,
        anna=anna,
        photo=photo,
        box=box,
        speaker=speaker,
        vera=person("Vera Ščukina", [photo, box], name_other="Вера Щукина", email="vera@example.org", gender="f"),
        darja=person("Дарья Вымышлова", [photo, box], email="darja@example.org", language="ru", country="RU", gender="f"),
        olegs=person("Oļegs Paraugs", [box], email="olegs@example.org"),
        opens=OPENS,
        over=OPENS + timedelta(days=1),
    )
