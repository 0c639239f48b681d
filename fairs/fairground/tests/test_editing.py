"""Changing a ground: many edits at once, all or none; two organisers; what a maker hangs on stays."""

from datetime import UTC, datetime

import pytest

from accounts.factories import PersonFactory
from common.errors import Invalid, Refused, Stale
from fairs.allocation.models import Assignment
from fairs.calls.models import Wish
from fairs.factories import ApplicationFactory, BoardFactory, CallFactory, GroundFactory, StallFactory, ZoneFactory
from fairs.fairground import operations
from fairs.fairground.models import Stall

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.fixture
def ground():
    return GroundFactory()


def apply(ground, *edits, **more):
    return operations.apply(ground=ground, edits=edits, by=PersonFactory(), at=NOW, **more)


def test_one_call_makes_a_zone_a_board_and_a_stall_that_stands_in_both(ground) -> None:
    done = apply(
        ground,
        {"kind": "stall", "new": "s", "set": {"number": "A1", "x": 3, "y": "4,5", "zone": "K", "board": "E1", "power_kw": 2}},
        {"kind": "zone", "new": "z", "set": {"code": "K", "x": 5, "y": 5}},
        {"kind": "board", "new": "b", "set": {"name": "E1", "x": 1, "y": 1, "limit_kw": 22}},
    )
    stall = Stall.objects.get(pk=done.ids["s"])
    assert (stall.zone.code, stall.board.name, str(stall.y_m)) == ("K", "E1", "4.50")
    assert done.version == ground.version + 1


def test_two_stalls_may_swap_their_numbers(ground) -> None:
    a, b = StallFactory(ground=ground, position=1), StallFactory(ground=ground, position=2)
    apply(ground, {"kind": "stall", "id": a.pk, "set": {"number": "A2"}}, {"kind": "stall", "id": b.pk, "set": {"number": "A1"}})
    a.refresh_from_db()
    assert a.number == "A2"


def test_a_number_used_twice_is_refused_and_nothing_is_changed(ground) -> None:
    a, b = StallFactory(ground=ground, position=1), StallFactory(ground=ground, position=2)
    with pytest.raises(Refused, match="A2") as refused:
        apply(ground, {"kind": "stall", "id": b.pk, "set": {"x": 40}}, {"kind": "stall", "id": a.pk, "set": {"number": "A2"}})
    assert refused.value.code == "doubled"
    b.refresh_from_db()
    assert b.x_m != 40


@pytest.mark.parametrize(
    ("name", "value"),
    [("x", "NaN"), ("x", 1e9), ("width", 0), ("open_sides", 7), ("power_kw", -1), ("number", ""), ("zone", "nowhere"), ("colour", "red"),
     ("is_blocked", "perhaps"), ("held_until", "soon"), ("number", "x" * 40), ("position", "1.5")],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_with_its_field(ground, name, value) -> None:
    stall = StallFactory(ground=ground)
    with pytest.raises(Invalid) as refused:
        apply(ground, {"kind": "stall", "id": stall.pk, "set": {name: value}})
    assert refused.value.facts["field"] == name
    assert refused.value.facts["edit"] == 0


@pytest.mark.parametrize(
    "edit", [{}, {"kind": "castle"}, {"kind": "stall"}, {"kind": "stall", "id": "7"}, {"kind": "stall", "id": 1, "set": [1]}]
)
def test_an_edit_that_cannot_be_read_is_refused(ground, edit) -> None:
    with pytest.raises(Invalid):
        apply(ground, edit)


def test_a_stall_that_is_wished_for_or_given_is_not_removed(ground) -> None:
    call = CallFactory(event=ground.event)
    wished, given, free = (StallFactory(ground=ground, position=n) for n in (1, 2, 3))
    application = ApplicationFactory(call=call)
    Wish.objects.create(application=application, rank=1, stall=wished)
    Assignment.objects.create(stall=given, application=application, since=NOW)
    with pytest.raises(Refused, match="A1, A2") as refused:
        apply(ground, *({"kind": "stall", "id": stall.pk, "delete": True} for stall in (wished, given, free)))
    assert (refused.value.code, refused.value.facts["ids"]) == ("in_use", [wished.pk, given.pk])
    apply(ground, {"kind": "stall", "id": free.pk, "delete": True})
    assert not Stall.objects.filter(pk=free.pk).exists()


def test_a_zone_somebody_wishes_for_is_not_removed_and_an_empty_one_leaves_its_stalls(ground) -> None:
    wished, other = ZoneFactory(ground=ground, code="W"), ZoneFactory(ground=ground, code="O")
    stall = StallFactory(ground=ground, zone=other)
    Wish.objects.create(application=ApplicationFactory(call__event=ground.event), rank=1, zone=wished)
    with pytest.raises(Refused):
        apply(ground, {"kind": "zone", "id": wished.pk, "delete": True})
    apply(ground, {"kind": "zone", "id": other.pk, "delete": True})
    stall.refresh_from_db()
    assert stall.zone is None


def test_the_second_of_two_organisers_is_told_and_nothing_of_hers_is_written(ground) -> None:
    stall = StallFactory(ground=ground)
    seen = ground.version
    apply(ground, {"kind": "stall", "id": stall.pk, "set": {"x": 11}}, version=seen)
    with pytest.raises(Stale) as refused:
        apply(ground, {"kind": "stall", "id": stall.pk, "set": {"x": 12}}, version=seen)
    stall.refresh_from_db()
    assert (stall.x_m, refused.value.facts["version"]) == (11, seen + 1)


def test_a_stall_of_another_ground_is_out_of_reach(ground) -> None:
    other = StallFactory()
    with pytest.raises(Invalid):
        apply(ground, {"kind": "stall", "id": other.pk, "set": {"x": 1}})
    apply(ground, {"kind": "stall", "id": other.pk, "delete": True})
    assert Stall.objects.filter(pk=other.pk).exists()


def test_keeping_a_stall_for_somebody_needs_an_end(ground) -> None:
    stall = StallFactory(ground=ground)
    with pytest.raises(Invalid):
        apply(ground, {"kind": "stall", "id": stall.pk, "set": {"held_for": "Anna"}})
    apply(ground, {"kind": "stall", "id": stall.pk, "set": {"held_for": "Anna", "held_until": "2026-06-01T09:00:00Z"}})


@pytest.mark.parametrize("stalls", [2, 40])
def test_moving_a_row_costs_as_many_statements_as_moving_two(ground, stalls, django_assert_num_queries) -> None:
    keys = [StallFactory(ground=ground, position=n).pk for n in range(1, stalls + 1)]
    by = PersonFactory()
    with django_assert_num_queries(8):  # savepoint, lock, version, read, write, event, log, release
        operations.apply(ground=ground, edits=[{"kind": "stall", "id": key, "set": {"y": 9}} for key in keys], by=by, at=NOW, version=1)


def test_boards_and_zones_are_renamed_with_their_stalls_on_them(ground) -> None:
    board = BoardFactory(ground=ground, name="E1")
    stall = StallFactory(ground=ground, board=board)
    apply(ground, {"kind": "board", "id": board.pk, "set": {"name": "Ziemeļi"}})
    stall.refresh_from_db()
    assert stall.board.name == "Ziemeļi"
