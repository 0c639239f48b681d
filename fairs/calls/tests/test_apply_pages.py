"""An application is filled in page by page, without script."""

import io
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.factories import PersonFactory
from exhibitors.factories import ExhibitorFactory, KeeperFactory
from exhibitors.works import operations as works
from fairs.calls import operations as calls
from fairs.calls.forms import STEPS
from fairs.calls.models import Application, Companion
from fairs.factories import ApplicationFactory, CallFactory, StallFactory
from ticketing.models import EventDay

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def address(application, step: str) -> str:
    return f"/calls/my/{application.pk}/{step}/"


def send(client, application, step: str, **said):
    application.refresh_from_db()
    return client.post(address(application, step), {"revision": application.revision, **said})


def picture(maker, by, now):
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (180, 90, 60)).save(out, "JPEG")
    file = SimpleUploadedFile("a.jpg", out.getvalue(), content_type="image/jpeg")
    return works.add_photo(exhibitor=maker, file=file, name="a.jpg", by=by, at=now)


def test_a_whole_application_is_filled_in_and_sent_without_script(as_vera, fair, vera, now):
    begun = as_vera.post("/calls/pavasara-tirgus/apply/", {"start": f"{vera.exhibitor.pk}:"})
    one = Application.objects.get()
    assert begun.url == address(one, "goods")
    pages = {
        "goods": {"goods_group": fair.ceramics.pk, "craft": vera.exhibitor.craft_id, "product": "cups", "own_making_percent": "100"},
        "pictures": {"photos": [picture(vera.exhibitor, vera.person, now).pk]},
        "place": {"stalls_max": "2", "stalls_min": "1", "front_m": "3,5", "depth_m": "3", "own_tent": "on"},
        "needs": {"n_kettle": "1", "n_lamp": "3", "name_0": "kiln", "kw_0": "0,55", "vehicle_plate": "AB-1"},
        "wishes": {
            "wish_1": fair.stalls[1].number.lower(),
            "wish_2": fair.zone.name_lv,
            "wish_4": "Corner",
            "anywhere": "on",
            "max_price": "80,5",
        },
        "more": {"demonstrates": "on", "demonstration": "throwing", "item_table": "2", f"question_{fair.question.pk}": "no"},
        "papers": {"agrees": "on", "rules_version": "1", "declares_own_making": "on", "declares_true": "on", "declares_no_business": "on"},
    }
    for step, said in pages.items():
        answer = send(as_vera, one, step, **said)
        assert answer.status_code == 302, text(answer)
    assert answer.url == address(one, "review")
    review = text(as_vera.get(address(one, "review")))
    assert "Send the application" in review
    assert as_vera.post(address(one, "review")).url == f"/calls/my/{one.pk}/"
    one.refresh_from_db()
    assert (one.state, one.shown_state, one.is_late) == ("submitted", "submitted", False)
    assert (one.front_m, one.power_kw, one.max_price) == (Decimal("3.5"), Decimal("2.85"), Decimal("80.5"))
    assert [(wish.rank, wish.stall_id, wish.zone_id, wish.feature) for wish in one.wishes.all()] == [
        (1, fair.stalls[1].pk, None, ""),
        (2, None, fair.zone.pk, ""),
        (3, None, None, "corner"),
    ]
    assert one.add_ons == {"table": 2}
    assert one.answers == {str(fair.question.pk): "no"}
    assert one.photos.count() == 1


@pytest.mark.parametrize("step", [*STEPS, "review"])
def test_each_page_opens_with_what_was_saved(as_vera, sent, step):
    page = text(as_vera.get(address(sent, step)))
    assert "Page " in page
    assert "Price so far" in page


PINS = {"goods": 17, "pictures": 14, "place": 12, "needs": 12, "wishes": 24, "more": 15, "papers": 14, "review": 15}


@pytest.mark.parametrize("step", PINS)
def test_each_page_takes_a_fixed_number_of_statements(as_vera, sent, step, django_assert_num_queries):
    for number in range(3):
        ApplicationFactory(call=sent.call, goods_group=sent.goods_group, number=number + 10)
    with django_assert_num_queries(PINS[step]):
        as_vera.get(address(sent, step))


def test_two_windows_notice_each_other_and_what_was_typed_stays(as_vera, draft):
    as_vera.post(address(draft, "goods"), {"revision": 0, "product": "cups"})
    second = as_vera.post(address(draft, "goods"), {"revision": 0, "product": "plates"})
    page = text(second)
    assert "another window" in page
    assert 'value="plates"' in page
    draft.refresh_from_db()
    assert draft.product == "cups"
    assert f'name="revision" value="{draft.revision}"' in page
    send(as_vera, draft, "goods", product="plates")
    draft.refresh_from_db()
    assert draft.product == "plates"


def test_nobody_else_opens_or_changes_an_application(client, draft):
    client.force_login(PersonFactory(name="Boris"))
    for step in (*STEPS, "review"):
        assert client.get(address(draft, step)).status_code == 404
    assert client.post(address(draft, "goods"), {"revision": 0, "product": "theft"}).status_code == 404
    assert client.post(f"/calls/my/{draft.pk}/price/goods/", {}).status_code == 404


def test_after_the_closing_date_nothing_can_be_changed(as_vera, draft, now):
    draft.call.closes_at = now - timedelta(minutes=1)
    draft.call.save()
    assert as_vera.get(address(draft, "goods")).url == f"/calls/my/{draft.pk}/"
    as_vera.post(address(draft, "goods"), {"revision": 0, "product": "late"})
    draft.refresh_from_db()
    assert draft.product == ""
    assert as_vera.get("/calls/pavasara-tirgus/apply/").status_code == 302


def test_a_late_application_says_so_before_it_is_sent(as_vera, draft, now):
    draft.call.closes_at, draft.call.late_until = now - timedelta(minutes=1), now + timedelta(hours=1)
    draft.call.save()
    assert "marked as late" in text(as_vera.get(address(draft, "goods")))


def test_what_the_jury_has_moved_can_no_longer_be_changed(as_vera, sent, vera, now):
    calls.move(application=sent, to="rejected", by="jury", at=now)
    assert as_vera.get(address(sent, "goods")).url == f"/calls/my/{sent.pk}/"


def test_strange_ids_are_told_beside_their_field(as_vera, draft, fair):
    foreign = StallFactory(number="Q99")
    for step, name, value in (
        ("wishes", "wish_1", foreign.number),
        ("wishes", "wish_1", "z999999"),
        ("goods", "goods_group", "999999"),
        ("goods", "craft", "x"),
        ("pictures", "photos", "999999"),
        ("place", "front_m", "three"),
        ("place", "stalls_max", "7"),
        ("needs", "kw_0", "NaN"),
        ("needs", "n_kettle", "-1"),
        ("more", "item_table", "3"),
        ("more", f"question_{fair.question.pk}", "perhaps"),
    ):
        page = text(send(as_vera, draft, step, **{name: value}))
        assert f'id="id_{name}_error"' in page, (step, name)
    assert not draft.wishes.exists()


def test_what_can_be_wished_stands_on_the_page_once_however_many_stalls_there_are(as_vera, draft, fair):
    before = len(as_vera.get(address(draft, "wishes")).content)
    for position in range(100, 200):
        StallFactory(ground=fair.ground, position=position, power_kw=2)
    page = text(as_vera.get(address(draft, "wishes")))
    assert page.count('<option value="A150">') == 1
    assert page.count('list="wish-choices"') == 6
    assert len(page) - before < 100 * 700, "a stall costs its drawing and one line"


@pytest.mark.parametrize("typed", ["a1", "A 1", "А1"])
def test_a_stall_is_wished_by_its_number_as_people_write_it(as_vera, draft, fair, typed):
    number = fair.stalls[0].number
    send(as_vera, draft, "wishes", wish_1=typed, anywhere="on")
    assert [wish.stall.number for wish in draft.wishes.all()] == [number] == ["A1"]
    assert 'value="A1"' in text(as_vera.get(address(draft, "wishes")))


def test_one_stall_cannot_be_wished_twice(as_vera, draft, fair):
    page = text(send(as_vera, draft, "wishes", wish_1=fair.stalls[0].number, wish_2=fair.stalls[0].number))
    assert 'id="id_wish_2_error"' in page


def test_the_second_maker_of_a_shared_stall_is_known_by_mail_and_not_oneself(as_vera, draft, vera):
    other = ExhibitorFactory(email="zaiga@example.org")
    send(as_vera, draft, "wishes", share="zaiga@example.org", beside="Kalējs Jānis\nPodnieks")
    assert Companion.objects.get(kind="share").exhibitor == other
    assert Companion.objects.filter(kind="beside").count() == 2
    assert 'id="id_share_error"' in text(send(as_vera, draft, "wishes", share=vera.exhibitor.email))


def test_more_stalls_than_the_call_allows_are_refused(as_vera, draft, fair):
    page = text(send(as_vera, draft, "place", stalls_max="1", stalls_min="2", front_m="3", depth_m="3"))
    assert 'id="id_stalls_min_error"' in page


def test_rules_that_changed_while_one_read_them_are_shown_again(as_vera, draft, vera, now):
    calls.save_call(event=draft.call.event, facts={"rules_text_lv": "Jauni noteikumi"}, by=vera.person, at=now, call=draft.call)
    page = text(send(as_vera, draft, "papers", agrees="on", rules_version="1"))
    assert "The rules have changed meanwhile" in page
    assert "Jauni noteikumi" in page
    draft.refresh_from_db()
    assert draft.rules_version is None
    assert send(as_vera, draft, "papers", agrees="on", rules_version="2").status_code == 302


def test_what_is_missing_leads_to_its_page_and_stops_the_sending(as_vera, draft):
    page = text(as_vera.get(address(draft, "review")))
    assert f'href="{address(draft, "goods")}"' in page
    assert f'href="{address(draft, "papers")}"' in page
    assert "Send the application" not in page
    assert as_vera.post(address(draft, "review")).url == address(draft, "review")
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_price_of_what_is_typed_comes_before_it_is_saved(as_vera, draft):
    def total(**said) -> str:
        typed = {"stalls_max": "1", "stalls_min": "1", "front_m": "3", "depth_m": "3", **said}
        return text(as_vera.post(f"/calls/my/{draft.pk}/price/place/", typed))

    assert total() != total(stalls_max="2")
    draft.refresh_from_db()
    assert (draft.stalls_max, draft.revision) == (1, 0)
    assert as_vera.post(f"/calls/my/{draft.pk}/price/place/", {"front_m": "?"}).status_code == 204
    assert as_vera.post(f"/calls/my/{draft.pk}/price/nowhere/", {}).status_code == 404


def test_more_power_than_the_list_knows_has_no_price_and_says_so(as_vera, draft):
    assert "no price for this much power" in text(as_vera.post(f"/calls/my/{draft.pk}/price/needs/", {"n_oven": "9"}))


def test_what_has_no_price_cannot_be_sent(as_vera, sent, vera, now):
    Application.objects.filter(pk=sent.pk).update(state="draft", shown_state="draft", power_kw=27)
    page = text(as_vera.get(address(sent, "review")))
    assert "no price for this much power" in page
    assert "Send the application" not in page


def test_the_days_one_comes_change_the_price(as_vera, draft, fair):
    first = fair.event.days.get()
    EventDay.objects.create(event=fair.event, opens_at=first.opens_at + timedelta(days=1), closes_at=first.closes_at + timedelta(days=1))
    one, both = (
        text(as_vera.post(f"/calls/my/{draft.pk}/price/more/", {"days": days}))
        for days in ([first.pk], [day.pk for day in fair.event.days.all()])
    )
    assert one != both


def test_a_change_after_sending_is_priced_anew(as_vera, sent):
    before = sent.quote["total"]
    send(as_vera, sent, "place", stalls_max="2", stalls_min="1", front_m="6", depth_m="3")
    sent.refresh_from_db()
    assert sent.state == "submitted"
    assert Decimal(sent.quote["total"]) > Decimal(before)


def test_last_years_application_is_copied(as_vera, fair, vera, now):
    old = ApplicationFactory(exhibitor=vera.exhibitor, product="jugs", call=CallFactory(), submitted_at=now - timedelta(days=300))
    page = text(as_vera.get("/calls/pavasara-tirgus/apply/"))
    assert f'value="{vera.exhibitor.pk}:{old.pk}"' in page
    as_vera.post("/calls/pavasara-tirgus/apply/", {"start": f"{vera.exhibitor.pk}:{old.pk}"})
    assert Application.objects.get(call=fair.call).product == "jugs"


def test_somebody_elses_profile_cannot_be_begun_with(as_vera, fair):
    other = ExhibitorFactory()
    page = text(as_vera.post("/calls/pavasara-tirgus/apply/", {"start": f"{other.pk}:"}))
    assert "Select a valid choice" in page
    assert not Application.objects.exists()


def test_whoever_has_no_profile_is_led_to_make_one_and_whoever_has_applied_goes_on(client, as_vera, draft):
    assert as_vera.get("/calls/pavasara-tirgus/apply/").url == address(draft, "goods")
    client.force_login(PersonFactory())
    assert "/maker/new/" in text(client.get("/calls/pavasara-tirgus/apply/"))


def test_a_second_keeper_fills_in_the_same_application(client, draft, vera):
    other = KeeperFactory(exhibitor=vera.exhibitor, person=PersonFactory()).person
    client.force_login(other)
    send(client, draft, "goods", product="bowls")
    draft.refresh_from_db()
    assert draft.product == "bowls"
