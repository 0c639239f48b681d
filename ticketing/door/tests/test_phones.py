from datetime import timedelta

import pytest

from accounts.models import Entry
from common.errors import Invalid
from ticketing.door import operations, queries
from ticketing.door.access import NotPaired, Revoked, SupervisorsOnly, device_with
from ticketing.door.tests.conftest import KEY, code_of, now
from ticketing.factories import AreaFactory, DeviceFactory, EventFactory, GateFactory, ProductFactory, TicketFactory
from ticketing.models import Device, Gate


@pytest.fixture
def made(gate):
    return operations.make_device(event=gate.event, gate=gate, name=" Jāņa tālrunis ", by="Anna", at=now())


def test_a_phone_is_paired_once_and_then_known_by_its_own_key(made):
    device, token = made
    paired, key = operations.pair(token=token, at=now())
    assert (paired, device_with(key)) == (device, device)
    assert key not in str(Device.objects.values().get())
    assert token not in str(Device.objects.values().get())
    with pytest.raises(operations.PairingFailed):
        operations.pair(token=token, at=now())


def test_the_link_expires_after_an_hour(made):
    _device, token = made
    with pytest.raises(operations.PairingFailed):
        operations.pair(token=token, at=now() + operations.PAIRING_LASTS)


def test_a_made_up_token_pairs_nothing(db):
    with pytest.raises(operations.PairingFailed):
        operations.pair(token="\x00" * 50, at=now())


def test_a_revoked_phone_is_told_so_and_its_link_is_dead(made):
    device, token = made
    _paired, key = operations.pair(token=token, at=now())
    operations.revoke(device=device, by="Anna", at=now())
    with pytest.raises(Revoked):
        device_with(key)
    assert Entry.objects.filter(action="device.revoked").count() == 1


def test_a_link_taken_back_before_use_pairs_nothing(made):
    device, token = made
    operations.revoke(device=device, by="Anna", at=now())
    with pytest.raises(operations.PairingFailed):
        operations.pair(token=token, at=now())


def test_rolling_ends_the_old_key_and_opens_a_new_link(made):
    device, token = made
    _paired, old = operations.pair(token=token, at=now())
    fresh = operations.roll(device=device, by="Anna", at=now())
    with pytest.raises(NotPaired):
        device_with(old)
    _paired, new = operations.pair(token=fresh, at=now())
    assert device_with(new) == device


def test_a_stewards_phone_has_no_supervisors_rights(steward_phone):
    with pytest.raises(SupervisorsOnly):
        device_with(KEY, at=now())


def test_two_phones_of_an_event_have_two_names(made, gate):
    with pytest.raises(operations.NameTaken):
        operations.make_device(event=gate.event, gate=gate, name="Jāņa tālrunis", by="Anna", at=now())


def test_a_phone_cannot_stand_at_boris_gate(gate):
    with pytest.raises(Invalid):
        operations.make_device(event=gate.event, gate=GateFactory(), name="x", by="Anna", at=now())


def test_the_heartbeat_is_written_at_most_once_a_minute(phone, django_assert_num_queries):
    at = now()
    with django_assert_num_queries(1):
        operations.heartbeat(device=phone, at=at)
        operations.heartbeat(device=phone, at=at + timedelta(seconds=59))


def test_a_gate_is_made_changed_and_dropped_while_unused(event, product):
    area = operations.make_area(event=event, name="Laukums", capacity=500, by="Anna", at=now())
    gate = operations.make_gate(event=event, area=area, name="A", products=[product], by="Anna", at=now())
    same = {"area": area, "opens_at": None, "closes_at": None, "is_active": True, "by": "Anna", "at": now()}
    operations.change_gate(gate=gate, name="B", products=[], rule="daily", **same)
    gate.refresh_from_db()
    assert (gate.name, gate.rule, gate.products.count()) == ("B", "daily", 0)
    operations.drop(subject=gate, by="Anna", at=now())
    assert not Gate.objects.exists()


def test_a_gate_that_has_scanned_is_kept(scan, ticket, gate):
    scan(code_of(ticket))
    with pytest.raises(operations.InUse):
        operations.drop(subject=gate, by="Anna", at=now())
    assert Gate.objects.exists()


def test_a_gate_opens_only_for_the_organisers_own_products(event):
    area = AreaFactory(event=event)
    with pytest.raises(Invalid):
        operations.make_gate(event=event, area=area, name="A", products=[ProductFactory()], by="Anna", at=now())
    with pytest.raises(Invalid):
        operations.make_gate(event=event, area=AreaFactory(), name="A", products=[], by="Anna", at=now())


def test_the_live_page_counts_and_sees_nothing_of_boris(scan, ticket, gate, phone, event):
    DeviceFactory()
    Gate.objects.update(rule="in_and_out")
    scan(code_of(ticket))
    scan(code_of(ticket))
    other = TicketFactory(event=event, product=ticket.product)
    scan(code_of(other))
    scan(code_of(other), direction="exit")
    live = queries.live(event, now())
    assert (live.sold, live.admitted, live.clashes) == (2, 2, 0)
    [area] = live.areas
    [line] = live.gates
    assert area.inside == 1
    assert (line.entries, line.exits, line.refused, line.last_minutes) == (2, 1, 1, 2)
    assert sum(quarter.entries for quarter in live.arrivals) == 2
    assert [device.state for device in live.devices] == ["paired"]
    assert len(live.last_scans) == 4


def test_the_live_page_asks_as_much_for_three_gates_as_for_one(scan, ticket, event, phone, django_assert_num_queries):
    scan(code_of(ticket))
    with django_assert_num_queries(10):
        queries.live(event, now())
    for _ in range(2):
        DeviceFactory(event=event, gate=GateFactory(event=event))
        scan(code_of(TicketFactory(event=event, product=ticket.product)))
    with django_assert_num_queries(10):
        queries.live(event, now())


def test_arrivals_fill_the_empty_quarters_between(scan, ticket, event, phone):
    noon = now().replace(hour=9, minute=7)
    for minutes in (0, 3, 40):
        scan(code_of(TicketFactory(event=event, product=ticket.product)), at=noon + timedelta(minutes=minutes))
    counts = [quarter.entries for quarter in queries.arrivals(event, noon)]
    assert counts == [2, 0, 0, 1]


def test_search_finds_across_scripts_and_says_who_is_inside(scan, ticket, phone):
    TicketFactory(product=ProductFactory(event=EventFactory()), name="Vera Svešā")
    scan(code_of(ticket))
    for words in ("vera šč", "Щук", "ve scukina"):
        [found] = queries.search(phone, words)
        assert (found.name, found.used_at is not None) == ("Vera Ščukina", True)
    assert queries.search(phone, "v") == []
    [by_number] = queries.search(phone, found.number)
    assert by_number == found


def test_search_gives_at_most_twenty(ticket, phone, django_assert_num_queries):
    for _ in range(25):
        TicketFactory(event=ticket.event, product=ticket.product)
    with django_assert_num_queries(1):
        assert len(queries.search(phone, "vera")) == 20
