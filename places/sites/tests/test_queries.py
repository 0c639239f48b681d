import itertools
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import translation

from places.models import Site
from places.sites import queries
from places.sites.rules import Box

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places():
    call_command("load_places", verbosity=0)
    with translation.override("lv"):
        yield


@pytest.mark.parametrize("text", ["Lūznava", "luznava", "Лузнава", "кузница лузнава", "L02", "rēzeknes novads"])
def test_a_place_is_found_in_any_script(text):
    assert "L02" in [site.code for site in queries.found(text)]


def test_a_place_is_found_by_its_old_and_its_new_municipality():
    assert [s.code for s in queries.found("Dagdas")] == ["L04"]
    assert {s.code for s in queries.found("Krāslavas novads")} == {"L04", "L08"}


def test_documents_of_a_day_name_the_municipality_of_that_day():
    andrupene = queries.site_with_rooms("l04")
    days = [date(2019, 7, 19), date(2021, 6, 30), date(2021, 7, 1)]
    assert [queries.municipality_on(andrupene, day).name for day in days] == ["Dagdas novads", "Dagdas novads", "Krāslavas novads"]


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_no_name_on_the_map_covers_another_or_a_dot(language):
    with translation.override(language):
        drawn = queries.map_of(queries.all_sites())
    for a, b in itertools.permutations(drawn.dots, 2):
        assert not a.label.box.meets(b.label.box), (a.name, b.name)
        assert not a.label.box.meets(Box(b.x - 4, b.y - 4, b.x + 4, b.y + 4)), (a.name, b.name)
    assert [site.code for site in drawn.elsewhere] == ["L16"]


def test_sites_of_one_town_share_a_dot():
    daugavpils = next(dot for dot in queries.map_of(queries.all_sites()).dots if dot.name == "Daugavpils")
    assert [site.code for site in daugavpils.sites] == ["L01", "L17"]


def test_the_list_is_read_at_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        for site in queries.found(""):
            queries.municipality_on(site, date(2026, 1, 1))


def test_there_is_a_page_for_every_place_and_one_for_all(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        page = client.get("/places/?q=smede").content.decode()
    assert "Lūznavas muižas smēde" in page
    assert "Ilūkstes" not in page
    for site in Site.objects.all():
        assert site.name_lv in client.get(f"/places/{site.code.lower()}/").content.decode()
    assert client.get("/places/nowhere/").status_code == 404
