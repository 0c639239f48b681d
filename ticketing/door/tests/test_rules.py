"""What is true whatever the facts, and which of several true reasons is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.door.rules import Admission, Facts, Reason, Verdict, decide

NOON = datetime(2026, 6, 6, 9, tzinfo=UTC)
FACTS = Facts(at=NOON, today="2026-06-06")
HOUR = timedelta(hours=1)

moments = st.none() | st.integers(-24, 24).map(lambda hours: NOON + timedelta(hours=hours))
slots = st.sampled_from(["once", "2026-06-05", "2026-06-06"]) | st.integers(0, 5).map(lambda n: f"stay:{n}")
admissions = st.builds(Admission, slot=slots, at=st.just(NOON - HOUR)) | st.builds(
    Admission, slot=st.integers(0, 5).map(lambda n: f"exit:{n}"), at=st.just(NOON - HOUR), is_exit=st.just(True)
)
all_facts = st.builds(
    Facts,
    at=st.just(NOON),
    today=st.just("2026-06-06"),
    ticket_state=st.sampled_from(["unpaid", "valid", "cancelled"]),
    ticket_generation=st.integers(1, 3),
    code_generation=st.none() | st.integers(1, 3),
    attention=st.booleans(),
    valid_from=moments,
    valid_until=moments,
    event_state=st.sampled_from(["draft", "published", "moved", "cancelled", "finished", "reported"]),
    event_locked=st.booleans(),
    gate_rule=st.sampled_from(["once", "daily", "in_and_out"]),
    gate_active=st.booleans(),
    gate_opens_at=moments,
    gate_closes_at=moments,
    opens_for_product=st.booleans(),
    last=st.none() | admissions,
    is_exit=st.booleans(),
    anyway=st.booleans(),
    to_ask=st.booleans(),
)


@given(all_facts)
def test_every_admission_takes_a_slot_and_nothing_else_does(facts):
    ruling = decide(facts)
    assert (ruling.verdict == Verdict.ADMIT) == bool(ruling.slot)


@given(all_facts)
def test_no_slot_is_taken_twice_in_a_row(facts):
    ruling = decide(facts)
    if ruling.slot and not facts.is_exit:
        again = decide(replace(facts, last=Admission(ruling.slot, NOON)))
        assert (again.verdict, again.reason) == (Verdict.REFUSE, Reason.USED)


@given(all_facts)
def test_a_cancelled_ticket_passes_no_gate(facts):
    assert decide(replace(facts, ticket_state="cancelled")).reason == Reason.CANCELLED


@given(all_facts)
def test_an_older_paper_passes_no_gate(facts):
    old = replace(facts, ticket_state="valid", code_generation=1, ticket_generation=2)
    assert decide(old).reason == Reason.REPLACED


@given(all_facts)
def test_an_entry_is_admitted_only_where_and_when_the_ticket_is_valid(facts):
    if decide(facts).verdict == Verdict.ADMIT and not facts.is_exit:
        assert facts.opens_for_product
        assert facts.gate_active
        assert facts.valid_from is None or facts.valid_from <= NOON
        assert facts.valid_until is None or facts.valid_until > NOON
        assert facts.gate_opens_at is None or facts.gate_opens_at <= NOON
        assert facts.gate_closes_at is None or facts.gate_closes_at > NOON


@given(all_facts)
def test_attention_is_shown_as_a_look_and_recorded_as_an_admission(facts):
    ruling = decide(facts)
    if ruling.reason == Reason.ATTENTION:
        assert (ruling.verdict, ruling.shown) == (Verdict.ADMIT, Verdict.LOOK)


@given(st.lists(st.booleans(), max_size=30))
def test_at_a_gate_with_exits_inside_and_outside_alternate(steps):
    inside, last = False, None
    for is_exit in steps:
        ruling = decide(replace(FACTS, gate_rule="in_and_out", last=last, is_exit=is_exit))
        assert (ruling.verdict == Verdict.ADMIT) == (inside if is_exit else not inside)
        if ruling.slot:
            last, inside = Admission(ruling.slot, NOON, is_exit), not is_exit


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"ticket_state": "cancelled"}, {"code_generation": 1, "ticket_generation": 2}),
        ({"code_generation": 1, "ticket_generation": 2}, {"event_state": "cancelled"}),
        ({"event_state": "cancelled"}, {"event_locked": True}),
        ({"event_locked": True}, {"opens_for_product": False}),
        ({"opens_for_product": False}, {"valid_until": NOON}),
        ({"valid_until": NOON}, {"gate_active": False}),
        ({"valid_from": NOON + HOUR}, {"gate_opens_at": NOON + HOUR}),
        ({"gate_opens_at": NOON + HOUR}, {"last": Admission("once", NOON - HOUR)}),
        ({"last": Admission("once", NOON - HOUR)}, {"ticket_state": "unpaid"}),
        ({"ticket_state": "unpaid"}, {"to_ask": True}),
        ({"to_ask": True}, {"attention": True}),
    ],
)
def test_of_two_true_reasons_the_one_nothing_here_can_mend_is_told(worse, better):
    assert decide(replace(FACTS, **worse)).reason == decide(replace(FACTS, **{**better, **worse})).reason != Reason.OK


@pytest.mark.parametrize(
    ("change", "reason", "moment"),
    [
        ({"valid_from": NOON + HOUR}, Reason.TOO_EARLY, NOON + HOUR),
        ({"valid_until": NOON}, Reason.TOO_LATE, NOON),
        ({"gate_opens_at": NOON + HOUR}, Reason.GATE_CLOSED, NOON + HOUR),
        ({"gate_closes_at": NOON}, Reason.GATE_CLOSED, None),
        ({"last": Admission("once", NOON - HOUR)}, Reason.USED, NOON - HOUR),
        ({"is_exit": True}, Reason.NO_EXITS, None),
        ({"is_exit": True, "gate_rule": "in_and_out"}, Reason.NOT_INSIDE, None),
        ({"event_state": "finished"}, Reason.EVENT_OVER, None),
        ({"code_generation": None}, Reason.TYPED, None),
        ({"ticket_state": "unpaid", "anyway": True}, Reason.UNPAID, None),
    ],
)
def test_the_reason_comes_with_its_nearest_remedy(change, reason, moment):
    ruling = decide(replace(FACTS, **change))
    assert (ruling.reason, ruling.moment) == (reason, moment)


def test_a_daily_gate_admits_again_the_next_day_and_not_the_same_day():
    daily = replace(FACTS, gate_rule="daily")
    assert decide(replace(daily, last=Admission("2026-06-05", NOON - 24 * HOUR))).slot == "2026-06-06"
    assert decide(replace(daily, last=Admission("2026-06-06", NOON - HOUR))).reason == Reason.USED


def test_hours_are_half_open():
    assert decide(replace(FACTS, valid_from=NOON, valid_until=NOON + HOUR)).reason == Reason.OK
