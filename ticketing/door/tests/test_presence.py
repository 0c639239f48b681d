"""Who is inside: one place for each person, however many gates, phones and halls there are."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import Invalid
from ticketing.door import operations, queries, rules
from ticketing.door.access import hashed
from ticketing.door.tests.conftest import KEY, code_of, now
from ticketing.factories import AreaFactory, DeviceFactory, GateFactory, TicketFactory
from ticketing.models import Area, Device, Gate, Scan, Ticket

MORNING = datetime(2026, 6, 6, 6, tzinfo=UTC)  # nine o'clock in Riga


@pytest.fixture
def site(event) -> Area:
    return AreaFactory(event=event, name="Laukums")


@pytest.fixture
def halls(event, site) -> list[Area]:
    return [AreaFactory(event=event, name=name, within=site) for name in ("Zāle A", "Zāle B")]


class Fair:
    """A site with two halls, one gate into each, and a phone at each gate."""

    def __init__(self, areas: list[Area], product: Any, rule: str):
        self.event = areas[0].event
        self.areas = areas
        for area in areas:
            gate = GateFactory(event=area.event, area=area, products=[product], name=f"Uz {area.name}", rule=rule)
            DeviceFactory(event=area.event, gate=gate, name=f"Pie {area.name}", key_hash=hashed(f"key-{area.name}"), paired_at=now())

    def scan(self, ticket: Ticket, area: Area, at: datetime, direction: str = "entry") -> operations.Answer:
        key = f"key-{area.name}"
        return operations.scan(key=key, code=code_of(ticket), nonce=uuid.uuid4(), at=at, direction=direction)

    def inside(self, at: datetime) -> list[int]:
        counted = {area.id: area.inside for area in queries.areas(self.event, at)}
        return [counted[area.pk] for area in self.areas]


@pytest.fixture
def fair(site, halls, product) -> Fair:
    return Fair([site, *halls], product, "in_and_out")


def minutes(n: float) -> datetime:
    return MORNING + timedelta(minutes=n)


def test_whoever_is_in_a_hall_is_on_its_site_and_counted_once(fair, ticket):
    site, hall_a, hall_b = fair.areas
    fair.scan(ticket, site, minutes(0))
    assert fair.inside(minutes(1)) == [1, 0, 0]
    fair.scan(ticket, hall_a, minutes(2))
    assert fair.inside(minutes(3)) == [1, 1, 0]
    fair.scan(ticket, hall_b, minutes(4))
    assert fair.inside(minutes(5)) == [1, 0, 1]


def test_who_went_from_one_hall_to_the_other_may_come_back_uncounted(fair, ticket):
    _site, hall_a, hall_b = fair.areas
    for at, hall in ((0, hall_a), (2, hall_b), (4, hall_a)):
        assert fair.scan(ticket, hall, minutes(at)).admitted
    assert fair.scan(ticket, hall_a, minutes(6)).reason == "used"
    assert fair.inside(minutes(7)) == [1, 1, 0]


def test_leaving_a_hall_leads_to_the_site_leaving_the_site_out_of_everything(fair, ticket):
    site, hall_a, _hall_b = fair.areas
    fair.scan(ticket, site, minutes(0))
    fair.scan(ticket, hall_a, minutes(1))
    fair.scan(ticket, hall_a, minutes(2), "exit")
    assert fair.inside(minutes(3)) == [1, 0, 0]
    fair.scan(ticket, hall_a, minutes(4))
    fair.scan(ticket, site, minutes(5), "exit")
    assert fair.inside(minutes(6)) == [0, 0, 0]
    assert fair.scan(ticket, hall_a, minutes(7)).admitted, "who has left the site is not in its hall"


def test_in_a_hall_one_is_still_on_the_site_and_not_let_in_there_twice(fair, ticket):
    site, hall_a, _hall_b = fair.areas
    fair.scan(ticket, site, minutes(0))
    fair.scan(ticket, hall_a, minutes(1))
    assert fair.scan(ticket, site, minutes(2)).reason == "used"


def test_an_undone_entry_never_was(fair, ticket, phone):
    fair.scan(ticket, fair.areas[0], minutes(0))
    operations.undo(device=phone, scan=Scan.objects.get(), by="device", at=minutes(1))
    assert fair.inside(minutes(2)) == [0, 0, 0]


def test_nobody_forgotten_at_the_exit_is_refused_next_morning(fair, ticket):
    hall = fair.areas[1]
    fair.scan(ticket, hall, minutes(0))
    tomorrow = minutes(24 * 60)
    assert fair.inside(tomorrow) == [0, 0, 0]
    assert fair.scan(ticket, hall, tomorrow).admitted
    Area.objects.update(stays_overnight=True)
    assert fair.scan(ticket, hall, tomorrow + timedelta(days=1)).reason == "used"
    assert fair.inside(tomorrow + timedelta(days=1)) == [1, 1, 0]


def test_a_wristband_counts_for_the_whole_event_a_day_ticket_for_its_day(site, product, event):
    once, daily = TicketFactory.create_batch(2, event=event, product=product)
    other = AreaFactory(event=event, name="Telts")
    by_day = Fair([other], product, "daily")
    whole = Fair([site], product, "once")
    whole.scan(once, site, minutes(0))
    by_day.scan(daily, other, minutes(0))
    assert whole.inside(minutes(1)) == by_day.inside(minutes(1)) == [1]
    assert whole.inside(minutes(24 * 60)) == [1]
    assert by_day.inside(minutes(24 * 60)) == [0]


def test_a_hall_holds_no_hall_and_no_area_itself(event, site, halls):
    told = {"name": "Stūris", "capacity": None, "by": "Anna", "at": now()}
    for area, within in ((halls[0], halls[1]), (site, halls[0]), (halls[0], halls[0])):
        with pytest.raises(Invalid):
            operations.change_area(area=area, within=within, **told)
    with pytest.raises(Invalid):
        operations.make_area(event=event, within=AreaFactory(), **told)


STEPS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from(["entry", "exit"])), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_people_do_the_count_is_that_of_a_simple_model(fair, event, product, steps):
    Scan.objects.all().delete()
    people = Ticket.objects.filter(event=event, product=product)[:3] or TicketFactory.create_batch(3, event=event, product=product)
    place: dict[int, int | None] = {}
    for number, (who, where, direction) in enumerate(steps):
        inside = place.get(who) == where or (where == 0 and place.get(who) is not None)  # halls lie on the site
        answer = fair.scan(people[who], fair.areas[where], minutes(number), direction)
        assert answer.admitted == (inside if direction == "exit" else not inside)
        if answer.admitted:
            place[who] = where if direction == "entry" else 0 if where else None
    counted = [sum(at == where for at in place.values()) for where in range(3)]
    counted[0] += counted[1] + counted[2]
    assert fair.inside(minutes(60)) == counted


# --- full areas -----------------------------------------------------------------------------------------------------


def test_the_phone_is_told_of_a_full_hall_and_of_the_fuller_site(fair, event, product):
    site, hall, _other = fair.areas
    Area.objects.filter(pk=hall.pk).update(capacity=2)
    tickets = TicketFactory.create_batch(3, event=event, product=product)
    alarm = {"event_id": event.pk, "zone": event.zone, "area_id": hall.pk}
    for number, ticket in enumerate(tickets, start=1):
        assert fair.scan(ticket, hall, minutes(number)).admitted, "the alarm keeps nobody out"
        queries.crowd.forget()
        full = queries.crowd.alarm(**alarm, at=minutes(number))
        assert (full is not None) == (number >= 2)
    assert (full.inside, full.is_full) == (3, True)
    Area.objects.filter(pk=site.pk).update(capacity=1)
    queries.crowd.forget()
    assert queries.crowd.alarm(**alarm, at=minutes(5)).name == "Laukums"


def test_a_count_serves_for_some_seconds_and_longer_where_counting_takes_long(fair, event, django_assert_num_queries):
    Area.objects.update(capacity=10)
    clock = [0.0]
    crowd = queries.presence.Crowd(now=lambda: clock[0])
    ask = {"event_id": event.pk, "zone": event.zone, "area_id": fair.areas[0].pk, "at": minutes(0)}
    with django_assert_num_queries(3):
        crowd.alarm(**ask)
        crowd.alarm(**ask)
    clock[0] = 2.5
    with django_assert_num_queries(3):
        crowd.alarm(**ask)


def test_the_steward_reads_of_a_full_area_in_the_answer(client, phone, ticket, gate):
    Area.objects.update(capacity=1)
    sent = {"code": code_of(ticket), "nonce": str(uuid.uuid4())}
    headers = {"Authorization": f"Bearer {KEY}", "Accept-Language": "en"}
    answer = client.post("/api/v1/door/scan", sent, content_type="application/json", headers=headers).json()
    assert answer["verdict"] == "admit"
    assert "is full: 1 of 1 inside" in answer["text"]


# --- the queue ------------------------------------------------------------------------------------------------------


def test_a_queue_is_forecast_from_what_comes_and_what_one_person_takes():
    calm = rules.forecast(rules.Service(arrivals=30, seconds=6, phones=1))
    busy = rules.forecast(rules.Service(arrivals=130, seconds=6, phones=1))
    assert calm.share == pytest.approx(0.2)
    assert calm.minutes < 0.05 < busy.minutes
    assert rules.forecast(rules.Service(arrivals=150, seconds=6, phones=1)).minutes is None, "it only grows"
    assert rules.forecast(rules.Service(arrivals=150, seconds=6, phones=2)).minutes < 1
    assert rules.forecast(rules.Service(arrivals=5, seconds=None, phones=1)) is None


def test_gates_are_found_by_area(fair):
    assert Gate.objects.filter(area=fair.areas[1]).count() == Device.objects.filter(gate__area=fair.areas[1]).count() == 1
