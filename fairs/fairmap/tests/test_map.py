"""The map as visitors see it: who, what of them, found how; and what a phone keeps."""

import json
import re
from html import unescape

import pytest

from fairs.factories import ApplicationFactory, StallFactory
from fairs.fairmap.queries import makers
from fairs.fairmap.tests.conftest import show_work
from fairs.models import Amenity, Assignment, Companion, Entrance
from ticketing.models import Event

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def shown(page: str) -> list[str]:
    """The names in the list that are not hidden."""
    cards = re.findall(r'<li id="m\d+"[^>]*?( hidden)?>.*?class="map-name">(.*?)</span>', page, re.S)
    return [name for hidden, name in cards if not hidden]


def test_those_are_shown_who_said_yes_and_only_with_what_they_made_public(client, fair, now):
    show_work(fair.vera.exhibitor, "Krūze", now)
    show_work(fair.vera.exhibitor, "Noslēpums", now, is_public=False)
    page = text(client.get(fair.address))
    assert shown(page) == ["Vera Paraudziņa", "Олег Щукин"]
    for wanted in ("podniecība", "Par mani 1", "Krūze", "5,00"):
        assert wanted in page
    for private in ("+37120000001", "+37120000002", "Par mani 2", "Par mani 3", "Rita", "Noslēpums", "aušana"):
        assert private not in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vera", ["Vera Paraudziņa"]), ("shchukin", ["Олег Щукин"]), ("pottery", ["Vera Paraudziņa"]), ("гончарное", ["Vera Paraudziņa"]),
        ("a2", ["Олег Щукин"]), ("A-1", ["Vera Paraudziņa"]), ("Rita", []), ("nekas", []), ("", ["Vera Paraudziņa", "Олег Щукин"]),
    ],
)  # fmt: skip
def test_a_maker_is_found_by_name_craft_or_stall_without_script(client, fair, typed, found):
    page = text(client.get(fair.address, {"q": typed}))
    assert shown(page) == found
    assert len(re.findall(r'<a href="#m\d+" class="plan-stall is-found"', page)) == (len(found) if typed else 0)


def test_a_stall_without_a_maker_says_so(client, fair):
    client.cookies["django_language"] = "en"
    page = text(client.get(fair.address, {"q": "a12"}))
    assert "Stall A12: nobody stands here." in page
    assert shown(page) == []


def test_who_shares_a_stall_is_found_on_it(fair, now):
    guest = ApplicationFactory(call=fair.call, state="submitted").exhibitor
    asked = Companion.objects.create(application=fair.vera.application, kind="share", named="x", exhibitor=guest)
    assert len(makers(fair.event)) == 2
    asked.confirmed_at = now
    asked.save()
    assert [(one.name, one.stalls) for one in makers(fair.event)][:2] == [("Vera Paraudziņa", ("A1",)), (guest.name, ("A1",))]


def test_what_visitors_look_for_is_drawn_and_what_feeds_the_stalls_is_not(client, fair):
    Amenity.objects.create(ground=fair.ground, kind="toilet", x_m=5, y_m=9)
    Entrance.objects.create(ground=fair.ground, name="Ziemeļu vārti", x_m=0, y_m=9)
    fair.ground.boards.create(name="SADALE", x_m=1, y_m=1, limit_kw=10)
    client.cookies["django_language"] = "en"
    page = text(client.get(fair.address))
    assert "WC</text>" in page
    assert "toilets" in page
    assert "Ziemeļu vārti" in page
    assert "SADALE" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_takes_as_many_statements_for_three_more_makers_as_for_one(client, fair, now, django_assert_num_queries, count):
    for number in range(count):
        more = ApplicationFactory(call=fair.call, state="confirmed", exhibitor__public_fields=["craft"])
        Assignment.objects.create(stall=StallFactory(ground=fair.ground, row="B", position=number + 1), application=more, since=now)
        show_work(more.exhibitor, f"Darbs {number}", now)
    with django_assert_num_queries(15):
        client.get(fair.address)


def test_a_plan_that_is_not_shown_is_not_found(client, fair):
    fair.ground.is_public = False
    fair.ground.save()
    for address in ("", "worker.js"):
        assert client.get(fair.address + address).status_code == 404
    fair.ground.is_public = True
    fair.ground.save()
    Event.objects.filter(pk=fair.event.pk).update(state="draft")
    assert client.get(fair.address).status_code == 404


def test_a_picture_is_seen_only_of_a_public_work_of_somebody_on_the_map(client, fair, now):
    public, private = show_work(fair.vera.exhibitor, "a", now), show_work(fair.vera.exhibitor, "b", now, is_public=False)
    elsewhere = show_work(fair.rita.exhibitor, "c", now)
    there = lambda one: client.get(f"{fair.address}pictures/{one.photo.pk}/").status_code  # noqa: E731
    assert (there(public), there(private), there(elsewhere)) == (200, 404, 404)


def test_the_map_is_linked_from_the_event_and_the_calendar(client, fair):
    for address in ("/", "/e/gadatirgus/", "/calls/gadatirgus/"):
        assert fair.address in text(client.get(address))
    fair.ground.is_public = False
    fair.ground.save()
    for address in ("/", "/e/gadatirgus/"):
        assert fair.address not in text(client.get(address))


def kept(client, fair, language="lv"):
    answer = client.get(f"{fair.address}worker.js", {"in": language})
    assert answer["Content-Type"].startswith("text/javascript")
    return json.loads(re.search(r"self.KEPT = (.*);\n", answer.content.decode())[1])


def test_a_phone_keeps_every_file_of_the_page(client, fair):
    page = text(client.get(fair.address))
    used = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page))
    skipped = {one for one in used if re.search(r"favicon\.\w*\.?png|icon-180", one)}  # the browser's own, not the page's
    assert used - skipped <= set(kept(client, fair)["files"])


def test_what_is_kept_is_another_as_soon_as_the_map_is(client, fair):
    before = kept(client, fair)["version"]
    assert kept(client, fair)["version"] == before
    assert kept(client, fair, "ru")["version"] != before
    fair.vera.exhibitor.name_shown = "Māla darbnīca"
    fair.vera.exhibitor.save()
    assert kept(client, fair)["version"] != before


def test_a_copy_for_the_phone_is_in_the_language_asked_for(client, fair):
    assert 'lang="ru"' in text(client.get(fair.address, {"in": "ru"}))
    assert 'lang="lv"' in text(client.get(fair.address, {"in": "xx"}))
