"""What phones scanned without a network, sent later, twice, or in another order."""

import itertools
import uuid
from datetime import timedelta

import pytest

from accounts.models import Entry
from ticketing.door import operations, queries
from ticketing.door.access import hashed
from ticketing.door.operations import Offline
from ticketing.door.rules import Reason
from ticketing.door.tests.conftest import KEY, code_of, now
from ticketing.factories import DeviceFactory, GateFactory, TicketFactory
from ticketing.models import Gate, Scan, Ticket


@pytest.fixture
def sync(phone):
    def sync_some(*scans, **more):
        at = now()
        return operations.sync(**{"key": KEY, "device": phone, "scans": scans, "sent_at": at, "by": "device", "at": at, **more})

    return sync_some


def offline(ticket, minutes_ago=5, **more) -> Offline:
    return Offline(
        **{"nonce": uuid.uuid4(), "code": code_of(ticket), "at": now() - timedelta(minutes=minutes_ago), "verdict": "admit", **more}
    )


def test_an_offline_admission_is_recorded_at_the_time_it_happened(sync, ticket):
    one = offline(ticket)
    assert sync(one)[one.nonce].reason == Reason.OK
    stored = Scan.objects.get()
    assert stored.received_at - stored.at >= timedelta(minutes=4)
    assert stored.phone_verdict == "admit"


def test_sending_a_batch_again_changes_nothing(sync, ticket):
    batch = [offline(ticket), offline(ticket, 3)]
    first = {nonce: answer.reason for nonce, answer in sync(*batch).items()}
    second = {nonce: answer.reason for nonce, answer in sync(*reversed(batch)).items()}
    assert first == second
    assert Scan.objects.count() == 2


def test_the_phones_clock_is_corrected(sync, ticket):
    wrong = timedelta(hours=3)
    one = offline(ticket, at=now() + wrong - timedelta(minutes=10))
    sync(one, sent_at=now() + wrong)
    ago = now() - Scan.objects.get().at
    assert timedelta(minutes=9) < ago < timedelta(minutes=11)


@pytest.mark.parametrize("order", list(itertools.permutations([9, 6, 3])))
def test_whatever_the_order_the_earliest_is_the_admission_and_the_others_are_clashes(sync, ticket, order):
    for minutes in order:
        sync(offline(ticket, minutes))
    by_time = Scan.objects.order_by("at").values_list("verdict", "reason", "phone_verdict")
    assert list(by_time) == [("admit", "ok", "admit"), ("refuse", "used", "admit"), ("refuse", "used", "admit")]
    assert queries.clashes(ticket.event).count() == 2


def test_an_earlier_offline_scan_takes_the_admission_from_a_later_online_one(sync, scan, ticket):
    scan(code_of(ticket))
    one = offline(ticket)
    assert sync(one)[one.nonce].reason == Reason.OK
    later = Scan.objects.order_by("-at").first()
    assert (later.verdict, later.reason, later.phone_verdict) == ("refuse", "used", "admit")


def test_who_the_server_would_refuse_stays_for_the_clash_desk(sync, ticket):
    Ticket.objects.update(state="cancelled")
    sync(offline(ticket))
    assert [(s.reason, s.phone_verdict) for s in queries.clashes(ticket.event)] == [("cancelled", "admit")]


def test_who_the_phone_turned_away_is_not_admitted_afterwards(sync, scan, ticket):
    one = offline(ticket, verdict="refuse")
    assert sync(one)[one.nonce].reason == Reason.TURNED_AWAY
    assert scan(code_of(ticket)).reason == Reason.OK


def test_an_unknown_code_that_a_phone_admitted_is_logged(sync, ticket):
    one = offline(ticket, code=code_of(ticket, serial=ticket.pk + 99))
    assert sync(one)[one.nonce].reason == Reason.UNKNOWN
    assert Entry.objects.get(action="scan.admitted_unknown").after == {"reason": "unknown"}


def test_a_scan_counts_for_the_gate_where_the_phone_stood(sync, ticket, gate):
    other = GateFactory(event=gate.event, products=[ticket.product])
    sync(offline(ticket, gate=other.pk))
    assert Scan.objects.get().gate == other


def test_another_events_gate_is_not_believed(sync, ticket, gate):
    sync(offline(ticket, gate=GateFactory().pk))
    assert Scan.objects.get().gate == gate


def test_in_and_out_offline_is_replayed_in_the_order_it_happened(sync, ticket):
    Gate.objects.update(rule="in_and_out")
    steps = [offline(ticket, 9), offline(ticket, 7, direction="exit"), offline(ticket, 5)]
    sync(*reversed(steps))
    replayed = Scan.objects.order_by("at").values_list("verdict", "slot")
    assert list(replayed) == [("admit", "stay:0"), ("admit", "exit:0"), ("admit", "stay:1")]


def test_two_phones_without_network_admit_one_person_and_one_clash(sync, ticket, gate):
    other = DeviceFactory(event=gate.event, gate=gate, key_hash=hashed("other"), paired_at=now())
    sync(offline(ticket, 4))
    sync(offline(ticket, 8), key="other", device=other)
    assert Scan.objects.get(verdict="admit").device == other


def test_a_phone_admitting_an_unpaid_ticket_is_recorded_as_such(sync, ticket):
    Ticket.objects.update(state="unpaid")
    one = offline(ticket)
    assert sync(one)[one.nonce].reason == Reason.UNPAID
    assert Scan.objects.get().verdict == "admit"


def test_a_long_batch_is_taken_in_whole(sync, ticket):
    more = [TicketFactory(event=ticket.event, product=ticket.product) for _ in range(30)]
    assert {answer.reason for answer in sync(*map(offline, more)).values()} == {Reason.OK}


def test_a_number_used_for_two_tickets_does_not_hold_up_the_rest(sync, ticket):
    other = TicketFactory(event=ticket.event, product=ticket.product)
    first = offline(ticket)
    sync(first)
    answers = sync(offline(other, nonce=first.nonce), last := offline(other))
    assert (answers[first.nonce].reason, answers[last.nonce].reason) == (Reason.UNKNOWN, Reason.OK)
    assert Entry.objects.filter(action="scan.admitted_unknown").count() == 1
