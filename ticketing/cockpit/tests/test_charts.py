import itertools

from hypothesis import given
from hypothesis import strategies as st

from ticketing.cockpit.charts import HEIGHT, WIDTH, bars


def test_the_highest_value_is_as_high_as_the_drawing():
    low, high = bars([("Monday", 2), ("Tuesday", 4)])
    assert (high.height, high.y, low.height, low.y) == (HEIGHT, 0, HEIGHT // 2, HEIGHT // 2)


def test_nothing_gives_no_bars_and_zeros_give_flat_ones():
    assert bars([]) == []
    assert [bar.height for bar in bars([("Monday", 0), ("Tuesday", 0)])] == [0, 0]


def test_one_sale_beside_a_thousand_is_still_seen():
    assert bars([("Monday", 1), ("Tuesday", 1000)])[0].height == 2


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_bars_stay_inside_the_drawing_and_beside_each_other(values):
    made = bars([(place, value) for place, value in enumerate(values)])
    for bar in made:
        assert 0 <= bar.x < bar.x + bar.width <= WIDTH
        assert bar.y + bar.height == HEIGHT
        assert 0 <= bar.height <= HEIGHT
    assert all(left.x + left.width <= right.x for left, right in itertools.pairwise(made))
    assert sorted(values) == [value for _height, value in sorted((bar.height, bar.value) for bar in made)]
