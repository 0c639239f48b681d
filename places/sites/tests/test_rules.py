import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.sites.queries import DOT_RADIUS, NAME_SIZE, REGION
from places.sites.rules import label_all

inside = st.tuples(st.floats(REGION.south, REGION.north), st.floats(REGION.west, REGION.east))


@given(inside)
def test_what_the_map_holds_is_drawn_on_it(point):
    x, y = REGION.place(*point)
    assert REGION.holds(*point)
    assert REGION.margin - 1e-6 <= x <= REGION.width - REGION.margin + 1e-6
    assert REGION.margin - 1e-6 <= y <= REGION.height - REGION.margin + 1e-6


def test_north_is_up_and_distances_are_true_to_scale():
    _x, daugavpils = REGION.place(55.88, 26.50)
    _x, pskov = REGION.place(57.82, 26.50)
    assert daugavpils - pskov == pytest.approx(REGION.length_of((57.82 - 55.88) * 111.2))


@given(st.lists(inside, min_size=1, max_size=25))
def test_every_dot_gets_one_label(points):
    dots = [(*REGION.place(*point), "Rēzekne") for point in points]
    assert len(label_all(REGION, dots, NAME_SIZE, DOT_RADIUS)) == len(points)


def test_two_neighbours_are_not_written_over_each_other():
    labels = label_all(REGION, [(100, 100, "Daugavpils"), (112, 103, "Birkineļi")], NAME_SIZE, DOT_RADIUS)
    assert not any(a.box.meets(b.box) for a, b in itertools.combinations(labels, 2))
