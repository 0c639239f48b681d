import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import Entry
from accounts.partners.models import Partner
from ticketing.door import operations, statements
from ticketing.door.access import NotPaired, Revoked, SupervisorsOnly
from ticketing.door.rules import Reason, Verdict
from ticketing.door.tests.conftest import KEY, code_of, now
from ticketing.events.models import Window
from ticketing.factories import EventFactory, GateFactory, ProductFactory, TicketFactory
from ticketing.models import Gate, Scan, Ticket
from ticketing.tickets import codes


def test_a_valid_ticket_is_admitted_in_two_statements(scan, ticket, django_assert_num_queries):
    code = code_of(ticket)
    with django_assert_num_queries(2):
        answer = scan(code)
    assert (answer.verdict, answer.reason, answer.admitted) == (Verdict.ADMIT, Reason.OK, True)
    assert answer.holder.name == "Vera Ščukina"
    assert answer.holder.lines == ["Linu darbnīca", "stends A12"]
    assert answer.holder.product["en"] == "Day ticket"


def test_the_second_time_it_is_used_and_the_first_time_and_gate_are_told(scan, ticket, gate, django_assert_num_queries):
    first = scan(code_of(ticket))
    code = code_of(ticket)
    with django_assert_num_queries(2):
        again = scan(code)
    assert (again.verdict, again.reason, again.first_gate) == (Verdict.REFUSE, Reason.USED, gate.name)
    assert abs(again.first_at - first.at) < timedelta(milliseconds=1)
    assert sorted(Scan.objects.values_list("verdict", flat=True)) == ["admit", "refuse"]


def test_who_lost_a_race_hears_of_it_in_three_statements(scan, ticket, monkeypatch, django_assert_num_queries):
    code, looked = code_of(ticket), statements.look
    raced = []

    def look_then_somebody_else_scans(**asked):
        row = looked(**asked)
        if not raced:
            raced.append(True)
            scan(code)
        return row

    monkeypatch.setattr(statements, "look", look_then_somebody_else_scans)
    with django_assert_num_queries(5):  # two of them the winner's
        answer = scan(code)
    assert answer.reason == Reason.USED
    assert answer.first_at is not None
    assert Scan.objects.filter(verdict="admit").count() == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.FOREIGN),
        ("https://example.org/menu", Reason.FOREIGN),
        ("T1" + "A" * 120, Reason.MALFORMED),
        ("T1 half a code, torn", Reason.MALFORMED),
        ("\x00" * 122, Reason.FOREIGN),
        ("Ж" * 5000, Reason.FOREIGN),
        ("\ud800" * 122, Reason.FOREIGN),
    ],
)
def test_what_is_not_a_ticket_costs_one_look_and_writes_nothing(scan, text, reason, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = scan(text)
    assert (answer.verdict, answer.reason, answer.holder) == (Verdict.REFUSE, reason, None)
    assert not Scan.objects.exists()


def test_a_changed_code_is_forged_in_one_statement(scan, ticket, django_assert_num_queries):
    good = code_of(ticket)
    forged = good[:60] + ("A" if good[60] != "A" else "B") + good[61:]
    with django_assert_num_queries(1):
        answer = scan(forged)
    assert (answer.reason, answer.holder) == (Reason.FORGED, None)
    assert not Scan.objects.exists()


def test_a_genuine_code_without_a_ticket_is_unknown_in_one_statement(scan, ticket, django_assert_num_queries):
    code = code_of(ticket, serial=ticket.pk + 1000)
    with django_assert_num_queries(1):
        assert scan(code).reason == Reason.UNKNOWN
    assert not Scan.objects.exists()


def test_boris_ticket_is_for_another_event_and_nothing_of_it_is_told(scan, django_assert_num_queries):
    code = code_of(TicketFactory())
    with django_assert_num_queries(1):
        answer = scan(code)
    assert (answer.reason, answer.holder) == (Reason.WRONG_EVENT, None)


def test_a_gate_may_open_for_a_product_of_another_event(scan, gate):
    conference = EventFactory(partner=gate.event.partner)
    badge = TicketFactory(event=conference, product=ProductFactory(event=conference))
    gate.products.add(badge.product)
    assert scan(code_of(badge)).reason == Reason.OK


def test_a_code_typed_with_a_russian_keyboard_layout_is_read(scan, ticket):
    russian = str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ")
    assert scan(code_of(ticket).translate(russian)).reason == Reason.OK


def test_a_cancelled_ticket_is_refused_and_the_attempt_kept(scan, ticket):
    Ticket.objects.update(state="cancelled")
    assert scan(code_of(ticket)).reason == Reason.CANCELLED
    assert Scan.objects.get().reason == "cancelled"


def test_the_paper_of_an_older_generation_is_replaced(scan, ticket):
    old = code_of(ticket)
    Ticket.objects.update(generation=2)
    assert scan(old).reason == Reason.REPLACED
    ticket.refresh_from_db()
    assert scan(code_of(ticket)).reason == Reason.OK


def test_an_unpaid_ticket_asks_for_a_look_and_a_supervisor_may_let_it_in(scan, ticket):
    Ticket.objects.update(state="unpaid")
    look = scan(code_of(ticket))
    assert (look.verdict, look.reason, look.admitted) == (Verdict.LOOK, Reason.UNPAID, False)
    anyway = scan(code_of(ticket), anyway=True)
    assert (anyway.verdict, anyway.reason, anyway.admitted) == (Verdict.ADMIT, Reason.UNPAID, True)
    assert scan(code_of(ticket), anyway=True).reason == Reason.USED


def test_a_steward_may_not_let_an_unpaid_ticket_in(scan, ticket, steward_phone):
    with pytest.raises(SupervisorsOnly):
        scan(code_of(ticket), anyway=True)


def test_attention_is_a_look_that_admits_once(scan, ticket):
    Ticket.objects.update(attention="Needs a wheelchair ramp")
    answer = scan(code_of(ticket))
    assert (answer.verdict, answer.admitted, answer.holder.attention) == (Verdict.LOOK, True, "Needs a wheelchair ramp")
    assert scan(code_of(ticket)).reason == Reason.USED


def test_the_wrong_gate_names_the_right_one(scan, ticket, gate):
    gate.products.clear()
    right = GateFactory(event=gate.event, products=[ticket.product], name="Dienvidu vārti")
    answer = scan(code_of(ticket))
    assert (answer.reason, answer.gates) == (Reason.WRONG_PRODUCT, (right.name,))


def test_a_ticket_for_saturday_is_told_when_it_is_valid(scan, ticket):
    window = Window.objects.create(
        event=ticket.event, number=1, name="Sestdiena", valid_from=now() + timedelta(hours=1), valid_until=now() + timedelta(hours=9)
    )
    Ticket.objects.update(window=window)
    ticket.refresh_from_db()
    answer = scan(code_of(ticket))
    assert answer.reason == Reason.TOO_EARLY
    assert abs(answer.moment - window.valid_from) < timedelta(milliseconds=1)
    assert scan(code_of(ticket), at=now() + timedelta(hours=2)).reason == Reason.OK


def test_a_closed_gate_admits_nobody(scan, ticket):
    Gate.objects.update(is_active=False)
    assert scan(code_of(ticket)).reason == Reason.GATE_CLOSED


def test_the_event_of_a_suspended_partner_is_locked(scan, ticket):
    today = now().date()
    Partner.objects.update(state="suspended", suspended_from=today - timedelta(days=1), suspension_reason="Grant rules")
    assert scan(code_of(ticket)).reason == Reason.EVENT_LOCKED
    Partner.objects.update(suspended_from=today - timedelta(days=9), suspended_until=today - timedelta(days=2))
    assert scan(code_of(ticket)).reason == Reason.OK


def test_a_daily_gate_admits_once_a_day(scan, ticket):
    Gate.objects.update(rule="daily")
    noon = now().replace(hour=9)
    assert [scan(code_of(ticket), at=at).reason for at in (noon, noon, noon + timedelta(days=1))] == ["ok", "used", "ok"]


def test_in_and_out_and_in_again(scan, ticket):
    Gate.objects.update(rule="in_and_out")
    ways = ["exit", "entry", "entry", "exit", "exit", "entry"]
    reasons = [scan(code_of(ticket), direction=way).reason for way in ways]
    assert reasons == ["not_inside", "ok", "used", "exit", "not_inside", "ok"]
    assert sorted(Scan.objects.filter(verdict="admit").values_list("slot", flat=True)) == ["exit:0", "stay:0", "stay:1"]


def test_the_same_nonce_gets_the_first_answer_and_admits_once(scan, ticket, django_assert_num_queries):
    nonce, code = uuid.uuid4(), code_of(ticket)
    first = scan(code, nonce=nonce)
    with django_assert_num_queries(1):
        again = scan(code, nonce=nonce)
    assert (again.verdict, again.reason, again.admitted) == (first.verdict, first.reason, True)
    assert Scan.objects.count() == 1


def test_a_nonce_cannot_stand_for_two_tickets(scan, ticket):
    nonce = uuid.uuid4()
    scan(code_of(ticket), nonce=nonce)
    other = TicketFactory(event=ticket.event, product=ticket.product)
    with pytest.raises(operations.NonceReused):
        scan(code_of(other), nonce=nonce)


def test_a_supervisor_may_type_the_number_and_must_look(scan, ticket):
    answer = scan(codes.spoken(ticket.pk).lower())
    assert (answer.verdict, answer.reason, answer.admitted) == (Verdict.LOOK, Reason.TYPED, True)


def test_a_steward_may_not_type_numbers(scan, ticket, steward_phone):
    assert scan(codes.spoken(ticket.pk)).reason == Reason.TYPED_NOT_ALLOWED


def test_without_a_key_or_with_a_revoked_one_nothing_is_scanned(scan, ticket, phone):
    with pytest.raises(NotPaired):
        scan(code_of(ticket), key="made up")
    operations.revoke(device=phone, by="Anna", at=now())
    with pytest.raises(Revoked):
        scan(code_of(ticket))
    assert not Scan.objects.exists()


def test_undo_opens_the_slot_again_and_is_logged(scan, ticket, phone):
    nonce = uuid.uuid4()
    scan(code_of(ticket), nonce=nonce)
    for _twice in range(2):
        operations.undo(device=phone, scan=Scan.objects.get(nonce=nonce), by="device Jāņa tālrunis", at=now())
    assert Entry.objects.filter(action="scan.undone").count() == 1
    assert scan(code_of(ticket)).reason == Reason.OK


def test_only_the_latest_admission_can_be_undone(scan, ticket, phone):
    Gate.objects.update(rule="in_and_out")
    nonce = uuid.uuid4()
    scan(code_of(ticket), nonce=nonce)
    scan(code_of(ticket), direction="exit")
    with pytest.raises(operations.NotLast):
        operations.undo(device=phone, scan=Scan.objects.get(nonce=nonce), by="device", at=now())


def test_a_steward_may_not_undo(scan, ticket, steward_phone):
    scan(code_of(ticket))
    with pytest.raises(SupervisorsOnly):
        operations.undo(device=steward_phone, scan=Scan.objects.get(), by="device", at=now())


def test_the_hand_written_sql_names_what_the_tables_have(db):
    with connection.cursor() as cursor:
        for table, columns in {
            "ticketing_scan": {field.column for field in Scan._meta.local_fields} - {"id", "undone_at"},
            "ticketing_gate_products": {"gate_id", "product_id"},
        }.items():
            there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            assert columns <= there
    written = statements._RECORD.split("(")[1].split(")")[0].replace("\n", " ").split(",")
    assert {name.strip() for name in written} == {field.column for field in Scan._meta.local_fields} - {"id", "undone_at"}


@pytest.mark.django_db(transaction=True)
def test_fifty_phones_at_once_admit_one_ticket_once(ticket, phone):
    code, answers, gate_open = code_of(ticket), [], threading.Barrier(50)

    def one_phone():
        try:
            gate_open.wait()
            answers.append(operations.scan(key=KEY, code=code, nonce=uuid.uuid4(), at=now()).reason)
        finally:
            connection.close()

    phones = [threading.Thread(target=one_phone) for _ in range(50)]
    for thread in phones:
        thread.start()
    for thread in phones:
        thread.join()
    assert sorted(answers) == [Reason.OK] + [Reason.USED] * 49
    assert Scan.objects.filter(verdict="admit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_scan_sent_twenty_times_at_once_is_one_scan(ticket, phone):
    code, nonce, answers = code_of(ticket), uuid.uuid4(), []

    def send():
        try:
            answers.append(operations.scan(key=KEY, code=code, nonce=nonce, at=now()).reason)
        finally:
            connection.close()

    sending = [threading.Thread(target=send) for _ in range(20)]
    for thread in sending:
        thread.start()
    for thread in sending:
        thread.join()
    assert answers == [Reason.OK] * 20
    assert Scan.objects.count() == 1
