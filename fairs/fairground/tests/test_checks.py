"""What the checks find: each with its stalls, its value and its limit, and nothing on a ground that is well drawn."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairs.fairground.rules.checks import check
from fairs.fairground.rules.layout import BoardAt, EntranceAt, LaneAt, Layout, StallAt, TapAt, ZoneAt


def stall(number: str, x: float, y: float, **facts) -> StallAt:
    row, place = number[:1], int(number[1:] or 0)
    return StallAt(x, y, facts.pop("width", 3), facts.pop("depth", 3), facts.pop("rotation", 0), id=hash(number) % 10**6, number=number,
                   **{"row": row, "position": place, **facts})  # fmt: skip


def found(*stalls: StallAt, **ground) -> dict[str, list]:
    rules: dict[str, list] = {}
    for finding in check(Layout(1, 60, 40, stalls=stalls, **ground)):
        rules.setdefault(finding.rule, []).append(finding)
    return rules


WELL = [stall(f"A{n}", 6 + 3 * n, 10) for n in range(1, 6)] + [stall(f"B{n}", 6 + 3 * n, 20) for n in range(1, 6)]


def test_a_well_drawn_ground_has_no_findings() -> None:
    assert found(*WELL, lanes=(LaneAt(30, 30, 50, 4, id=1, name="R"),), entrances=(EntranceAt(1, "N", 1, 20),)) == {}


def test_two_stalls_on_one_spot_overlap_by_what_they_share() -> None:
    (one,) = found(stall("A1", 10, 10), stall("A2", 12.5, 10))["overlap"]
    assert (one.names, one.value, one.limit, one.grade) == (("A1", "A2"), 0.5, 0, "block")


@pytest.mark.parametrize(("kind", "grade"), [("rescue", "block"), ("aisle", "warn"), ("obstacle", "warn")])
def test_a_stall_over_a_lane_is_told_with_how_far_it_reaches_in(kind, grade) -> None:
    (one,) = found(stall("A1", 10, 10), lanes=(LaneAt(10, 13, 20, 4, id=1, kind=kind, name="R1"),))[f"over_{kind}"]
    assert (one.names, one.other, one.grade) == (("A1",), "R1", grade)
    assert one.value == pytest.approx(0.5)


def test_a_narrow_rescue_lane_is_told_with_the_width_asked() -> None:
    (one,) = found(lanes=(LaneAt(30, 30, 50, 3, id=1, name="R"),))["lane_width"]
    assert (one.value, one.limit) == (3, 3.5)


def test_the_corner_of_a_turned_stall_may_stand_out_of_the_ground() -> None:
    (one,) = found(stall("A1", 1.5, 20, rotation=45))["outside"]
    assert one.value == pytest.approx(2.1213 - 1.5, abs=1e-3)


def test_rows_closer_than_two_metres_are_told_once_with_their_nearest_pair() -> None:
    rows = [stall(f"A{n}", 6 + 3 * n, 10) for n in range(1, 6)] + [stall(f"B{n}", 6 + 3 * n, 14.5 - n * 0.01) for n in range(1, 6)]
    (one,) = found(*rows)["gap"]
    assert one.names == ("A5", "B5")
    assert one.value == pytest.approx(1.45)


def test_stalls_under_one_roof_are_no_tents() -> None:
    assert "gap" not in found(stall("A1", 10, 10, is_covered=True), stall("B1", 10, 14, is_covered=True))


def test_a_board_counts_what_draws_at_once_and_no_blocked_stall() -> None:
    stalls = [stall(f"A{n}", 3 * n, 10, board_id=1, power_kw=4, is_blocked=n == 9) for n in range(1, 10)]
    assert "board" not in found(*stalls, boards=(BoardAt(1, "E1", 0, 0, 22, 0.6),))
    (one,) = found(*stalls, boards=(BoardAt(1, "E1", 0, 0, 22, 0.8),))["board"]
    assert (one.other, one.limit, one.unit, len(one.names)) == ("E1", 22, "kW", 8)
    assert one.value == pytest.approx(25.6)


def test_power_needs_a_board() -> None:
    assert found(stall("A1", 10, 10, power_kw=2))["no_board"][0].names == ("A1",)


def test_fire_keeps_three_metres_and_its_zone() -> None:
    zone = ZoneAt(40, 10, 8, 8, id=1, code="F", purpose="fire")
    rules = found(stall("A1", 10, 10, allows_fire=True), stall("A2", 15, 10), zones=(zone,))
    assert rules["fire"][0].value == 2
    assert rules["fire_zone"][0].names == ("A1",)


def test_a_vehicle_may_not_be_longer_than_its_place() -> None:
    (one,) = found(stall("A1", 10, 10, vehicle_max_m=5.5))["vehicle"]
    assert (one.value, one.limit) == (5.5, 3)


def test_water_is_no_further_than_the_hose() -> None:
    (one,) = found(stall("A1", 50, 10, has_water=True), taps=(TapAt(1, "T", 10, 10),))["water"]
    assert (one.value, one.limit) == (40, 25)


@pytest.mark.parametrize("other", ["a1", "А1", "A01", "A-1"])
def test_numbers_that_read_alike_are_told(other) -> None:
    assert "number" in found(stall("A1", 10, 10), StallAt(20, 10, 3, 3, id=2, number=other))


def test_two_at_one_place_of_a_row_are_told() -> None:
    assert "position" in found(stall("A1", 10, 10), stall("A7", 20, 10, position=1))


def test_a_stall_that_left_its_zone_is_told() -> None:
    assert "zone" in found(stall("A1", 30, 30, zone_id=5), zones=(ZoneAt(10, 10, 8, 8, id=5, code="Z"),))


def test_a_front_walled_in_by_others_is_not_reached_and_an_open_side_helps() -> None:
    walls = [stall("W1", 20, 23.2, width=9), stall("W2", 16, 21, width=5, rotation=90), stall("W3", 24, 21, width=5, rotation=90)]
    assert [one.names for one in found(stall("A1", 20, 20, is_covered=True), *walls)["unreached"]] == [("A1",)]
    assert "unreached" not in found(stall("A1", 20, 20))


def test_a_finding_says_at_what_and_how_much_so_that_it_can_be_let_stay() -> None:
    (one,) = found(stall("A1", 10, 10), stall("B1", 10, 14))["gap"]
    assert (one.about, one.measure) == ("A1+B1", "1.00")


@given(st.lists(st.tuples(st.floats(0, 60), st.floats(0, 40), st.integers(0, 359)), max_size=8))
def test_every_overlap_is_found_whoever_comes_first(spots) -> None:
    stalls = [StallAt(round(x, 2), round(y, 2), 3, 3, turn, id=n + 1, number=f"S{n}") for n, (x, y, turn) in enumerate(spots)]
    pairs = {frozenset(one.names) for one in found(*stalls).get("overlap", [])}
    assert pairs == {frozenset(one.names) for one in found(*reversed(stalls)).get("overlap", [])}


def test_a_thousand_stalls_are_checked_in_no_time() -> None:
    stalls = [stall(f"{chr(65 + r)}{p}", 5 + p * 3, 5 + r * 6) for r in range(25) for p in range(40)]
    began = time.process_time()
    check(Layout(1, 140, 160, stalls=tuple(stalls)))
    assert time.process_time() - began < 3  # 0.3 s on one core; the limit leaves room for a busy machine
