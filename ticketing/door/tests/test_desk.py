import re
import uuid
from datetime import timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ticketing.door import operations
from ticketing.door.tests.conftest import code_of, now
from ticketing.factories import AreaFactory, DeviceFactory, EventFactory, GateFactory, ProductFactory, TicketFactory
from ticketing.models import Area, Device, Gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(sign_in, event) -> Client:
    return sign_in(event)


def page(name, event, *args):
    return reverse(f"desk:{name}", args=[event.slug, *args])


@pytest.mark.parametrize("name", ["gates", "new_area", "area", "new_gate", "gate", "new_device", "device", "pin", "live"])
def test_the_door_is_set_up_by_those_who_run_it(sign_in, event, phone, name):
    own = {"area": phone.gate.area_id, "gate": phone.gate_id, "device": phone.pk}
    address = page(name, event, *([own[name]] if name in own else []))
    assert Client().get(address).status_code == 302
    assert sign_in(event, None).get(address).status_code == 404
    assert sign_in(event, "steward").get(address).status_code == 403
    assert sign_in(event, "supervisor").get(address).status_code == 200


@pytest.mark.parametrize(("name", "make"), [("area", AreaFactory), ("gate", GateFactory), ("device", DeviceFactory)])
def test_what_belongs_to_another_event_is_not_found(anna, event, name, make):
    assert anna.get(page(name, event, make().pk)).status_code == 404


def test_the_first_gate_leads_to_the_first_area(anna, event):
    assert anna.get(page("new_gate", event)).url == page("new_area", event)
    anna.post(page("new_area", event), {"name": "Muižas parks", "capacity": "500"})
    assert Area.objects.get(event=event).capacity == 500
    assert anna.get(page("new_device", event)).url == page("new_gate", event)


def test_a_gate_opens_by_the_clock_on_the_wall(anna, event, product):
    area = AreaFactory(event=event)
    sent = {
        "name": "Rīta vārti",
        "area": area.pk,
        "products": [product.pk],
        "rule": "daily",
        "opens_at": "2026-12-06T09:00",
        "closes_at": "",
    }
    assert anna.post(page("new_gate", event), sent).status_code == 302
    gate = Gate.objects.get(event=event)
    assert (gate.rule, gate.opens_at.astimezone(event.tz).hour, gate.closes_at) == ("daily", 9, None)
    assert list(gate.products.all()) == [product]


def test_a_gate_that_closes_before_it_opens_is_told_at_the_field(anna, event, gate, product):
    sent = {"name": "X", "area": gate.area_id, "products": [product.pk], "rule": "once"}
    hours = {"opens_at": "2026-12-06T09:00", "closes_at": "2026-12-06T08:00"}
    assert anna.post(page("gate", event, gate.pk), sent | hours).context["form"].errors["closes_at"]


def test_a_gate_is_switched_off_and_keeps_its_products(anna, event, gate, product):
    sent = {"name": gate.name, "area": gate.area_id, "products": [product.pk], "rule": gate.rule}
    anna.post(page("gate", event, gate.pk), sent)
    gate.refresh_from_db()
    assert not gate.is_active
    assert list(gate.products.all()) == [product]


def test_a_gate_opens_for_another_event_of_the_same_organiser_only(anna, event, gate):
    sister = ProductFactory(event=EventFactory(partner=event.partner))
    offered = anna.get(page("gate", event, gate.pk)).context["form"].fields["products"].queryset
    assert sister in offered
    assert ProductFactory() not in offered


def test_two_gates_of_one_name_are_refused(anna, event, gate, product):
    sent = {"name": gate.name, "area": gate.area_id, "products": [product.pk], "rule": "once"}
    assert anna.post(page("new_gate", event), sent).context["form"].errors["name"]


def test_only_what_was_never_used_is_removed(anna, event, phone):
    anna.post(page("gate", event, phone.gate_id), {"action": "drop"})
    anna.post(page("area", event, AreaFactory(event=event).pk), {"action": "drop"})
    assert (Gate.objects.count(), Area.objects.count()) == (1, 1)


# --- phones ---------------------------------------------------------------------------------------------------------


def token_in(answer) -> str:
    return re.search(r"/door/pair#([\w-]+)", answer.content.decode()).group(1)


def test_a_pairing_link_is_shown_once_as_picture_and_text_and_pairs(anna, event, gate):
    sent = {"name": "Jānis", "gate": gate.pk, "rights": "steward", "language": "lv"}
    answer = anna.post(page("new_device", event), sent)
    assert 'src="data:image/png;base64,' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    device, _key = operations.pair(token=token_in(answer), at=now())
    assert (device.name, device.rights) == ("Jānis", "steward")
    assert "door/pair#" not in anna.get(page("device", event, device.pk)).content.decode()


def test_a_new_link_ends_the_old_one(anna, event, phone):
    answer = anna.post(page("device", event, phone.pk), {"action": "roll"})
    phone.refresh_from_db()
    assert phone.key_hash is None
    assert operations.pair(token=token_in(answer), at=now())[0] == phone


def test_a_phone_is_switched_off_and_moved(anna, event, phone):
    other = GateFactory(event=event)
    anna.post(page("device", event, phone.pk), {"name": "Līga", "gate": other.pk, "rights": "steward"})
    anna.post(page("device", event, phone.pk), {"action": "revoke"})
    phone.refresh_from_db()
    assert (phone.name, phone.gate, phone.revoked_at is not None) == ("Līga", other, True)


def test_a_locked_events_door_is_seen_and_not_changed(anna, event, phone, suspend):
    suspend(event)
    anna.post(page("device", event, phone.pk), {"action": "revoke"})
    anna.post(page("new_area", event), {"name": "Klēts"})
    phone.refresh_from_db()
    assert (phone.revoked_at, Area.objects.count()) == (None, 1)
    assert anna.get(page("gates", event)).status_code == 200


def test_the_states_of_phones_are_told(anna, event, phone):
    DeviceFactory(event=event, gate=phone.gate, name="B", pairing_hash="b", pairing_until=now() + timedelta(minutes=9))
    DeviceFactory(event=event, gate=phone.gate, name="C", pairing_hash="c", pairing_until=now() - timedelta(minutes=9))
    DeviceFactory(event=event, gate=phone.gate, name="D", revoked_at=now())
    assert [line.state for line, *_rest in anna.get(page("gates", event)).context["devices"]] == ["paired", "waiting", "expired", "revoked"]


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_the_volunteers_guide_is_one_page_in_each_language(anna, event, language):
    answer = anna.get(page("door_guide", event, language))
    assert len(pypdfium2.PdfDocument(answer.content)) == 1
    assert anna.get(page("door_guide", event, "de")).status_code == 404


# --- the day --------------------------------------------------------------------------------------------------------


def test_where_and_when_a_ticket_was_scanned(anna, sign_in, event, ticket, scan):
    scan(code_of(ticket))
    scan(code_of(ticket))
    address = page("ticket_scans", event, ticket.pk)
    assert [one.verdict for one in anna.get(address).context["scans"]] == ["refuse", "admit"]
    assert Client().get(address).status_code == 302
    assert sign_in(event, None).get(address).status_code == 404
    assert sign_in(event, "steward").get(address).status_code == 403


@pytest.mark.parametrize("name", ["gates", "live"])
def test_three_of_everything_take_as_many_statements_as_one(anna, event, phone, product, scan, name):
    def grow():
        scan(code_of(TicketFactory(event=event, product=product)), nonce=uuid.uuid4())
        DeviceFactory(event=event, gate=GateFactory(event=event, products=[product]))

    def count():
        with CaptureQueriesContext(connection) as captured:
            assert anna.get(page(name, event)).status_code == 200
        return len(captured)

    grow()
    one = count()
    grow()
    grow()
    assert count() == one
    assert Device.objects.count() == 4


def test_renaming_a_hall_keeps_where_it_lies_and_a_phone_what_it_shows(anna, event, phone):
    hall = AreaFactory(event=event, within=phone.gate.area, stays_overnight=True)
    shown = anna.get(page("area", event, hall.pk)).context["form"].initial
    anna.post(page("area", event, hall.pk), {**shown, "name": "Lielā zāle", "within": shown["within"].pk, "capacity": ""})
    hall.refresh_from_db()
    assert (hall.name, hall.within, hall.stays_overnight) == ("Lielā zāle", phone.gate.area, True)
    anna.post(page("device", event, phone.pk), {"name": "Jānis", "gate": phone.gate_id, "rights": phone.rights})
    phone.refresh_from_db()
    assert (phone.name, phone.shows_names) == ("Jānis", False)
