"""What the tables of the ground refuse themselves, past all operations."""

import pytest
from django.db import IntegrityError, transaction

from fairs.factories import BoardFactory, GroundFactory, StallFactory, ZoneFactory
from fairs.models import Amenity, Board, Ground, Stall

pytestmark = pytest.mark.django_db


def refuses(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_numbers_codes_and_names_are_given_once_on_a_ground():
    stall = StallFactory()
    refuses(lambda: StallFactory(ground=stall.ground, number=stall.number))
    zone = ZoneFactory(ground=stall.ground)
    refuses(lambda: ZoneFactory(ground=stall.ground, code=zone.code))
    board = BoardFactory(ground=stall.ground)
    refuses(lambda: BoardFactory(ground=stall.ground, name=board.name))


@pytest.mark.parametrize(
    "wrong", [{"number": ""}, {"open_sides": 5}, {"width_m": 0}, {"power_kw": -1}, {"vehicle_max_m": -1}, {"held_for": "Vera"}]
)
def test_a_stall_has_a_number_a_size_and_sane_limits_and_a_hold_ends(wrong):
    stall = StallFactory()
    refuses(lambda: Stall.objects.filter(pk=stall.pk).update(**wrong))


def test_a_ground_has_a_size_and_a_board_a_limit():
    ground, board = GroundFactory(), BoardFactory()
    refuses(lambda: Ground.objects.filter(pk=ground.pk).update(width_m=0))
    refuses(lambda: Ground.objects.filter(pk=ground.pk).update(lane_min_m=-1))
    for wrong in ({"limit_kw": 0}, {"simultaneity": 2}):
        refuses(lambda wrong=wrong: Board.objects.filter(pk=board.pk).update(**wrong))


def test_an_amenity_is_of_a_known_kind():
    refuses(lambda: Amenity.objects.create(ground=GroundFactory(), kind="castle", x_m=1, y_m=1))
