"""Attendance at the desk: the list for a thumb, the sheet, logs with bad lines, and who may see it."""

from datetime import timedelta

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.factories import PersonFactory
from conference.factories import AttendanceFactory, EnrolmentFactory
from conference.models import Attendance
from ticketing.models import EventRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(training, client: Client) -> Client:
    client.force_login(training.anna)
    return client


def address(training, page: str = "attendance", *args: object) -> str:
    return reverse(f"desk:{page}", args=[training.event.slug, *args])


def test_the_overview_says_who_has_enough_minutes(training, desk: Client) -> None:
    AttendanceFactory(session=training.morning, enrolment=training.vera)
    AttendanceFactory(session=training.talk, enrolment=training.vera)
    AttendanceFactory(session=training.bench, enrolment=training.olegs)
    page = desk.get(address(training)).content.decode()
    assert "180 / 180" in page
    assert "60 / 180" in page
    assert "33 %" in page
    assert "Tēja" not in page, "a break has no list"
    found = desk.get(address(training), {"q": "Щукина"}).content.decode()
    assert "Vera Ščukina" in found
    assert "Oļegs Paraugs" not in found


def test_the_overview_asks_as_much_for_three_as_for_one(training, desk: Client, django_assert_num_queries) -> None:
    desk.get(address(training))
    with django_assert_num_queries(9):
        desk.get(address(training))
    for number in range(3):
        one = EnrolmentFactory(course=training.course, name=f"Viesis {number}")
        AttendanceFactory(session=training.morning, enrolment=one)
    with django_assert_num_queries(9):
        desk.get(address(training))


def test_one_is_ticked_and_taken_back_where_one_was_looking(training, desk: Client) -> None:
    page = address(training, "attendance_session", training.morning.number)
    answer = desk.post(page, {"action": "tick", "number": training.vera.number, "q": "ver"})
    assert answer["Location"] == f"{page}?q=ver#person-{training.vera.number}"
    assert Attendance.objects.get().how == "staff"
    assert 'class="here"' in desk.get(page).content.decode()
    desk.post(page, {"action": "clear", "number": training.vera.number})
    assert not Attendance.objects.exists()


def test_all_who_are_shown_are_ticked_and_nobody_else(training, desk: Client) -> None:
    other = EnrolmentFactory(name="Cita kursa cilvēks")
    page = address(training, "attendance_session", training.morning.number)
    desk.post(page, {"action": "all", "number": [training.vera.number, training.olegs.number, 9999, "x"]})
    assert set(Attendance.objects.values_list("enrolment", flat=True)) == {training.vera.pk, training.olegs.pk}
    assert not Attendance.objects.filter(enrolment=other).exists()


def test_the_list_is_searched_in_any_script_and_filtered(training, desk: Client) -> None:
    AttendanceFactory(session=training.morning, enrolment=training.vera)
    page = address(training, "attendance_session", training.morning.number)
    assert "Oļegs" not in desk.get(page, {"q": "щук"}).content.decode()
    missing = desk.get(page, {"only": "missing"}).content.decode()
    assert "Oļegs Paraugs" in missing
    assert "<b>Vera" not in missing


def test_two_places_at_one_time_stand_out(training, desk: Client) -> None:
    AttendanceFactory(session=training.talk, enrolment=training.vera)
    page = desk.get(address(training, "attendance_session", training.bench.number)).content.decode()
    assert "tick-warn" in page


def test_the_list_asks_as_much_for_three_as_for_one(training, desk: Client, django_assert_num_queries) -> None:
    page = address(training, "attendance_session", training.morning.number)
    desk.get(page)
    with django_assert_num_queries(7):
        desk.get(page)
    for number in range(3):
        AttendanceFactory(session=training.morning, enrolment=EnrolmentFactory(course=training.course, name=f"Viesis {number}"))
    with django_assert_num_queries(7):
        desk.get(page)


def test_a_session_of_another_event_or_a_break_has_no_list(training, desk: Client) -> None:
    for number in (training.tea.number, 10_000):
        assert desk.get(address(training, "attendance_session", number)).status_code == 404


@pytest.mark.parametrize(
    ("language", "title"), [("lv", "Dalībnieku reģistrācijas lapa"), ("ru", "Лист регистрации участников"), ("en", "Sign-in sheet")]
)
def test_the_sheet_is_a_paper_in_three_languages(training, desk: Client, language: str, title: str) -> None:
    answer = desk.get(address(training, "attendance_sheet"), {"language": language})
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert title in text.replace("\ufffe", "-").replace("\r\n", " ")
    for wanted in ("Vera Ščukina", "Вера Щукина", "Oļegs Paraugs", "10:00–12:00", "13:00–14:00", training.event.partner.name):
        assert wanted in text
    width, height = document[0].get_size()
    assert width > height


def test_a_day_without_sessions_has_no_sheet(training, desk: Client) -> None:
    assert desk.get(address(training, "attendance_sheet"), {"day": "2026-06-07"}).status_code == 404
    assert desk.get(address(training, "attendance_sheet"), {"day": "nonsense"}).status_code == 404


def test_a_signed_sheet_is_typed_in(training, desk: Client) -> None:
    page = address(training, "attendance_typed")
    assert (
        desk.post(page, {"day": "2026-06-06", "2026-06-06-1": [training.vera.pk, "x"], "2026-06-06-2": [training.vera.pk]}).status_code
        == 302
    )
    assert {(row.session_id, row.how) for row in Attendance.objects.all()} == {
        (training.morning.pk, "signature"), (training.talk.pk, "signature"), (training.bench.pk, "signature"),
    }  # fmt: skip
    assert desk.get(page).content.decode().count("checked") == 2


LOG = """name,email,join,leave
Vera,vera@example.org,2026-06-06 10:00,2026-06-06 12:00
Nobody,nobody@example.org,2026-06-06 10:00,2026-06-06 12:00
Oļegs Paraugs,,when,2026-06-06 12:00
"""


def log(text: str = LOG, name: str = "log.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/csv")


def test_a_log_is_looked_at_before_it_is_taken_in(training, desk: Client) -> None:
    page = address(training, "attendance_online")
    seen = desk.post(page, {"file": log(), "action": "look"})
    assert not Attendance.objects.exists()
    text = seen.content.decode()
    assert "nobody@example.org" in text
    assert [row["line"].number for row in seen.context["faulty"]] == [4]
    columns = {
        choice["name"]: next((o["value"] for o in choice["options"] if o["selected"]), "") for choice in seen.context["form"].choices()
    }
    hall = str(training.morning.slot.hall_id)
    answer = desk.post(page, {"text": LOG, "action": "take", "hall": hall, **columns})
    assert answer.status_code == 302
    assert Attendance.objects.get().enrolment == training.vera
    assert Attendance.objects.get().how == "online"


def test_columns_nobody_can_guess_are_asked_for(training, desk: Client) -> None:
    seen = desk.post(address(training, "attendance_online"), {"file": log("a,b,c\nVera,x,y\n"), "action": "look"})
    assert len(seen.context["lacks"]) == 3
    assert seen.context["match"] is None


@pytest.mark.parametrize("bad", ["", "empty", "binary", "windows", "not a csv"])
def test_a_bad_log_is_refused_with_words(training, desk: Client, bad: str) -> None:
    files = {
        "": {},
        "empty": {"file": SimpleUploadedFile("log.csv", b"")},
        "binary": {"file": SimpleUploadedFile("log.csv", b"a,b\x00c")},
        "windows": {"file": SimpleUploadedFile("log.csv", "Vārds;Laiks".encode("cp1257"))},
        "not a csv": {"file": SimpleUploadedFile("log.pdf", b"%PDF-1.4")},
    }[bad]
    answer = desk.post(address(training, "attendance_online"), {**files, "action": "take"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not Attendance.objects.exists()


def test_gates_are_taken_over_with_the_room_of_the_same_name(training, desk: Client) -> None:
    page = address(training, "attendance_scans")
    form = desk.get(page).context["form"]
    barn = next(name for name, field in form.fields.items() if field.label == "Klēts")
    assert form.fields[barn].initial == training.barn.pk
    assert desk.post(page, {barn: training.barn.pk}).status_code == 302
    assert desk.post(page, {barn: "99999"}).status_code == 200, "an area of another event is no choice"


def test_minutes_go_to_a_spreadsheet(training, desk: Client) -> None:
    AttendanceFactory(session=training.morning, enrolment=training.vera, how="scan")
    answer = desk.get(address(training, "attendance_file", "csv"))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert "Foto ar telefonu" in lines[0]
    assert next(line for line in lines if "Vera" in line).split(";")[6:9] == ["120", "180", "66"]
    assert desk.get(address(training, "attendance_file", "xlsx")).status_code == 200
    assert desk.get(address(training, "attendance_file", "pdf")).status_code == 404


def test_a_steward_does_not_see_who_was_there_nor_does_a_stranger(training, client: Client) -> None:
    janis = PersonFactory(name="Jānis")
    client.force_login(janis)
    page = address(training, "attendance_session", training.morning.number)
    assert client.get(page).status_code == 404
    EventRole.objects.create(event=training.event, person=janis, kind="steward")
    assert client.get(page).status_code == 403
    assert client.post(page, {"action": "tick", "number": training.vera.number}).status_code == 403
    assert not Attendance.objects.exists()


def test_nothing_is_noted_at_a_suspended_partners_event(training, desk: Client) -> None:
    partner = training.event.partner
    partner.state, partner.suspended_from, partner.suspension_reason = "suspended", (training.opens - timedelta(days=900)).date(), "x"
    partner.save()
    desk.post(address(training, "attendance_session", training.morning.number), {"action": "tick", "number": training.vera.number})
    assert not Attendance.objects.exists()
