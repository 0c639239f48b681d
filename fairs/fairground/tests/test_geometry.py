"""Rectangles on a plan: what overlaps, how far apart, who faces whom."""

from hypothesis import given
from hypothesis import strategies as st

from fairs.fairground.rules.geometry import Rect, distance, faces, inside, near, overlaps

metres = st.floats(0, 60).map(lambda v: round(v, 2))
sides = st.floats(0.5, 8).map(lambda v: round(v, 2))
rects = st.builds(Rect, metres, metres, sides, sides, st.integers(-180, 360).map(float))


@given(rects, rects)
def test_overlap_and_distance_do_not_depend_on_the_order(a: Rect, b: Rect) -> None:
    assert overlaps(a, b) == overlaps(b, a)
    assert abs(distance(a, b) - distance(b, a)) < 1e-6
    assert faces(a, b) == faces(b, a)


@given(rects, rects)
def test_what_overlaps_is_no_distance_apart(a: Rect, b: Rect) -> None:
    if overlaps(a, b):
        assert distance(a, b) == 0


@given(rects, st.floats(-30, 30), st.floats(-30, 30))
def test_a_point_seen_from_a_rectangle_and_put_back_is_the_same_point(rect: Rect, right: float, down: float) -> None:
    x, y = rect.seen(rect.at(right, down))
    assert abs(x - right) < 1e-9
    assert abs(y - down) < 1e-9


@given(rects, metres, metres, st.integers(0, 360))
def test_moving_and_turning_everything_keeps_the_distance(rect: Rect, x: float, y: float, turn: int) -> None:
    other = Rect(x, y, 3, 3, 15)
    origin = Rect(0, 0, 1, 1, turn)

    def moved(r: Rect) -> Rect:
        return Rect(*origin.at(r.x, r.y), r.width, r.depth, r.rotation + turn)

    assert abs(distance(rect, other) - distance(moved(rect), moved(other))) < 1e-6


@given(st.lists(rects, max_size=12), st.floats(0, 5))
def test_the_sieve_loses_no_pair_that_is_near(found: list[Rect], within: float) -> None:
    kept = set(near(found, within))
    for i, a in enumerate(found):
        for j in range(i + 1, len(found)):
            assert distance(a, found[j]) > within or (i, j) in kept


def test_two_stalls_edge_to_edge_touch_and_do_not_overlap() -> None:
    assert not overlaps(Rect(0, 0, 3, 3), Rect(3, 0, 3, 3))
    assert distance(Rect(0, 0, 3, 3), Rect(3, 0, 3, 3)) == 0
    assert overlaps(Rect(0, 0, 3, 3), Rect(2.9, 0, 3, 3))


def test_stalls_back_to_back_face_each_other_and_diagonal_ones_do_not() -> None:
    assert faces(Rect(0, 0, 3, 3), Rect(0, 5, 3, 3))
    assert not faces(Rect(0, 0, 3, 3), Rect(3, 5, 3, 3))


def test_a_stall_on_the_edge_is_inside() -> None:
    ground = Rect(30, 20, 60, 40)
    assert inside(Rect(1.5, 1.5, 3, 3), ground)
    assert not inside(Rect(1.5, 1.5, 3, 3, 45), ground)
