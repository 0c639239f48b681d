import pytest

from exhibitors.crafts import operations
from exhibitors.models import Craft

pytestmark = pytest.mark.django_db


def test_every_craft_has_its_name_in_three_languages_and_its_group():
    assert operations.load() == Craft.objects.count()
    for craft in Craft.objects.select_related("group"):
        assert craft.name_lv
        assert craft.name_ru
        assert craft.name_en
        assert (craft.group is None) == ("-" not in craft.code)
        assert craft.group is None or craft.code.startswith(craft.group.code)


def test_loading_again_changes_nothing():
    operations.load()
    before = list(Craft.objects.values())
    operations.load()
    assert list(Craft.objects.values()) == before


def test_a_smith_brings_fire_and_noise():
    operations.load()
    smith = Craft.objects.get(code="MET-FOR")
    assert (smith.has_fire, smith.is_noisy, smith.is_food) == (True, True, False)
