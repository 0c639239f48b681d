from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ticketing.catalogue.rules import Sale, sale_state, without_overlap

END = datetime(2026, 6, 6, 15, tzinfo=UTC)
moments = st.integers(-1000, 1000).map(lambda minutes: END + timedelta(minutes=minutes))
maybe = st.none() | moments


def state(at=END - timedelta(days=1), sale_from=None, sale_until=None, left=None):
    return sale_state(at=at, sale_from=sale_from, sale_until=sale_until, event_ends_at=END, left=left)


def test_without_times_and_quota_it_is_on_sale_until_the_event_ends():
    assert state() == Sale.OPEN
    assert state(at=END - timedelta(microseconds=1)) == Sale.OPEN
    assert state(at=END) == Sale.OVER


def test_the_sale_opens_at_its_minute_and_ends_at_its_minute():
    opens, closes = END - timedelta(days=9), END - timedelta(days=2)
    assert state(at=opens - timedelta(microseconds=1), sale_from=opens, sale_until=closes) == Sale.NOT_YET
    assert state(at=opens, sale_from=opens, sale_until=closes) == Sale.OPEN
    assert state(at=closes, sale_from=opens, sale_until=closes) == Sale.OVER


def test_the_last_place_makes_the_difference():
    assert state(left=1) == Sale.OPEN
    assert state(left=0) == Sale.SOLD_OUT


@given(moments, maybe, maybe, st.none() | st.integers(-2, 3))
def test_what_is_open_is_within_its_times_and_has_a_place(at, sale_from, sale_until, left):
    if state(at, sale_from, sale_until, left) == Sale.OPEN:
        assert at < END
        assert sale_from is None or sale_from <= at
        assert sale_until is None or at < sale_until
        assert left is None or left > 0


pairs = st.sets(st.tuples(st.integers(1, 3), st.none() | st.integers(1, 3)))


@given(pairs)
def test_a_quota_never_counts_one_ticket_twice_and_covers_no_less(wanted):
    kept = without_overlap(wanted)
    for product, variation in wanted:
        assert len(kept & {(product, None), (product, variation)}) == 1
    assert without_overlap(kept) == kept
