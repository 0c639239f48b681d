"""The organiser's pages about a ground: who may, what is said, files in and out, two organisers at once."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.factories import PersonFactory, RoleFactory
from fairs.factories import BoardFactory, GroundFactory, StallFactory, ZoneFactory
from fairs.fairground import document
from fairs.fairground.models import Acknowledgement, Ground, GroundTemplate, Stall
from ticketing.factories import EventFactory
from ticketing.models import EventRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground():
    ground = GroundFactory(event=EventFactory(kind="fair"))
    ZoneFactory(ground=ground, code="K")
    board = BoardFactory(ground=ground, name="E1")
    for position in (1, 2, 3):
        StallFactory(ground=ground, position=position, board=board, power_kw=2)
    return ground


@pytest.fixture
def organiser(client, ground):
    anna = PersonFactory(name="Anna")
    RoleFactory(person=anna, partner=ground.event.partner, kind="manager")
    client.force_login(anna)
    return client


def at(name, ground, *more):
    return reverse(f"desk:{name}", args=[ground.event.slug, *more])


def picture(kind="PNG", size=(400, 200)):
    out = io.BytesIO()
    Image.new("RGB", size, (90, 140, 90)).save(out, kind)
    return out.getvalue()


PAGES = ("ground", "ground_settings", "ground_editor", "ground_import", "stalls", "new_row", "ground_json", "ground_data")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(organiser, ground, page) -> None:
    assert organiser.get(at(page, ground)).status_code == 200


@pytest.mark.parametrize(("kind", "opens"), [("finance", {"ground", "stalls", "ground_json"}), ("steward", set()), (None, set())])
@pytest.mark.parametrize("page", PAGES)
def test_others_see_no_more_than_their_role_allows(client, ground, kind, opens, page) -> None:
    person = PersonFactory()
    if kind:
        EventRole.objects.create(event=ground.event, person=person, kind=kind)
    client.force_login(person)
    assert (client.get(at(page, ground)).status_code == 200) == (page in opens)
    assert client.post(at("ground_edits", ground), {"version": 1, "edits": []}, content_type="application/json").status_code in (403, 404)


def test_somebody_who_may_look_may_not_change_the_table(client, ground) -> None:
    person = PersonFactory()
    EventRole.objects.create(event=ground.event, person=person, kind="finance")
    client.force_login(person)
    stall = ground.stalls.first()
    assert client.post(at("stalls", ground), {"action": "delete", "pick": stall.pk}).status_code == 404
    assert Stall.objects.filter(pk=stall.pk).exists()


def test_an_event_that_is_no_fair_has_no_ground(client) -> None:
    event = EventFactory(kind="training")
    anna = PersonFactory()
    RoleFactory(person=anna, partner=event.partner, kind="manager")
    client.force_login(anna)
    assert client.get(reverse("desk:ground", args=[event.slug])).status_code == 404


@pytest.mark.parametrize("stalls", [3, 60])
def test_the_page_costs_as_many_statements_for_three_stalls_as_for_sixty(organiser, ground, stalls, django_assert_num_queries) -> None:
    for position in range(4, stalls + 1):
        StallFactory(ground=ground, position=position)
    with django_assert_num_queries(14):
        organiser.get(at("ground", ground))
    with django_assert_num_queries(20):
        organiser.get(at("ground_data", ground))


def test_edits_come_back_with_a_version_new_keys_and_what_the_checks_find(organiser, ground) -> None:
    edits = [{"kind": "stall", "new": "n1", "set": {"number": "X1", "x": 3, "y": 5, "width": 3, "depth": 3}}]
    said = organiser.post(at("ground_edits", ground), {"version": 1, "edits": edits}, content_type="application/json").json()
    assert said["version"] == 2
    assert Stall.objects.get(pk=said["ids"]["n1"]).number == "X1"
    assert any(one["grade"] == "block" and "X1" in one["text"] for one in said["checks"])


def test_the_second_organiser_gets_words_who_it_was_and_the_ground_as_it_is(organiser, ground) -> None:
    stall = ground.stalls.first()
    body = {"version": 1, "edits": [{"kind": "stall", "id": stall.pk, "set": {"x": 20}}]}
    assert organiser.post(at("ground_edits", ground), body, content_type="application/json").status_code == 200
    again = organiser.post(
        at("ground_edits", ground), body | {"edits": [{"kind": "stall", "id": stall.pk, "set": {"x": 30}}]}, content_type="application/json"
    )
    said = again.json()
    assert (again.status_code, said["code"], said["who"], said["now"]["version"]) == (409, "stale", "Anna", 2)
    assert [one["x"] for one in said["now"]["stalls"] if one["id"] == stall.pk] == [20]
    assert said["detail"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"version": "x", "edits": []}', '{"version": 1, "edits": [1]}', '{"version": 1}'])
def test_what_is_no_edit_is_answered_in_words(organiser, ground, body) -> None:
    answer = organiser.post(at("ground_edits", ground), body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


def test_many_stalls_are_changed_at_once_and_blocked_with_a_reason(organiser, ground) -> None:
    picked = list(ground.stalls.values_list("pk", flat=True)[:2])
    organiser.post(at("stalls", ground), {"action": "set", "name": "price_class", "value": "gold", "pick": picked})
    assert ground.stalls.filter(price_class="gold").count() == 2
    organiser.post(at("stalls", ground), {"action": "block", "reason": "koks", "whole": "1"})
    assert ground.stalls.filter(is_blocked=True, block_reason="koks").count() == 3


def test_a_value_that_cannot_be_taken_is_told_and_changes_nothing(organiser, ground) -> None:
    page = organiser.post(at("stalls", ground), {"action": "set", "name": "power_kw", "value": "daudz", "whole": "1"})
    assert "daudz" in page.content.decode()
    assert not ground.stalls.exclude(power_kw=2).exists()


def test_a_row_is_added_by_numbers(organiser, ground) -> None:
    said = {"row": "B", "first": 1, "count": 4, "x": 10, "y": 20, "direction": 90, "width": 3, "depth": 2, "power_kw": 1}
    assert organiser.post(at("new_row", ground), said).status_code == 302
    found = [(s.number, float(s.x_m), float(s.y_m), s.open_sides) for s in ground.stalls.filter(row="B")]
    assert found == [("B1", 10, 20, 2), ("B2", 10, 23, 1), ("B3", 10, 26, 1), ("B4", 10, 29, 2)]
    again = organiser.post(at("new_row", ground), said)
    assert "B1" in again.content.decode()


def test_one_stall_is_changed_on_its_page(organiser, ground) -> None:
    stall = ground.stalls.first()
    page = organiser.get(at("stall", ground, stall.pk))
    said = {name: "" if value is None else value for name, value in page.context["form"].initial.items() if value is not False}
    assert organiser.post(at("stall", ground, stall.pk), said | {"number": "Z9", "price_class": "gold"}).status_code == 302
    stall.refresh_from_db()
    assert (stall.number, stall.price_class, stall.board.name) == ("Z9", "gold", "E1")


def test_a_finding_may_stay_with_a_reason_until_its_value_changes(organiser, ground) -> None:
    stall = ground.stalls.get(number="A1")
    Stall.objects.filter(pk=stall.pk).update(vehicle_max_m=5)
    page = at("ground", ground)
    said = {"rule": "vehicle", "about": "A1", "value": "5.00"}
    organiser.post(at("ground_seen", ground), said)
    assert not Acknowledgement.objects.exists()
    organiser.post(at("ground_seen", ground), said | {"reason": "Furgons stāv šķērsām"})
    assert "Furgons stāv šķērsām" in organiser.get(page).content.decode()
    Stall.objects.filter(pk=stall.pk).update(vehicle_max_m=6)
    assert "Furgons stāv šķērsām" not in organiser.get(page).content.decode()


def test_a_picture_is_drawn_anew_and_set_to_scale_by_two_points(organiser, ground) -> None:
    file = SimpleUploadedFile("plan.png", picture())
    organiser.post(at("ground_settings", ground), {"action": "picture", "picture": file, "width_m": "80"})
    ground.refresh_from_db()
    assert organiser.get(at("ground_picture", ground))["Content-Type"] == "image/jpeg"
    assert (ground.background_width_m, ground.background_ratio) == (80, 0.5)
    organiser.post(at("ground_settings", ground), {"action": "scale", "x1": 0, "y1": 0, "x2": 0.5, "y2": 0, "metres": "30"})
    ground.refresh_from_db()
    assert ground.background_width_m == 60


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.jpg", picture()), ("plan.png", b"GIF89a..."), ("plan.png", picture()[:200]), ("plan.png", picture(size=(8000, 5100)))],
    ids=["disguised", "no picture", "broken", "40 megapixels"],
)
def test_a_picture_that_cannot_be_taken_is_refused_kindly(organiser, ground, name, content) -> None:
    answer = organiser.post(at("ground_settings", ground), {"action": "picture", "picture": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    assert answer.context["picture"].errors["picture"]
    ground.refresh_from_db()
    assert not ground.background


def test_a_ground_is_kept_as_a_template_and_copied_to_the_next_fair(organiser, ground) -> None:
    organiser.post(at("ground_settings", ground), {"action": "keep", "name": "Pils laukums"})
    kept = GroundTemplate.objects.get()
    for source in (f"kept-{kept.pk}", f"fair-{ground.pk}"):
        event = EventFactory(kind="fair", partner=ground.event.partner)
        page = reverse("desk:ground", args=[event.slug])
        assert organiser.get(page).status_code == 200
        assert organiser.post(page, {"action": "copy", "source": source}).status_code == 302
        made = document.of(Ground.objects.get(event=event))
        assert made["stalls"] == document.of(ground)["stalls"]


def test_a_new_ground_needs_a_size(organiser, ground) -> None:
    event = EventFactory(kind="fair", partner=ground.event.partner)
    page = reverse("desk:ground", args=[event.slug])
    assert organiser.post(page, {"action": "new", "width_m": 0, "depth_m": 40}).status_code == 200
    assert organiser.post(page, {"action": "new", "width_m": 50, "depth_m": 40}).status_code == 302


def test_the_whole_ground_goes_out_and_in_again(organiser, ground) -> None:
    content = organiser.get(at("ground_json", ground)).content
    Stall.objects.filter(ground=ground, number="A2").delete()
    Stall.objects.filter(ground=ground, number="A1").update(price_class="gold")
    page = organiser.post(at("ground_import", ground), {"file": SimpleUploadedFile("ground.json", content)})
    assert [line[1] for line in page.context["lines"]] == ["A1", "A2"]
    organiser.post(at("ground_import", ground), {"taken": page.context["taken"]})
    assert document.of(ground) == json.loads(content)


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_the_table_goes_out_and_in_again_in_every_language(organiser, ground, language) -> None:
    organiser.cookies["django_language"] = language
    before = document.of(ground)["stalls"]
    content = b"".join(organiser.get(at("stalls_file", ground, "csv")).streaming_content)
    page = organiser.post(at("ground_import", ground), {"file": SimpleUploadedFile("stalls.csv", content), "removes": "on"})
    assert (page.context["lines"], page.context["wrong"]) == ([], ())
    assert document.of(ground)["stalls"] == before


def test_a_table_with_mistakes_is_told_line_by_line_and_changes_nothing(organiser, ground) -> None:
    content = b"number;width;zone\nA1;3;K\nA2;plats;K\nA1;3;K\n;3;\n"
    page = organiser.post(at("ground_import", ground), {"file": SimpleUploadedFile("s.csv", content)})
    assert [where for where, _text in page.context["wrong"]] == ["3. rinda", "4. rinda", "5. rinda"]
    assert page.context["taken"] == ""


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"{", b"[]", b'{"format": "x"}', b"name\nx\n", b"number,colour\nA1,red\n", b"\x00\x01", b"{" * 100_000],
)
def test_a_file_that_is_no_ground_is_answered_in_words(organiser, ground, content) -> None:
    answer = organiser.post(at("ground_import", ground), {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
