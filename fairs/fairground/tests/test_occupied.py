"""What the makers placed ask of their stalls and boards."""

from fairs.fairground.rules.layout import BoardAt, Layout, StallAt
from fairs.fairground.rules.occupied import Occupant, check_occupied

STALLS = tuple(
    StallAt(3 * n, 5, 3, 3, id=n, number=f"A{n}", row="A", position=n, board_id=1 if n < 4 else 2, board="E1", power_kw=2, vehicle_max_m=4)
    for n in range(1, 7)
)
GROUND = Layout(1, 40, 20, boards=(BoardAt(1, "E1", 1, 1, 5, 1.0), BoardAt(2, "E2", 9, 1, 5, 0.5)), stalls=STALLS)


def found(*occupants):
    return [(one.rule, one.names, one.value, one.limit, one.other) for one in check_occupied(GROUND, occupants)]


def test_a_board_is_judged_by_what_its_makers_need_not_by_what_stalls_promise():
    assert found(Occupant("Vera", (1,), 2), Occupant("Rita", (2,), 2)) == []
    assert found(Occupant("Vera", (1,), 2), Occupant("Rita", (2,), 2), Occupant("Oļegs", (3,), 1.5)) == [
        ("placed_board", ("A1", "A2", "A3"), 5.5, 5, "E1")
    ]
    assert found(Occupant("Vera", (4,), 2), Occupant("Rita", (5,), 2), Occupant("Oļegs", (6,), 2)) == [], "half draws at once"


def test_a_maker_on_stalls_of_two_boards_draws_an_equal_share_from_each():
    assert found(Occupant("Vera", (3, 4), 4), Occupant("Rita", (1,), 2), Occupant("Oļegs", (2,), 1.2)) == [
        ("placed_board", ("A3", "A1", "A2"), 5.2, 5, "E1")
    ]


def test_one_who_needs_more_than_the_stalls_promise_is_told():
    assert found(Occupant("Vera", (1,), 2.5)) == [("placed_power", ("A1",), 2.5, 2, "Vera")]
    assert found(Occupant("Vera", (1, 2), 3.5)) == []


def test_a_vehicle_longer_than_its_place_may_not_stay():
    assert found(Occupant("Vera", (1,), 0, 3.5)) == [("placed_vehicle", ("A1",), 3.5, 3, "Vera")]
    assert found(Occupant("Vera", (1, 2), 0, 3.9)) == [], "two touching stalls are one place"
    assert found(Occupant("Vera", (1, 2), 0, 5.5)) == [("placed_parked", ("A1", "A2"), 5.5, 4, "Vera")]
    assert found(Occupant("Vera", (1, 3), 0, 3.5)) == [("placed_vehicle", ("A1", "A3"), 3.5, 3, "Vera")]
    assert found(Occupant("Vera", (1,), 0, 0)) == []


def test_what_must_not_be_comes_first_and_stalls_that_are_gone_are_passed_over():
    rules = [one[0] for one in found(Occupant("Vera", (1,), 9, 9), Occupant("Rita", (99,), 9, 9))]
    assert rules == ["placed_board", "placed_vehicle", "placed_power"]
