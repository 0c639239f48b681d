"""What a phone carries to a gate without a network: everything once, then little, and no more than it may know."""

import gzip
import random
from datetime import timedelta

import orjson
import pytest

from ticketing.door import operations, packing, queries
from ticketing.door.api.syncing import schemas
from ticketing.door.queries import PassedLine, Snapshot, TicketLine
from ticketing.door.tests.conftest import KEY, code_of, now
from ticketing.factories import GateFactory, ProductFactory, TicketFactory
from ticketing.models import Device, Scan, Ticket, Window

FIRST = ["Vera", "Jānis", "Лидия", "Anna Marija", "Kārlis", "Светлана", "Inese", "Artūrs", "Ольга", "Ilze", "Mārtiņš", "Zane"]
LAST = ["Ščukin", "Bērziņ", "Иванов", "Kalniņ", "Ozol", "Петров", "Vītol", "Liepiņ", "Кузнецов", "Zariņ", "Balod", "Krūmiņ"]


def name(dice: random.Random) -> str:
    return f"{dice.choice(FIRST)} {dice.choice(LAST)}{dice.choice(['š', 'a', 'ov', 'ская', 'iņš'])}{dice.choice(['', '', '-Kalna'])}"


def fair(tickets: int, passed: int, named: bool = True, first: int = 40_000) -> Snapshot:
    """A fair as it is on its second day: a few products, some cancelled, reissued and unpaid, half of them inside."""
    dice = random.Random(7)
    serials = sorted(dice.sample(range(first, first + tickets * 2), tickets))
    lines = [
        TicketLine(
            serial=serial,
            state=dice.choices(["valid", "cancelled", "unpaid"], [95, 3, 2])[0],
            generation=dice.choices([1, 2], [98, 2])[0],
            product=dice.choices([11, 12, 13, 19], [60, 25, 10, 5])[0],
            window=dice.choices([0, 3, 4], [80, 10, 10])[0],
            note="Bērns līdzi" if dice.random() < 0.01 else "",
            name=name(dice) if named else "",
        )
        for serial in serials
    ]
    came = [
        PassedLine(serial, 5, dice.choice(["2026-06-06", "2026-06-07"]), False, now() - timedelta(seconds=dice.randrange(86_400)), 9)
        for serial in sorted(dice.sample(serials, passed))
    ]
    return Snapshot(lines, came, "MTc2NDA1", more=False)


def size(snapshot: Snapshot) -> int:
    return len(gzip.compress(orjson.dumps(packing.packed(snapshot), option=orjson.OPT_NON_STR_KEYS), 6))


@pytest.mark.parametrize("named", [True, False])
def test_a_hundred_thousand_tickets_half_of_them_inside_weigh_little(named):
    assert size(fair(100_000, 50_000, named)) < 1_200_000


def test_a_hundred_changes_weigh_next_to_nothing():
    assert size(fair(100, 100)) < 4_000


def test_columns_hold_what_the_lines_held():
    snapshot = fair(300, 120)
    columns = schemas.SnapshotOut.model_validate(orjson.loads(orjson.dumps(packing.packed(snapshot), option=orjson.OPT_NON_STR_KEYS)))

    def spread(runs):
        return [value for place in range(0, len(runs), 2) for value in [runs[place]] * runs[place + 1]]

    serials = [sum(columns.tickets.serial[: n + 1]) for n in range(300)]
    assert serials == [line.serial for line in snapshot.tickets]
    assert spread(columns.tickets.product) == [line.product for line in snapshot.tickets]
    assert [columns.tickets.note.get(n, "") for n in range(300)] == [line.note for line in snapshot.tickets]
    assert [columns.passed.base + at for at in columns.passed.at] == [int(line.at.timestamp()) for line in snapshot.passed]


def test_a_snapshot_comes_in_pages_and_then_only_changes(ticket, phone, monkeypatch):
    long_ago = now() - timedelta(hours=1)
    tickets = [TicketFactory(event=ticket.event, product=ticket.product, changed_at=long_ago) for _ in range(5)]
    monkeypatch.setitem(queries.snapshot.__globals__, "PAGE", 3)
    first = queries.snapshot(phone, "", now())
    second = queries.snapshot(phone, first.next, now())
    assert (len(first.tickets), first.more, second.more) == (3, True, False)
    assert {t.serial for t in first.tickets + second.tickets} == {t.pk for t in [*tickets, ticket]}
    later = now() + timedelta(minutes=2)
    third = queries.snapshot(phone, second.next, later)
    assert {t.serial for t in third.tickets} <= {ticket.pk}
    tickets[0].changed_at = later
    tickets[0].state = "cancelled"
    tickets[0].save()
    fourth = queries.snapshot(phone, third.next, later + timedelta(minutes=2))
    assert (tickets[0].pk, "cancelled") in {(t.serial, t.state) for t in fourth.tickets}


def test_names_are_told_only_to_supervisors(ticket, phone):
    assert queries.snapshot(phone, "", now()).tickets[0].name == "Vera Ščukina"
    phone.rights = Device.Rights.STEWARD
    assert queries.snapshot(phone, "", now()).tickets[0].name == ""


def test_it_tells_the_latest_passage_and_what_was_undone(scan, ticket, phone, gate):
    scan(code_of(ticket))
    taken = queries.snapshot(phone, "", now())
    assert [(line.serial, line.area, line.slot) for line in taken.passed] == [(ticket.pk, gate.area_id, "once")]
    operations.undo(device=phone, scan=Scan.objects.get(), by="device", at=now())
    later = now() + timedelta(minutes=1)
    change = queries.snapshot(phone, taken.next, later)
    assert [(line.serial, line.slot) for line in change.passed] == [(ticket.pk, "")]
    assert not queries.snapshot(phone, change.next, later + timedelta(minutes=1)).passed


def test_only_who_passed_since_is_told_again(scan, ticket, phone, event, product):
    other = TicketFactory(event=event, product=product)
    earlier = now() - timedelta(minutes=5)
    scan(code_of(ticket), at=earlier)
    Scan.objects.update(received_at=earlier)
    taken = queries.snapshot(phone, "", now())
    scan(code_of(other))
    later = now() + timedelta(minutes=1)
    change = queries.snapshot(phone, taken.next, later)
    assert [line.serial for line in change.passed] == [other.pk]
    assert not queries.snapshot(phone, change.next, later).passed


def test_snapshot_and_configuration_cost_a_fixed_number_of_queries(phone, scan, gate, event, product, django_assert_num_queries):
    def cost(cursor, queries_made):
        with django_assert_num_queries(queries_made):
            taken = queries.snapshot(phone, cursor, now())
        with django_assert_num_queries(6):
            queries.configuration(phone, now())
        return taken.next

    def some_pass(many):
        for _ in range(many):
            scan(code_of(TicketFactory(event=event, product=product)))

    some_pass(1)
    cursor = cost("", 4)
    cost(cursor, 6)
    some_pass(3)
    GateFactory(event=event, products=[ProductFactory(event=event)])
    cost("", 4)
    cost(cursor, 6)


def test_a_configuration_holds_what_other_events_tickets_need(phone, gate):
    elsewhere = ProductFactory()
    gate.products.add(elsewhere)
    Window.objects.create(event=elsewhere.event, number=3, name_lv="Sestdiena", valid_from=now(), valid_until=now() + timedelta(days=1))
    before = queries.configuration(phone, now())
    assert elsewhere.event_id in {key.event_id for key in before.keys}
    assert [window.event_id for window in before.windows] == [elsewhere.event_id]
    gate.products.remove(elsewhere)
    assert queries.configuration(phone, now()).scope != before.scope


def test_snapshot_and_configuration_as_the_phone_gets_them(client, phone, ticket):
    Ticket.objects.update(attention="Suns")

    def told(path, **more):
        return client.get(f"/api/v1/door/{path}", headers={"Authorization": f"Bearer {KEY}", "Accept-Language": "en", **more})

    plain, short = told("configuration"), told("configuration", **{"Accept-Encoding": "gzip, br"})
    assert short["Content-Encoding"] == "gzip"
    assert set(orjson.loads(gzip.decompress(short.content))) == set(plain.json())
    assert schemas.ConfigurationOut.model_validate(plain.json()).event.locked is False
    assert schemas.SnapshotOut.model_validate(told("snapshot").json()).tickets.note == {0: "Suns"}


@pytest.mark.parametrize("cursor", ["", "nonsense", "ÄÄ", "MSAyIDM", "x" * 500, "OTk5OTk5OTk5OTk5OTk5IDEgMQ"])
def test_any_cursor_is_answered(cursor, ticket, phone):
    assert len(queries.snapshot(phone, cursor, now()).tickets) == 1
