"""The clash desk: what two phones without a network did, beside each other, and what a person makes of it."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Entry
from ticketing.door import operations, queries
from ticketing.door.access import hashed
from ticketing.door.tests.conftest import KEY, code_of, now
from ticketing.factories import DeviceFactory, GateFactory, TicketFactory
from ticketing.models import ClashDecision, Scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(event, product):
    gate = GateFactory(event=event, products=[product], name="Dienvidu vārti", area=event.gates.get().area)
    return DeviceFactory(event=event, gate=gate, key_hash=hashed("other"), paired_at=now(), name="Ilzes tālrunis")


@pytest.fixture
def clash(phone, other):
    """`clash(ticket, seconds)` has both phones let a ticket in, the second one so much later, and returns the second scan."""

    def make(ticket, seconds, first=(KEY, None), second=("other", None)) -> Scan:
        at, nonces = now(), []
        for (key, _rest), ago in ((first, 3600), (second, 3600 - seconds)):
            device = phone if key == KEY else other
            one = operations.Offline(uuid.uuid4(), code_of(ticket), at - timedelta(seconds=ago), "admit")
            operations.sync(key=key, device=device, scans=[one], sent_at=at, by="device", at=at)
            nonces.append(one.nonce)
        return Scan.objects.get(nonce=nonces[1])

    return make


def page(name, event, *args):
    return reverse(f"desk:{name}", args=[event.slug, *args])


def shown(client: Client, event, asked="") -> str:
    return client.get(page("clashes", event) + asked).content.decode()


@pytest.fixture
def anna(sign_in, event) -> Client:
    return sign_in(event)


def test_both_admissions_stand_beside_each_other_with_what_lies_between(anna, event, ticket, clash):
    clash(ticket, 252)
    html = shown(anna, event)
    for word in ("Ziemeļu vārti", "Jāņa tālrunis", "Dienvidu vārti", "Ilzes tālrunis", "4 min 12 s", "The ticket was shared"):
        assert word in html


@pytest.mark.parametrize(
    ("seconds", "same_phone", "suggestion"), [(9, True, "keep_first"), (9, False, "shared"), (252, False, "shared"), (2880, False, "both")]
)
def test_what_is_suggested_follows_from_gap_and_gate(event, ticket, clash, seconds, same_phone, suggestion):
    late = clash(ticket, seconds, second=(KEY, None) if same_phone else ("other", None))
    assert queries.clash_of(event, late.pk).suggestion == suggestion


def test_who_was_never_let_in_rightly_must_be_found(event, phone, ticket, other):
    ticket.state = "cancelled"
    ticket.save()
    one = operations.Offline(uuid.uuid4(), code_of(ticket), now(), "admit")
    operations.sync(key=KEY, device=phone, scans=[one], sent_at=now(), by="device", at=now())
    (found,) = queries.paired(queries.clashes(event))
    assert (found.suggestion, found.first, found.gap) == ("find", None, None)


@pytest.mark.parametrize("ruling", ["keep_first", "both", "find"])
def test_a_decision_is_kept_logged_and_leaves_the_ticket(anna, event, ticket, clash, ruling):
    late = clash(ticket, 252)
    anna.post(page("clash", event, late.pk), {"ruling": ruling, "note": " Vārtu maiņa "})
    decision = ClashDecision.objects.get()
    assert (decision.ruling, decision.note, decision.decided_by.name) == (ruling, "Vārtu maiņa", "Anna Paraudziņa")
    assert Entry.objects.get(action="clash.decided").after == {"ruling": ruling, "note": "Vārtu maiņa"}
    ticket.refresh_from_db()
    assert (ticket.state, queries.undecided(event)) == ("valid", 0)


def test_a_shared_ticket_is_cancelled_with_the_decision(anna, event, ticket, clash):
    anna.post(page("clash", event, clash(ticket, 252).pk), {"ruling": "shared"})
    ticket.refresh_from_db()
    assert ticket.state == "cancelled"
    assert Entry.objects.filter(action="ticket.cancelled").exists()


def test_who_may_not_cancel_tickets_cannot_call_one_shared(sign_in, event, ticket, clash):
    late, supervisor = clash(ticket, 252), sign_in(event, "supervisor")
    assert 'value="shared"' not in shown(supervisor, event)
    supervisor.post(page("clash", event, late.pk), {"ruling": "shared"})
    assert not ClashDecision.objects.exists()
    supervisor.post(page("clash", event, late.pk), {"ruling": "both"})
    assert ClashDecision.objects.get().ruling == "both"


def test_two_people_decide_once_and_a_decision_can_be_taken_back(anna, event, ticket, clash):
    late = clash(ticket, 252)
    anna.post(page("clash", event, late.pk), {"ruling": "both"})
    again = anna.post(page("clash", event, late.pk), {"ruling": "find"}, follow=True).content.decode()
    assert "This has changed since you opened it" in again
    assert "Both were right" in shown(anna, event, "?which=decided")
    anna.post(page("clash", event, late.pk), {"action": "reopen"})
    assert (queries.undecided(event), ClashDecision.objects.count()) == (1, 0)
    assert Entry.objects.filter(action="clash.reopened").count() == 1


def test_nothing_chosen_decides_nothing(anna, event, ticket, clash):
    answer = anna.post(page("clash", event, clash(ticket, 252).pk), {"note": "?"}, follow=True).content.decode()
    assert "Choose what happened, then decide." in answer
    assert not ClashDecision.objects.exists()


def test_the_list_is_searched_in_either_script_and_filtered(anna, event, product, ticket, clash):
    clash(ticket, 252)
    other_one = TicketFactory(event=event, product=product, name="Jānis Bērziņš")
    anna.post(page("clash", event, clash(other_one, 60).pk), {"ruling": "find"})
    assert "Ščukina" in shown(anna, event, "?q=щукина")
    assert "No clash matches" in shown(anna, event, "?q=bērziņš")
    assert "Bērziņš" in shown(anna, event, "?q=berzins&which=all")


def test_the_files_hold_what_the_page_shows(anna, event, ticket, clash):
    clash(ticket, 252)
    lines = b"".join(anna.get(page("clashes_file", event, "csv") + "?q=vera").streaming_content).decode()
    assert "Ilzes tālrunis" in lines
    assert "252" in lines
    assert anna.get(page("clashes_file", event, "xlsx"))["Content-Disposition"].endswith('clashes.xlsx"')
    assert anna.get(page("clashes_file", event, "pdf")).status_code == 404


def test_the_live_page_counts_those_that_wait_and_leads_here(anna, event, ticket, clash):
    clash(ticket, 252)
    assert page("clashes", event) in anna.get(page("live", event)).content.decode()


def test_twenty_clashes_take_as_many_statements_as_one(anna, event, product, ticket, clash, django_assert_num_queries):
    clash(ticket, 252)
    with django_assert_num_queries(8):
        shown(anna, event)
    for _more in range(4):
        clash(TicketFactory(event=event, product=product), 60)
    with django_assert_num_queries(8):
        shown(anna, event)


def test_strangers_and_boris_and_a_steward_stay_out(sign_in, event, ticket, clash):
    late = clash(ticket, 252)
    for address in (page("clashes", event), page("clashes_file", event, "csv")):
        assert [Client().get(address).status_code, sign_in(event, None).get(address).status_code] == [302, 404]
        assert sign_in(event, "steward").get(address).status_code == 403
    assert sign_in(event, "steward").post(page("clash", event, late.pk), {"ruling": "both"}).status_code == 403
    assert not ClashDecision.objects.exists()


def test_another_events_clash_is_not_found_here(anna, event, ticket, clash):
    foreign = GateFactory().event
    late = clash(ticket, 252)
    Scan.objects.filter(pk=late.pk).update(event=foreign)
    assert anna.post(page("clash", event, late.pk), {"ruling": "both"}).status_code == 404
