"""The grid, what is done to many, the letters, and the page of one application."""

import csv
import io
from html import unescape

import pytest
from django.utils import timezone

from common.outbox.models import Message
from exhibitors.factories import CraftFactory, ExhibitorFactory
from exhibitors.models import Acquaintance
from fairs.calls.models import Application, Companion
from fairs.factories import ApplicationFactory, CallFactory, GoodsGroupFactory
from ticketing.pricing import to_document
from ticketing.pricing.presets import usual

HERE = "/desk/maras-tirgus/applications/"
READY = {"declarations": ["own_making", "no_business"], "assortment": "dvieļi", "own_making_percent": 100}


def text(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def call(event):
    return CallFactory(event=event, prices=to_document(usual("EUR")), photos_min=0)


@pytest.fixture
def vera(call):
    group = GoodsGroupFactory(call=call, name_lv="Audumi", name_en="Textiles", cap_stalls=1)
    return ApplicationFactory(
        call=call, number=1, goods_group=group, exhibitor__name="Vera Paraudziņa", stalls_max=2, craft=CraftFactory(), **READY
    )


@pytest.fixture
def olegs(call):
    exhibitor = ExhibitorFactory(name="Олег Образцов", search="olegs obrazcovs obrazcov", country="RU", email="", phone="+79110000000")
    return ApplicationFactory(call=call, number=2, exhibitor=exhibitor, product="mālu svilpes", is_late=True)


def names(page: str) -> list[str]:
    return [name for name in ("Vera Paraudziņa", "Олег Образцов") if f">{name}</a>" in page]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Vera Paraudziņa", "Олег Образцов"]),
        ("?q=Образцов", ["Олег Образцов"]),
        ("?q=obrazcov", ["Олег Образцов"]),
        ("?q=svilpes", ["Олег Образцов"]),
        ("?q=1", ["Vera Paraudziņa"]),
        ("?country=RU", ["Олег Образцов"]),
        ("?only=late", ["Олег Образцов"]),
        ("?only=lacks", ["Олег Образцов"]),
        ("?state=waiting", []),
        ("?money=paid", []),
        ("?state=nonsense&group=x&craft=99999999999&sort=no", ["Vera Paraudziņa", "Олег Образцов"]),
        ("?q=nobody", []),
    ],
)
def test_the_grid_finds_in_any_script_and_by_what_is_asked(as_anna, vera, olegs, query, found):
    assert names(text(as_anna.get(HERE + query))) == found


def test_groups_are_counted_against_their_caps_and_states_in_pills(as_anna, vera, olegs):
    page = text(as_anna.get(HERE))
    assert "2 of 1" in page
    assert 'class="over"' in page
    assert "2 applications" in page
    assert f"?group={vera.goods_group_id}" in page


def test_what_the_maker_was_told_stands_where_it_differs(as_anna, vera):
    Application.objects.update(state="selected", shown_state="submitted")
    page = text(as_anna.get(HERE))
    assert "told: submitted" in page
    assert "1 maker has not been told" in page


def test_a_thousand_applications_cost_as_many_statements_as_ten(as_anna, call, django_assert_num_queries):
    maker = ExhibitorFactory()
    ApplicationFactory.create_batch(60, call=call, exhibitor__craft=maker.craft, exhibitor__municipality=maker.municipality)
    as_anna.get(HERE)
    with django_assert_num_queries(20):
        page = text(as_anna.get(HERE))
    assert "1–50 of 60" in page
    with django_assert_num_queries(20):
        as_anna.get(HERE + "?page=2")


def test_the_file_holds_the_filtered_list(as_anna, vera, olegs):
    answer = as_anna.get("/desk/maras-tirgus/applications.csv?country=RU")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:2] == ["Entry", "Maker"]
    assert [row[1] for row in rows[1:]] == ["Олег Образцов"]
    assert "What you bring" in rows[1][rows[0].index("Lacks")]
    assert as_anna.get("/desk/maras-tirgus/applications.xlsx").status_code == 200
    assert as_anna.get("/desk/maras-tirgus/applications.pdf").status_code == 404


# --- what is done to many ---------------------------------------------------------------------------------------------


def chosen(client, action, *applications, **more):
    return client.post(HERE + "chosen/", {"action": action, "number": [one.number for one in applications], **more}, follow=True)


def test_asking_says_how_many_letters_go_to_whom_before_anything_happens(as_anna, vera, olegs):
    Application.objects.filter(pk=vera.pk).update(assortment="")
    page = text(chosen(as_anna, "ask", vera, olegs))
    assert "1 letter goes out" in page
    assert "tell them by phone" in page
    assert "+79110000000" in page
    assert not Message.objects.exists()
    page = text(chosen(as_anna, "ask", vera, olegs, confirm="1"))
    assert "Done for 1 application" in page
    assert "no e-mail address" in page
    assert Message.objects.get().kind == "application.missing"


def test_cancelling_many_wants_a_reason_which_the_makers_read(as_anna, vera, olegs):
    page = text(chosen(as_anna, "cancel", vera, olegs, confirm="1"))
    assert "Write a reason" in page
    assert Application.objects.filter(state="submitted").count() == 2
    chosen(as_anna, "cancel", vera, olegs, confirm="1", reason="Tirgus nenotiks.")
    assert set(Application.objects.values_list("state", "closed_reason")) == {("cancelled", "Tirgus nenotiks.")}
    assert Message.objects.count() == 1


def test_marks_groups_and_the_waiting_list(as_anna, vera, olegs):
    chosen(as_anna, "guarantee", vera, olegs, confirm="1")
    chosen(as_anna, "support", vera, confirm="1")
    chosen(as_anna, "group", olegs, confirm="1", group=vera.goods_group_id)
    chosen(as_anna, "wait", olegs, vera, confirm="1")
    chosen(as_anna, "requote", vera, confirm="1")
    vera.refresh_from_db()
    olegs.refresh_from_db()
    assert vera.is_guaranteed
    assert vera.is_partner_supported
    assert olegs.is_guaranteed
    assert olegs.goods_group == vera.goods_group
    assert (vera.state, vera.place_in_list, vera.shown_state) == ("waiting", 1, "submitted")
    assert olegs.place_in_list == 2
    assert vera.quote["total"] == "0.00"


def test_those_it_does_not_concern_are_left_alone_and_said_so(as_anna, vera, olegs):
    Application.objects.filter(pk=olegs.pk).update(state="withdrawn", shown_state="withdrawn")
    page = text(chosen(as_anna, "cancel", vera, olegs))
    assert "1 of those ticked does not concern it" in page
    page = text(chosen(as_anna, "cancel", olegs))
    assert "nothing to do" in page


def test_all_of_a_filtered_list_can_be_chosen_over_its_pages(as_anna, call):
    ApplicationFactory.create_batch(55, call=call)
    response = as_anna.post(HERE + "chosen/?only=late", {"action": "guarantee", "all": "1"}, follow=True)
    assert "Tick the applications first" in text(response)
    page = text(as_anna.post(HERE + "chosen/", {"action": "guarantee", "all": "1"}))
    assert "55 applications" in page
    assert "and 45 more" in page


def test_nothing_ticked_is_said_kindly(as_anna, call):
    assert "Tick the applications first" in text(chosen(as_anna, "ask"))
    assert "Tick the applications first" in text(chosen(as_anna, "nonsense"))


def test_a_suspended_partner_does_nothing_to_many(as_anna, vera, event, suspend):
    suspend(event)
    assert "suspended" in text(chosen(as_anna, "guarantee", vera, confirm="1"))
    vera.refresh_from_db()
    assert not vera.is_guaranteed


# --- letters ----------------------------------------------------------------------------------------------------------


def test_letters_tell_what_goes_out_what_went_and_what_failed(as_anna, vera, event):
    now = timezone.now()
    common = {"about": "x:1", "within": f"event:{event.pk}", "to": "vera@example.org", "language": "lv", "text": "-", "created_at": now}
    Message.objects.create(key="1", kind="application.received", subject="Left already", state="sent", sent_at=now, due_at=now, **common)
    Message.objects.create(key="2", kind="application.missing", subject="Waits", state="queued", due_at=now, **common)
    Message.objects.create(key="3", kind="order.placed", subject="Not a maker", state="queued", due_at=now, **common)
    page = text(as_anna.get(HERE + "letters/"))
    assert "Left already" in page
    assert "Waits" in page
    assert "Not a maker" not in page
    assert "Waits" not in text(as_anna.get(HERE + "letters/?which=sent"))
    assert "Left already" not in text(as_anna.get(HERE + "letters/?kind=application.missing"))
    answer = as_anna.get(HERE + "letters.csv")
    assert b"Left already" in b"".join(answer.streaming_content)


# --- one application --------------------------------------------------------------------------------------------------


def test_everything_in_it_is_shown(as_anna, vera):
    Application.objects.filter(pk=vera.pk).update(
        power_kw=2, needs_water=True, note="Zvanīt.", demonstrates=True, demonstration="Auž jostu."
    )
    page = text(as_anna.get(HERE + "1/"))
    for words in ("Vera Paraudziņa", "linen towels", "dvieļi", "Auž jostu.", "Zvanīt.", vera.exhibitor.email, "Textiles"):
        assert words in page


def test_it_is_asked_marked_priced_and_cancelled(as_anna, vera):
    Application.objects.filter(pk=vera.pk).update(assortment="")
    here = HERE + "1/"
    as_anna.post(here, {"action": "ask"})
    as_anna.post(here, {"action": "mark", "goods_group": vera.goods_group_id, "is_guaranteed": "on", "note": "Laba."})
    as_anna.post(here, {"action": "requote"})
    vera.refresh_from_db()
    assert vera.missing_asked_at
    assert vera.is_guaranteed
    assert vera.note == "Laba."
    assert vera.quote["lines"]
    as_anna.post(here, {"action": "cancel", "reason": "Nav vietas."})
    vera.refresh_from_db()
    assert (vera.state, vera.closed_reason) == ("cancelled", "Nav vietas.")
    page = text(as_anna.get(here))
    assert "application cancelled" in page
    assert "Nav vietas." in page


def test_a_name_somebody_wrote_is_linked_to_a_maker_one_knows(as_anna, vera, event):
    known, unknown = ExhibitorFactory(name="Rita Izdomātā"), ExhibitorFactory(name="Rita Cita")
    Acquaintance.objects.create(exhibitor=known, partner=event.partner, since=timezone.now())
    wish = Companion.objects.create(application=vera, kind="beside", named="Rita")
    here = f"{HERE}1/companions/{wish.pk}/"
    page = text(as_anna.get(here))
    assert "Rita Izdomātā" in page
    assert "Rita Cita" not in page
    assert as_anna.post(here, {"exhibitor": unknown.pk}).status_code == 404
    as_anna.post(here, {"exhibitor": known.pk})
    wish.refresh_from_db()
    assert wish.exhibitor == known


def test_one_walks_through_the_filtered_list(as_anna, vera, olegs):
    page = text(as_anna.get(HERE + "1/?q=a"))
    assert "1 of 2" in page
    assert f'rel="next" href="{HERE}2/?q=a"' in page
    assert 'rel="next"' not in text(as_anna.get(HERE + "1/?country=LV"))


def test_it_costs_a_fixed_number_of_statements(as_anna, vera, olegs, django_assert_num_queries):
    as_anna.get(HERE + "1/")
    with django_assert_num_queries(21):
        as_anna.get(HERE + "1/")


@pytest.mark.parametrize("page", ["", "letters/", "1/"])
def test_strangers_find_nothing_and_a_steward_may_not(client, sign_in, event, vera, page):
    assert client.get(HERE + page)["Location"].startswith("/accounts/login/")
    assert sign_in(event, None).get(HERE + page).status_code == 404
    assert sign_in(event, "steward").get(HERE + page).status_code == 403
    assert sign_in(event, "juror").get(HERE + page).status_code == 403
    assert sign_in(event, "finance").get(HERE + page).status_code == 200


def test_somebody_who_only_looks_marks_nothing(sign_in, event, vera):
    finance = sign_in(event, "finance")
    finance.post(HERE + "1/", {"action": "cancel", "reason": "x"})
    assert finance.post(HERE + "chosen/", {"action": "guarantee", "number": [1], "confirm": "1"}).status_code == 403
    vera.refresh_from_db()
    assert (vera.state, vera.is_guaranteed) == ("submitted", False)
    assert "Cancel it" not in text(finance.get(HERE + "1/"))


def test_an_application_of_another_fair_is_not_found(as_anna, vera):
    ApplicationFactory(number=77)
    assert as_anna.get(HERE + "77/").status_code == 404
