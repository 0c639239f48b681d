from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from accounts.factories import PersonFactory
from common.languages import fold
from conference.factories import CourseFactory, EnrolmentFactory, HallFactory, SessionFactory, SlotFactory
from ticketing.factories import AreaFactory, EventFactory, TicketFactory
from ticketing.models import EventRole

OPENS = datetime(2026, 6, 6, 7, 0, tzinfo=UTC)


@pytest.fixture
def training(db: None) -> SimpleNamespace:
    """A day of training from 10 to 16 in Rīga: the morning together, two sessions side by side after lunch; Vera and Oļegs enrolled."""
    event = EventFactory(kind="training", slug="iepakojums", starts_at=OPENS, ends_at=OPENS + timedelta(hours=6))
    course = CourseFactory(event=event)
    hall, annex = HallFactory(event=event, name_lv="Lielā zāle"), HallFactory(event=event, name_lv="Klēts")
    site = AreaFactory(event=event, name="Muiža")
    barn = AreaFactory(event=event, name="Klēts", within=site)

    def session(title: str, place, start: float, hours: float, **more):
        one = SessionFactory(event=event, title_lv=title, minutes=int(hours * 60), **more)
        SlotFactory(session=one, hall=place, starts_at=OPENS + timedelta(hours=start), ends_at=OPENS + timedelta(hours=start + hours))
        return one

    def person(name: str, **more):
        ticket = TicketFactory(event=event, product=course.product, name=name)
        search = fold(f"{name} {more.get('name_other', '')}")
        return EnrolmentFactory(course=course, name=name, ticket=ticket, search=search, **more)

    anna = PersonFactory(name="Anna")
    EventRole.objects.create(event=event, person=anna, kind="manager")
    return SimpleNamespace(
        event=event,
        course=course,
        anna=anna,
        site=site,
        barn=barn,
        morning=session("Foto ar telefonu", hall, 0, 2),
        talk=session("Iepakojums", hall, 3, 1),
        bench=session("Pie galda", annex, 3, 1),
        tea=session("Tēja", hall, 2, 0.5, is_break=True),
        vera=person("Vera Ščukina", name_other="Вера Щукина", email="vera@example.org"),
        olegs=person("Oļegs Paraugs", email="olegs@example.org", country="RU"),
        opens=OPENS,
        over=OPENS + timedelta(days=1),
    )
