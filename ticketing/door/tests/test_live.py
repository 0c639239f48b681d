"""The live page: who is inside and where, who came when, what queues are like, which phones are awake."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ticketing.door import charts, operations, queries, rules
from ticketing.door.access import hashed
from ticketing.door.queries import Arrivals
from ticketing.door.tests.conftest import code_of, now
from ticketing.factories import AreaFactory, DeviceFactory, GateFactory, TicketFactory
from ticketing.models import Area, Device

NOON = datetime(2026, 6, 6, 9, tzinfo=UTC)  # noon in Riga


@pytest.fixture
def anna(sign_in, event) -> Client:
    return sign_in(event)


def address(event) -> str:
    return reverse("desk:live", args=[event.slug])


@pytest.fixture
def hall(event, gate, product):
    """A hall on the gate's site, with a gate and a phone of its own."""
    hall = AreaFactory(event=event, name="Lielā zāle", within=gate.area, capacity=2)
    door = GateFactory(event=event, area=hall, products=[product], name="Zāles durvis", rule="in_and_out")
    DeviceFactory(event=event, gate=door, key_hash=hashed("hall"), paired_at=now(), name="Zāles tālrunis")
    return hall


@pytest.fixture
def come(event, product, scan):
    """`come(n, key=…)` has so many new people let in, and returns their tickets."""

    def some(n, **more):
        tickets = TicketFactory.create_batch(n, event=event, product=product)
        for ticket in tickets:
            scan(code_of(ticket), **more)
        return tickets

    return some


def test_the_page_counts_who_came_and_draws_them(anna, event, come):
    come(3)
    answer = anna.get(address(event))
    assert (answer.context["live"].admitted, answer.context["chart"]["most"], answer.context["lately"]) == (3, 3, 3)
    html = answer.content.decode()
    assert "<rect" in html
    assert 'class="curve"' in html


def test_the_part_that_changes_comes_alone_and_a_page_without_script_comes_again(anna, event):
    part = anna.get(address(event) + "?part").content.decode()
    assert "<html" not in part
    assert "<h2" in part
    assert '<noscript><meta http-equiv="refresh"' in anna.get(address(event)).content.decode()


def test_a_person_in_a_hall_counts_once_on_the_site_and_is_one_arrival(anna, event, scan, hall, come):
    for ticket in come(2):
        scan(code_of(ticket), key="hall")
    shown = anna.get(address(event)).context
    assert [area.inside for area in shown["live"].areas] == [2, 2]
    assert shown["chart"]["most"] == 2, "going into a hall is no second arrival"
    assert (shown["live"].admitted, shown["lately"]) == (2, 4)


def test_a_full_hall_raises_an_alarm_and_one_with_room_does_not(anna, event, hall, come):
    come(1, key="hall")
    assert anna.get(address(event)).context["crowded"] == []
    come(1, key="hall")
    html = anna.get(address(event)).content.decode()
    assert "Lielā zāle is full: 2 of 2 inside. Let nobody in until somebody leaves." in html
    Area.objects.filter(pk=hall.pk).update(capacity=None)
    assert "is full" not in anna.get(address(event)).content.decode()


def test_phones_that_are_silent_keep_scans_or_run_low_stand_out(anna, event, phone):
    Device.objects.update(last_seen_at=now() - timedelta(minutes=14), unsent=7, battery=12)
    (line,) = queries.devices(event, now())
    assert (line.is_silent, line.is_low, line.unsent, line.minutes) == (True, True, 7, 14)
    shown = anna.get(address(event))
    assert shown.context["unsent"] == 7
    assert "14 min ago" in shown.content.decode()


def test_a_phone_tells_its_battery_with_its_counts(client, phone):
    headers = {"Authorization": "Bearer janis-phone-key"}
    assert client.get("/api/v1/door/stats?unsent=2&battery=55", headers=headers).status_code == 200
    phone.refresh_from_db()
    assert (phone.unsent, phone.battery) == (2, 55)
    assert client.get("/api/v1/door/stats?battery=101", headers=headers).status_code == 422
    client.get("/api/v1/door/stats?unsent=0", headers=headers)
    phone.refresh_from_db()
    assert (phone.unsent, phone.battery) == (0, 55), "an iPhone does not tell, and takes nothing away"


def test_the_page_takes_the_same_statements_however_much_there_is(anna, event, hall, come, product, django_assert_num_queries):
    come(1)
    with django_assert_num_queries(14):
        anna.get(address(event))
    come(5)
    for _more in range(3):
        GateFactory(event=event, area=hall, products=[product])
        DeviceFactory(event=event)
    with django_assert_num_queries(14):
        anna.get(address(event))


# --- the forecast ---------------------------------------------------------------------------------------------------


def entries(*steps: tuple[int, int, int]):
    """Gate, phone and second of each entry."""
    return [(gate, phone, NOON + timedelta(seconds=second)) for gate, phone, second in steps]


def test_what_one_person_takes_is_read_from_those_who_followed_at_once():
    served = rules.services(entries((1, 1, 0), (1, 1, 6), (1, 1, 14), (1, 1, 300), (1, 2, 301)))
    assert served == {1: rules.Service(arrivals=5, seconds=7.0, phones=2)}


def test_nobody_waited_where_people_came_one_by_one():
    served = rules.services(entries((1, 1, 0), (1, 1, 120), (2, 2, 5)))
    assert [rules.forecast(service) for service in served.values()] == [None, None]


def test_a_gate_at_its_limit_asks_for_another_phone(anna, event, gate, come):
    at = now()
    tickets = TicketFactory.create_batch(90, event=event, product=gate.products.get())
    for number, ticket in enumerate(tickets):
        moment = at - timedelta(seconds=10 * (len(tickets) - number))
        operations.scan(key="janis-phone-key", code=code_of(ticket), nonce=uuid.uuid4(), at=moment)
    assert queries.queues(event, at)[gate.pk].minutes is None
    assert "grows: open another phone" in anna.get(address(event)).content.decode()


# --- the pictures ---------------------------------------------------------------------------------------------------


def test_curves_share_one_scale():
    quarters = [Arrivals(NOON, 4, {1: 4}), Arrivals(NOON + timedelta(minutes=15), 3, {1: 2, 2: 1})]
    drawn = charts.curves(quarters, [1, 2, 3])
    assert drawn[1]["path"] == "M0 32 V0 h20 V16 h20 V32 Z"
    assert drawn[2]["path"] == "M0 32 V32 h20 V24 h20 V32 Z"
    assert drawn[3]["path"] == ""
