"""Noting who was there: better proofs win, what is taken back goes, the gates and logs can be taken in again."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Entry
from common.errors import Invalid
from conference.factories import AttendanceFactory, EnrolmentFactory, SessionFactory, SlotFactory
from conference.models import Attendance, Enrolment, Session
from conference.presence import operations as presence
from conference.presence import queries, rules
from ticketing.factories import DeviceFactory, GateFactory
from ticketing.models import Scan

pytestmark = pytest.mark.django_db


def rows(training) -> set[tuple[str, str, str]]:
    found = Attendance.objects.select_related("session", "enrolment")
    return {(row.enrolment.name.split()[0], str(row.session.title_lv), row.how) for row in found}


def scanned(training, enrolment: Enrolment, *steps: tuple[float, object, str]) -> None:
    """Let a ticket pass: (hours after opening, area, "entry" or "exit")."""
    for hours, area, direction in steps:
        gate = GateFactory(event=training.event, area=area, rule="in_and_out")
        Scan.objects.create(
            nonce=uuid.uuid4(), event=training.event, ticket=enrolment.ticket, device=DeviceFactory(event=training.event, gate=gate),
            gate=gate, area=area, direction=direction, verdict="admit", reason="ok", slot=f"stay:{uuid.uuid4().hex[:8]}",
            at=training.opens + timedelta(hours=hours), received_at=training.opens,
        )  # fmt: skip


def take_scans(training, *, by_barn: bool = True) -> presence.Taken:
    areas = {training.bench.pk: training.barn.pk if by_barn else None}
    return presence.take_scans(event=training.event, areas=areas, by=training.anna, at=training.over)


# --- ticks ----------------------------------------------------------------------------------------------------


def test_a_tick_notes_the_whole_session_and_is_logged(training) -> None:
    at = training.opens + timedelta(minutes=20)
    row = presence.note(session=training.morning, enrolment=training.vera, how="staff", by=training.anna, at=at)
    assert (row.from_at, row.until_at, row.recorded_by) == (training.opens, training.opens + timedelta(hours=2), training.anna)
    entry = Entry.objects.get(action="attendance.noted")
    assert (entry.actor, entry.after) == (training.anna, {"session": training.morning.number, "how": "staff"})


def test_a_tick_does_not_weaken_what_was_signed(training) -> None:
    AttendanceFactory(session=training.morning, enrolment=training.vera, how="signature")
    presence.note(session=training.morning, enrolment=training.vera, how="staff", by=training.anna, at=training.over)
    assert Attendance.objects.get().how == "signature"
    assert not Entry.objects.filter(action="attendance.noted").exists()


def test_a_signature_replaces_a_tick(training) -> None:
    AttendanceFactory(session=training.morning, enrolment=training.vera, how="staff")
    presence.note(session=training.morning, enrolment=training.vera, how="signature", by=training.anna, at=training.over)
    assert rows(training) == {("Vera", "Foto ar telefonu", "signature")}


def test_taking_back_leaves_nothing_but_a_line_in_the_log(training) -> None:
    AttendanceFactory(session=training.morning, enrolment=training.vera, how="scan")
    assert presence.clear(session=training.morning, enrolment=training.vera, by=training.anna, at=training.over)
    assert not presence.clear(session=training.morning, enrolment=training.vera, by=training.anna, at=training.over)
    assert not Attendance.objects.exists()
    assert Entry.objects.get(action="attendance.cleared").before["how"] == "scan"


def test_nobody_is_noted_who_is_not_enrolled_or_where_nothing_takes_place(training) -> None:
    waiting = EnrolmentFactory(course=training.course, state="waiting", name="Anna Neīstā")
    stranger = EnrolmentFactory(name="Cits")
    cancelled = SessionFactory(event=training.event, state=Session.State.CANCELLED)
    SlotFactory(session=cancelled)
    elsewhere = SlotFactory().session
    timeless = SessionFactory(event=training.event)
    for session, enrolment in [
        (training.morning, waiting), (training.morning, stranger), (cancelled, training.vera), (timeless, training.vera),
        (training.tea, training.vera), (elsewhere, training.vera),
    ]:  # fmt: skip
        with pytest.raises(presence.NotThere):
            presence.note(session=session, enrolment=enrolment, how="staff", by=training.anna, at=training.over)
    assert not Attendance.objects.exists()


def test_a_list_opens_two_hours_before(training) -> None:
    start = training.opens
    with pytest.raises(presence.TooEarly):
        presence.note(
            session=training.morning, enrolment=training.vera, how="staff", by=training.anna, at=start - timedelta(hours=2, seconds=1)
        )
    assert presence.note(session=training.morning, enrolment=training.vera, how="staff", by=training.anna, at=start - timedelta(hours=2))


# --- sheets ----------------------------------------------------------------------------------------------------


def test_a_sheet_typed_twice_is_as_it_was_typed_last_and_leaves_scans_alone(training) -> None:
    AttendanceFactory(session=training.talk, enrolment=training.olegs, how="scan")
    halves = {"am": [training.morning], "pm": [training.talk]}
    typed = {"am": [training.vera.pk, training.olegs.pk], "pm": [training.vera.pk]}
    act = {"event": training.event, "halves": halves, "by": training.anna, "at": training.over}
    assert presence.type_in(signed=typed, **act) == (3, 0)
    assert presence.type_in(signed={"am": [training.olegs.pk], "pm": []}, **act) == (1, 2)
    assert rows(training) == {("Oļegs", "Foto ar telefonu", "signature"), ("Oļegs", "Iepakojums", "scan")}


def test_a_sheet_names_only_people_who_are_enrolled(training) -> None:
    stranger = EnrolmentFactory()
    act = {"event": training.event, "halves": {"am": [training.morning]}, "by": training.anna, "at": training.over}
    assert presence.type_in(signed={"am": [stranger.pk, 10**8]}, **act) == (0, 0)
    assert not Attendance.objects.exists()


# --- gates ----------------------------------------------------------------------------------------------------


def test_scans_say_to_the_minute_who_was_where(training) -> None:
    scanned(training, training.vera, (0.25, training.site, "entry"), (3.1, training.barn, "entry"), (3.5, training.barn, "exit"))
    scanned(training, training.olegs, (0, training.site, "entry"), (1, training.site, "exit"), (1.5, training.site, "entry"))
    taken = take_scans(training)
    assert (taken.people, taken.gone) == (2, 0)
    lines = {line.enrolment.name.split()[0]: line for line in queries.lines(training.event, queries.sessions(training.event))}
    assert lines["Vera"].reckoning.by_session == {training.morning.pk: 105, training.talk.pk: 36, training.bench.pk: 24}
    assert lines["Oļegs"].reckoning.by_session[training.morning.pk] == 90, "the half-hour outside is not counted"
    assert lines["Vera"].reckoning.possible == 180, "what is side by side counts once"
    assert Attendance.objects.get(enrolment=training.olegs, session=training.morning).spans


def test_an_undone_scan_takes_its_presence_back(training) -> None:
    scanned(training, training.vera, (0, training.site, "entry"))
    assert take_scans(training).written
    Scan.objects.update(undone_at=training.over)
    again = take_scans(training)
    assert (again.people, again.written, again.gone) == (0, 0, 2)
    assert not Attendance.objects.exists()


def test_taking_over_again_changes_nothing_and_ticks_give_way(training) -> None:
    AttendanceFactory(session=training.morning, enrolment=training.vera, how="staff")
    AttendanceFactory(session=training.bench, enrolment=training.vera, how="staff")
    scanned(training, training.vera, (1, training.site, "entry"), (2, training.site, "exit"))
    take_scans(training)
    first = list(Attendance.objects.order_by("pk").values_list("session", "how", "from_at", "until_at"))
    take_scans(training)
    assert list(Attendance.objects.order_by("pk").values_list("session", "how", "from_at", "until_at")) == first
    assert rows(training) == {("Vera", "Foto ar telefonu", "scan"), ("Vera", "Pie galda", "staff")}


def test_the_future_is_not_taken_over(training) -> None:
    scanned(training, training.vera, (0, training.site, "entry"))
    at = training.opens + timedelta(minutes=30)
    presence.take_scans(event=training.event, areas={}, by=training.anna, at=at)
    assert Attendance.objects.get().until_at == at


def test_refused_scans_prove_nothing(training) -> None:
    scanned(training, training.vera, (0, training.site, "entry"))
    Scan.objects.update(verdict="refuse")
    assert take_scans(training).people == 0


def test_an_area_of_another_event_is_refused(training) -> None:
    with pytest.raises(Invalid, match=r".") as caught:
        presence.take_scans(event=training.event, areas={training.talk.pk: 10**6}, by=training.anna, at=training.over)
    assert caught.value.code == "unknown_area"


# --- logs ----------------------------------------------------------------------------------------------------


def online(training, hours: tuple[float, float], sessions) -> presence.Taken:
    spans = [rules.Span(training.opens + timedelta(hours=hours[0]), training.opens + timedelta(hours=hours[1]))]
    return presence.take_log(event=training.event, times={training.vera.pk: spans}, sessions=sessions, by=training.anna, at=training.over)


def test_a_log_notes_the_sessions_somebody_was_connected_for(training) -> None:
    taken = online(training, (0.5, 3.5), [training.morning, training.talk])
    assert taken.people == 1
    assert {(row.session_id, row.claim.spans[0].ends) for row in Attendance.objects.all()} == {
        (training.morning.pk, training.opens + timedelta(hours=2)),
        (training.talk.pk, training.opens + timedelta(hours=3.5)),
    }


def test_a_corrected_log_takes_back_what_it_no_longer_says(training) -> None:
    AttendanceFactory(session=training.talk, enrolment=training.olegs, how="online")
    online(training, (0.5, 3.5), [training.morning, training.talk])
    assert online(training, (0.5, 2), [training.morning, training.talk]).gone == 1
    assert rows(training) == {("Vera", "Foto ar telefonu", "online"), ("Oļegs", "Iepakojums", "online")}, "others are left alone"


@pytest.mark.parametrize(("case", "code"), [("nobody", "nobody"), ("none", "no_session"), ("both", "side_by_side")])
def test_a_log_that_cannot_be_told_apart_is_refused(training, case: str, code: str) -> None:
    sessions = {"nobody": [training.morning], "none": [], "both": [training.talk, training.bench]}[case]
    times = {} if case == "nobody" else {training.vera.pk: [rules.Span(training.opens, training.over)]}
    with pytest.raises(Invalid) as caught:
        presence.take_log(event=training.event, times=times, sessions=sessions, by=training.anna, at=training.over)
    assert caught.value.code == code


# --- what must never be ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["twice", "backwards", "guessed"])
def test_the_table_itself_refuses_what_cannot_be(training, wrong: str) -> None:
    row = AttendanceFactory(session=training.morning, enrolment=training.vera)
    values = {"session": training.talk, "enrolment": training.vera, "from_at": row.from_at, "until_at": row.until_at, "how": "staff"}
    values |= {
        "twice": {"session": training.morning},
        "backwards": {"from_at": row.until_at},
        "guessed": {"how": "guess"},
    }[wrong]
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(recorded_at=training.over, **values)


# --- without a programme ------------------------------------------------------------------------------------------------


def test_an_event_without_a_programme_is_kept_by_half_days(training) -> None:
    event = training.event
    with pytest.raises(presence.HasSessions):
        presence.make_half_days(event=event, by=training.anna, at=training.opens)
    Session.objects.filter(event=event).delete()
    made = presence.make_half_days(event=event, by=training.anna, at=training.opens)
    slots = [(one.slot.starts_at - training.opens, one.slot.ends_at - training.opens) for one in queries.sessions(event)]
    hours = [timedelta(hours=number) for number in (0, 2, 3, 6)]
    assert slots == [(hours[0], hours[1]), (hours[2], hours[3])]
    assert (made[0].title_lv, made[1].title_en) == ("2026. gada 6. jūnijs: Dienas pirmā puse", "6 June 2026: Second half of the day")
    act = {"halves": {"am": [made[0]], "pm": [made[1]]}, "by": training.anna, "at": training.over}
    presence.type_in(event=event, signed={"am": [training.vera.pk], "pm": []}, **act)
    line = next(one for one in queries.lines(event, queries.sessions(event)) if one.enrolment == training.vera)
    assert (line.reckoning.attended, line.reckoning.possible) == (120, 300)
