from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.proposals import rules

RIGA = ZoneInfo("Europe/Riga")
points = st.integers(1, 10)
worths = st.lists(st.decimals(1, 10, places=2), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("state", "shown", "to", "may"),
    [
        ("submitted", "submitted", "accepted", True),
        ("accepted", "submitted", "submitted", True),
        ("accepted", "submitted", "rejected", True),
        ("accepted", "accepted", "rejected", False),
        ("accepted", "accepted", "submitted", False),
        ("reserve", "reserve", "accepted", True),
        ("reserve", "reserve", "rejected", False),
        ("rejected", "rejected", "reserve", True),
        ("accepted", "reserve", "reserve", True),
        ("accepted", "reserve", "submitted", False),
        ("confirmed", "confirmed", "rejected", False),
        ("draft", "draft", "accepted", False),
        ("withdrawn", "withdrawn", "accepted", False),
        ("submitted", "submitted", "confirmed", False),
        ("submitted", "submitted", "withdrawn", False),
    ],
)
def test_what_was_told_stays_true_and_other_news_get_better_only(state, shown, to, may):
    assert rules.may_decide(state, shown, to) is may


def test_every_state_that_can_be_reached_is_known_and_withdrawn_is_final():
    assert {to for moves in rules.MOVES.values() for to in moves} | {"draft"} == rules.MOVES.keys()
    assert not rules.MOVES["withdrawn"]


@pytest.mark.parametrize(("hour", "expected"), [(7, "coming"), (8, "open"), (9, "open"), (10, "closed")])
def test_a_call_is_open_from_its_first_minute_and_closed_at_its_last(hour, expected):
    day = datetime(2026, 5, 1, tzinfo=UTC)
    found = rules.phase(day + timedelta(hours=8), day + timedelta(hours=10), day + timedelta(hours=hour), is_published=True)
    assert found == expected


def test_a_hidden_call_is_hidden():
    day = datetime(2026, 5, 1, tzinfo=UTC)
    assert rules.phase(day, day + timedelta(days=2), day, is_published=False) is rules.Phase.HIDDEN


@given(st.integers(-400, 2000))
def test_usual_times_are_in_order(hours):
    now = datetime(2026, 3, 1, tzinfo=UTC)
    opens, closes, reviewed = rules.usual_times(now + timedelta(hours=hours), now)
    assert opens < closes < reviewed


def test_a_worth_weighs_and_needs_every_criterion():
    weights = {1: Decimal(2), 2: Decimal(1)}
    assert rules.worth({1: 5, 2: 2}, weights) == Decimal("4.00")
    assert rules.worth({1: 5}, weights) is None
    assert rules.worth({}, {}) is None
    assert rules.worth({1: 1, 2: 2}, {1: Decimal(1), 2: Decimal(2)}) == Decimal("1.67")


@given(st.lists(st.tuples(points, st.decimals("0.01", 99, places=2)), min_size=1, max_size=8))
def test_a_worth_lies_between_its_points_and_scaling_weights_changes_nothing(rows):
    given_points = {n: point for n, (point, _weight) in enumerate(rows)}
    weights = {n: weight for n, (_point, weight) in enumerate(rows)}
    found = rules.worth(given_points, weights)
    assert min(given_points.values()) <= found <= max(given_points.values())
    assert found == rules.worth(given_points, {n: weight * 3 for n, weight in weights.items()})


@given(worths)
def test_mean_and_median_are_what_they_are_called_to_a_hundredth(values):
    assert abs(rules.result(values, "mean") - mean(values)) <= Decimal("0.005")
    assert abs(rules.result(values, "median") - median(values)) <= Decimal("0.005")
    assert rules.result(list(reversed(values)), "mean") == rules.result(values, "mean")


@given(worths)
def test_one_voice_more_of_the_same_opinion_changes_no_median_beyond_it(values):
    middle = rules.result(values, "median")
    assert min(values) <= middle <= max(values)


def test_nothing_comes_of_nothing():
    assert rules.result([], "mean") is None
    assert rules.spread([Decimal(3)]) is None
    assert rules.spread([Decimal(3), Decimal(5), Decimal(4)]) == 2


def party(emails="", names="", organisations=""):
    return rules.Party(frozenset(emails.split()), [frozenset(names.split())] if names else [], frozenset(filter(None, [organisations])))


@pytest.mark.parametrize(
    ("reviewer", "author", "colleagues", "ground"),
    [
        (party("a@x"), party("a@x"), (), "author"),
        (party("a@x", "ilze ozola"), party("b@x", "ozola ilze"), (), "author"),
        (party("a@x", "ilze ozola"), party("b@x", "ilze kalnina"), (), ""),
        (party("a@x", organisations="latgales muzejs"), party("b@x", organisations="latgales muzejs"), (), "organisation"),
        (party("a@x"), party("b@x"), ("b@x",), "coauthor"),
        (party("a@x"), party("b@x"), ("c@x",), ""),
        (party("a@x"), party("b@x"), (), ""),
        (party(), party(), (), ""),
    ],
)
def test_conflicts_are_found_by_person_address_organisation_and_work_together(reviewer, author, colleagues, ground):
    assert rules.conflict_ground(reviewer, author, colleagues) == ground


@given(st.integers(0, 25), st.integers(1, 8), st.integers(1, 4))
def test_an_even_assignment_gives_each_proposal_enough_and_each_reviewer_as_many(proposals, reviewers, each):
    ids, people = list(range(1, proposals + 1)), list(range(100, 100 + reviewers))
    pairs = rules.balanced(ids, people, each=each)
    assert len(set(pairs)) == len(pairs)
    assert all(sum(one == proposal for one, _who in pairs) == min(each, reviewers) for proposal in ids)
    loads = [sum(who == person for _one, who in pairs) for person in people]
    assert max(loads) - min(loads) <= 1


@given(st.data())
def test_nobody_is_given_a_conflict_nor_what_they_have(data):
    ids, people = list(range(1, 9)), [101, 102, 103, 104]
    every = [(one, who) for one in ids for who in people]
    barred = set(data.draw(st.lists(st.sampled_from(every), max_size=12)))
    had = set(data.draw(st.lists(st.sampled_from(every), max_size=8))) - barred
    pairs = rules.balanced(ids, people, each=2, barred=barred, given=had)
    assert not set(pairs) & (barred | had)
    for one in ids:
        free = sum((one, who) not in barred for who in people)
        assert sum(proposal == one for proposal, _who in {*pairs, *had}) >= min(2, free)


def test_a_day_has_a_part_before_and_one_after_one_o_clock():
    opens = datetime(2026, 6, 6, 6, 30, tzinfo=UTC)
    closes = datetime(2026, 6, 6, 14, tzinfo=UTC)
    noon = datetime(2026, 6, 6, 10, tzinfo=UTC)
    assert rules.halves(opens, closes, RIGA) == [(opens, noon), (noon, closes)]
    assert rules.halves(noon, closes, RIGA) == [(noon, closes)]


def test_what_is_missing_is_named_with_its_page():
    empty = rules.Contents(title=" ", abstract="", language="en", authors=[("Ilze", "a@x", False)], needs_track=True)
    assert rules.missing(empty, ["lv"]) == [
        ("talk", "title"), ("talk", "abstract"), ("talk", "track"), ("talk", "language"), ("people", "speaker")
    ]  # fmt: skip
    whole = rules.Contents(title="A", abstract="b", language="lv", authors=[("Ilze", "a@x", True)], needs_track=True, has_track=True)
    assert rules.missing(whole, ["lv"]) == []
