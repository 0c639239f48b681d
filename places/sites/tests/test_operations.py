import json

import pytest
from django.core.management import call_command

from places.management.commands.load_places import DATA
from places.models import Municipality, Room, Site
from places.sites.operations import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    return {name: json.loads((DATA / f"{name}.json").read_text()) for name in ("municipalities", "sites")}


def test_loading_twice_adds_nothing_the_second_time(rows):
    first = load(**rows)
    assert (first.municipalities, first.sites) == (20, 17)
    assert load(**rows) == type(first)(0, 0, 0)


def test_what_people_have_corrected_stays(rows):
    load(**rows)
    Site.objects.filter(code="L03").update(house="Brīvības iela 1")
    load(**rows)
    assert Site.objects.get(code="L03").house == "Brīvības iela 1"
    load(**rows, overwrite=True)
    assert Site.objects.get(code="L03").house == ""


def test_every_site_and_room_is_named_in_three_languages(rows):
    load(**rows)
    for table in (Site, Room):
        for name in ("name_lv", "name_ru", "name_en"):
            assert not table.objects.filter(**{name: ""}).exists()
            assert not table.objects.filter(**{f"{name}__isnull": True}).exists()


def test_a_succeeded_municipality_ends_on_the_day_its_successor_begins(rows):
    load(**rows)
    reformed = Municipality.objects.exclude(successor=None)
    assert reformed.count() == 9
    for municipality in reformed:
        assert municipality.successor.valid_from is None or municipality.successor.valid_from <= municipality.valid_until


def test_ten_equipment_places_and_six_building_sites_make_fifteen_places(rows):
    load(**rows)
    building, equipment = Site.objects.filter(is_building_site=True), Site.objects.filter(is_equipment_place=True)
    assert (building.count(), equipment.count(), (building | equipment).distinct().count()) == (6, 10, 15)


def test_one_smith_works_alone_in_luznava(rows):
    load(**rows)
    assert Room.objects.get(site__code="L02", name_lv="Smēde").work_stations == 1


def test_the_command_loads_the_projects_places():
    call_command("load_places", verbosity=0)
    assert Site.objects.count() == 17
