from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from common.outbox.rules import BACKOFF, Outcome, outcome, pause_after


def test_pauses_grow_and_end():
    pauses = [pause_after(attempts) for attempts in range(1, len(BACKOFF) + 2)]
    assert pauses == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), None]


@given(st.lists(st.integers(400, 599), min_size=1))
def test_only_a_lasting_refusal_of_everybody_is_final(codes):
    assert (outcome(codes) is Outcome.REFUSED) == (min(codes) >= 500)


def test_without_a_reply_nothing_is_known():
    assert outcome([]) is Outcome.UNKNOWN
