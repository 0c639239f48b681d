"""The organiser's pages: setting up, the list, deciding, the lists for the day; and who may do what."""

import csv
import io
import uuid

import pytest
from django.urls import reverse

from conference.factories import ActivityFactory
from conference.learning import operations as learning
from conference.learning.models import Activity, Course, Enrolment, SeatQuota
from ticketing.models import Ticket

pytestmark = pytest.mark.django_db


def at(page, event, *args):
    return reverse(f"desk:{page}", args=[event.slug, *args])


@pytest.fixture
def as_anna(sign_in, event):
    return sign_in(event, "manager")


def typed_in(form):
    """Return what a browser would send of a form as it is shown."""
    return {name: value for name in form.fields if (value := form[name].value()) is not None and value is not False}


def formset(*rows, removed=()):
    said = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    for n, row in enumerate(rows):
        said |= {f"rows-{n}-{name}": value for name, value in row.items()}
        if n in removed:
            said[f"rows-{n}-DELETE"] = "on"
    return said


def test_registration_is_set_up_in_three_pages(as_anna, event):
    assert as_anna.get(at("enrolments", event)).status_code == 200
    assert as_anna.post(at("enrolments", event))["Location"] == at("course", event)
    course = Course.objects.get()
    assert (course.product.is_public, course.product.admits, course.product.price) == (False, True, 0)
    form = as_anna.get(at("course", event)).context["form"]
    said = typed_in(form)
    said |= {"opens_at": "2026-01-05T10:00", "closes_at": event.starts_at.strftime("%Y-%m-%dT%H:%M"), "fee": "12.50", "age_min": "16"}
    assert as_anna.post(at("course", event), said)["Location"] == at("enrolments", event)
    course = Course.objects.get()
    assert (course.product.price, course.age_min) == (12.5, 16)
    seats = formset({"country": "LV", "mode": "", "size": 30}, {"country": "", "mode": "", "size": 40})
    assert as_anna.post(at("course_seats", event), seats).status_code == 302
    assert list(SeatQuota.objects.values_list("country", "size")) == [("LV", 30), ("", 40)]
    row = {
        "title_lv": "Brauciens", "kind": "tour", "starts_at": "2026-06-07T09:00", "ends_at": "2026-06-07T17:00", "seats": 25, "fee": "0",
    }  # fmt: skip
    assert as_anna.post(at("course_activities", event), formset(row)).status_code == 302
    assert Activity.objects.get().seats == 25
    assert as_anna.get(at("enrolments", event)).status_code == 200


def test_a_row_that_cannot_be_says_so_where_it_stands(as_anna, event, course, register):
    register(course, "Vera", "Oļegs")
    page = as_anna.post(at("course_seats", event), formset({"country": "", "mode": "", "size": 1}))
    assert page.context["rows"].forms[0].errors["size"]
    row = {"title_lv": "Brauciens", "kind": "tour", "starts_at": "2026-06-07T09:00", "ends_at": "2026-06-07T08:00", "fee": "0"}
    page = as_anna.post(at("course_activities", event), formset(row))
    assert page.context["rows"].forms[0].errors["ends_at"]
    twice = formset({"country": "LV", "mode": "", "size": 9}, {"country": "LV", "mode": "", "size": 9})
    assert as_anna.post(at("course_seats", event), twice).status_code == 200
    assert list(SeatQuota.objects.values_list("size", flat=True)) == [2]


def test_a_course_that_closes_before_it_opens_is_refused_at_its_field(as_anna, event, course):
    form = as_anna.get(at("course", event)).context["form"]
    said = typed_in(form)
    said |= {"opens_at": "2026-01-05T10:00", "closes_at": "2026-01-04T10:00"}
    page = as_anna.post(at("course", event), said)
    assert page.context["form"].errors["closes_at"]


def test_what_was_chosen_stays_and_what_nobody_chose_goes(as_anna, event, course, bench, register):
    spare = ActivityFactory(course=course, title_lv="Lieks")
    register(course, "Vera", activities=[bench.pk])
    rows = as_anna.get(at("course_activities", event)).context["rows"]
    typed = [typed_in(form) for form in rows.forms]
    for row in typed:
        row |= {"starts_at": row["starts_at"].strftime("%Y-%m-%dT%H:%M"), "ends_at": row["ends_at"].strftime("%Y-%m-%dT%H:%M")}
    gone = {row["pk"]: n for n, row in enumerate(typed)}
    as_anna.post(at("course_activities", event), formset(*typed, removed=[gone[bench.pk]]))
    assert Activity.objects.filter(pk=bench.pk).exists()
    as_anna.post(at("course_activities", event), formset(*typed, removed=[gone[spare.pk]]))
    assert list(Activity.objects.values_list("pk", flat=True)) == [bench.pk]


def test_the_list_is_searched_across_scripts_and_filtered(as_anna, event, course, bench, register):
    SeatQuota.objects.update(size=9)
    register(course, learning.Applicant(name="Вера Щукина", country="RU", email="vera@example.org", activities=[bench.pk]))
    register(course, "Oļegs")
    names = lambda query: [one.name for one, _tone in as_anna.get(at("enrolments", event) + query).context["rows"]]  # noqa: E731
    assert names("?q=Ščukina") == ["Вера Щукина"]
    assert names("?country=LV") == ["Oļegs"]
    assert names(f"?activity={bench.pk}") == ["Вера Щукина"]
    assert names("?state=waiting") == []
    assert len(names("?sort=name")) == 2
    for nonsense in ("?q=%00", "?country=ЖЖ", "?activity=abc&sort=zz&mode=q&state=x", "?page=999", "?activity=" + "9" * 30):
        assert as_anna.get(at("enrolments", event) + nonsense).status_code == 200


def test_the_files_hold_what_the_page_shows_and_no_formula(as_anna, event, course, bench, register):
    register(course, learning.Applicant(name="=Vera", country="LV", email="vera@example.org", activities=[bench.pk]))
    response = as_anna.get(at("enrolments_file", event, "csv"))
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert "'=Vera" in rows[1]
    assert bench.title_en in rows[0]
    assert as_anna.get(at("enrolments_file", event, "xlsx"))["Content-Disposition"].endswith('.xlsx"')
    assert as_anna.get(at("enrolments_file", event, "exe")).status_code == 404


def test_many_are_approved_after_saying_whom(as_anna, event, course, register):
    SeatQuota.objects.update(size=9)
    Course.objects.update(needs_approval=True)
    course.refresh_from_db()
    for name in ("Vera", "Oļegs", "Rita"):
        register(course, name)
    asked = as_anna.post(at("enrolments_chosen", event), {"action": "approve", "number": ["1", "2", "٣", "x"]})
    assert [one.name for one in asked.context["concerned"]] == ["Vera", "Oļegs"]
    assert not Enrolment.objects.filter(state="enrolled").exists()
    as_anna.post(at("enrolments_chosen", event), {"action": "approve", "number": ["1", "2"], "confirm": "1"})
    assert list(Enrolment.objects.order_by("number").values_list("state", flat=True)) == ["enrolled", "enrolled", "applied"]
    empty = as_anna.post(at("enrolments_chosen", event), {"action": "decline", "number": ["3"], "confirm": "1"})
    assert empty.context["is_missing"]
    as_anna.post(at("enrolments_chosen", event), {"action": "decline", "all": "1", "words": "Grupa ir pilna.", "confirm": "1"})
    assert Enrolment.objects.get(number=3).answer == "Grupa ir pilna."


def test_one_who_is_refused_keeps_no_other_from_being_offered_a_place(as_anna, event, course, register):
    SeatQuota.objects.update(size=1)
    for name in ("Vera", "Oļegs", "Rita"):
        register(course, name)
    SeatQuota.objects.update(size=2)
    page = as_anna.post(at("enrolments_chosen", event), {"action": "offer", "number": ["2", "3"], "confirm": "1"}, follow=True)
    assert list(Enrolment.objects.order_by("number").values_list("state", flat=True)) == ["enrolled", "offered", "waiting"]
    assert any("3 Rita" in str(message) for message in page.context["messages"])


def test_one_enrolment_is_decided_chosen_for_and_taken_off(as_anna, event, course, bench, register):
    Course.objects.update(needs_approval=True)
    course.refresh_from_db()
    (vera,) = register(course, "Vera")
    page = at("enrolment", event, vera.number)
    assert as_anna.get(page).status_code == 200
    as_anna.post(page, {"action": "approve"})
    as_anna.post(page, {"action": "choose", "activities": [bench.pk]})
    assert vera.choices.get().state == "seated"
    as_anna.post(page, {"action": "withdraw", "words": "pati lūdza"})
    vera.refresh_from_db()
    assert (vera.state, vera.answer) == ("withdrawn", "pati lūdza")
    assert as_anna.get(page).status_code == 200
    assert as_anna.post(page, {"action": "explode"}).status_code == 302
    assert as_anna.get(at("enrolment", event, 999)).status_code == 404


def test_details_are_corrected_with_what_somebody_is_there(as_anna, event, course, register):
    (vera,) = register(course, "Vera")
    said = {"name": "Vera Ščukina", "language": "en", "role": "speaker"}
    assert as_anna.post(at("enrolment_edit", event, vera.number), said).status_code == 302
    vera.refresh_from_db()
    assert (vera.name, vera.role) == ("Vera Ščukina", "speaker")


def test_who_telephones_is_typed_in_once(as_anna, event, course):
    said = {"p0-name": "Vera", "p0-country": "LV", "p0-role": "trainer", "p0-language": "ru", "request_key": str(uuid.uuid4())}
    for _again in range(2):
        response = as_anna.post(at("enrolment_new", event), said)
    vera = Enrolment.objects.get()
    assert response["Location"] == at("enrolment", event, vera.number)
    assert (vera.state, vera.role, vera.language, Ticket.objects.count()) == ("enrolled", "trainer", "ru", 1)
    page = as_anna.post(at("enrolment_new", event), {**said, "p0-name": "Zane", "p0-age": "9", "request_key": str(uuid.uuid4())})
    assert page.context["form"].errors["guardian_name"]


def test_lots_are_drawn_at_a_button(as_anna, event, course, register):
    Course.objects.update(waiting_rule="lot")
    register(course, "Vera", "Oļegs")
    register(course, "Rita")
    assert b"registrations/draw" in as_anna.get(at("enrolments", event)).content
    as_anna.post(at("enrolments_draw", event))
    assert Enrolment.objects.get(name="Rita").lot == 1


def test_the_lists_for_the_day(as_anna, event, course, bench, register):
    Course.objects.update(asks_diet=True, interpretation=["ru"], collect_on="2026-07-01")
    course.refresh_from_db()
    person = {"country": "LV", "diet": "Veģetārs", "interpretation": "ru", "activities": [bench.pk]}
    register(course, learning.Applicant(name="Vera", email="vera@example.org", **person))
    index = as_anna.get(at("learning_lists", event))
    kinds = [one.kind for one in index.context["lists"]]
    assert kinds == ["diet", "receivers", "collection", f"activity-{bench.pk}"]
    assert [one.count for one in index.context["lists"]] == [1, 1, 1, 1]
    for kind in kinds:
        assert "Vera" in as_anna.get(at("learning_list", event, kind)).content.decode()
        assert b"Vera" in b"".join(as_anna.get(at("learning_list_file", event, kind, "csv")).streaming_content)
    assert as_anna.get(at("learning_list", event, "receivers") + "?q=Olegs").context["rows"] == []
    for nonsense in ("activity-0", "activity-x", "nothing"):
        assert as_anna.get(at("learning_list", event, nonsense)).status_code == 404


def test_receivers_and_work_change_hands_at_the_list(as_anna, event, course, register):
    Course.objects.update(interpretation=["ru"], collect_on="2026-07-01")
    (vera,) = register(course, "Vera")
    hand = at("enrolment_hand", event, vera.number)
    assert as_anna.post(hand, {"action": "lend", "receiver": "17", "kind": "receivers"})["Location"] == at(
        "learning_list", event, "receivers"
    )
    as_anna.post(hand, {"action": "collected", "kind": "collection"})
    vera.refresh_from_db()
    assert (vera.receiver, vera.receiver_back_at) == ("17", None)
    assert vera.collected_at
    as_anna.post(hand, {"action": "take_back"})
    vera.refresh_from_db()
    assert vera.receiver_back_at


@pytest.mark.parametrize(
    ("page", "args", "finance", "supervisor"),
    [
        ("enrolments", [], 200, 200),
        ("enrolment", [1], 200, 200),
        ("enrolment_new", [], 200, 403),
        ("enrolment_edit", [1], 200, 403),
        ("enrolments_chosen", [], 405, 403),
        ("enrolments_draw", [], 405, 403),
        ("enrolment_hand", [1], 403, 405),
        ("course", [], 403, 403),
        ("course_seats", [], 403, 403),
        ("course_activities", [], 403, 403),
        ("learning_lists", [], 200, 200),
    ],
)
def test_each_role_may_do_its_own(sign_in, event, course, register, page, args, finance, supervisor):
    register(course, "Vera")
    address = at(page, event, *args)
    assert sign_in(event, "finance").get(address).status_code == finance
    assert sign_in(event, "supervisor").get(address).status_code == supervisor
    assert sign_in(event, "steward").get(address).status_code == 403
    assert sign_in(event, None).get(address).status_code == 404


def test_who_may_look_may_not_decide(sign_in, event, course, register):
    (vera,) = register(course, "Vera")
    sign_in(event, "supervisor").post(at("enrolment", event, vera.number), {"action": "withdraw"})
    assert Enrolment.objects.get().state == "enrolled"
    page = sign_in(event, "supervisor").get(at("enrolment", event, vera.number)).content.decode()
    assert vera.secret not in page


def test_at_a_suspended_partners_event_all_is_seen_and_nothing_changed(as_anna, event, course, register, suspend):
    (vera,) = register(course, "Vera")
    suspend(event)
    assert as_anna.get(at("enrolments", event)).status_code == 200
    as_anna.post(at("enrolment", event, vera.number), {"action": "withdraw"})
    as_anna.post(at("course_seats", event), formset({"country": "", "mode": "", "size": 50}))
    assert (Enrolment.objects.get().state, SeatQuota.objects.get().size) == ("enrolled", 2)


def test_the_list_costs_the_same_for_one_and_for_three(as_anna, event, course, bench, register, django_assert_num_queries):
    SeatQuota.objects.update(size=9)
    register(course, "Vera", activities=[bench.pk])
    as_anna.get(at("enrolments", event))
    with django_assert_num_queries(13):
        as_anna.get(at("enrolments", event))
    register(course, "Oļegs", "Rita", activities=[bench.pk])
    with django_assert_num_queries(13):
        as_anna.get(at("enrolments", event))
