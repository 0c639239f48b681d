from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairs.jury.rules import (
    Cap,
    Entry,
    Terms,
    behind,
    conflict_ground,
    lot,
    may_move,
    points_problem,
    results,
    surname_key,
    ties,
    to_hundred,
    value,
)

D = Decimal
TERMS = Terms(weights={1: D(2), 2: D(1)})


def entry(number: int, *ballots: tuple[int, int], **more) -> Entry:
    votes = {juror: {1: first, 2: second} for juror, (first, second) in enumerate(ballots)}
    return Entry(
        **{"number": number, "group": "ceramics", "product": f"cups {number}", "stalls": 1, "is_newcomer": False, "votes": votes, **more}
    )


def test_a_criterion_of_double_weight_counts_twice():
    assert value(entry(1, (7, 5), (6, 3)), TERMS) == D("5.67")


def test_one_vote_is_too_few():
    assert value(entry(1, (7, 7)), TERMS) is None
    (only,) = results([entry(1, (7, 7))], TERMS, {})
    assert (only.verdict, only.grounds) == ("decline", ("too_few_votes",))


def test_the_median_is_not_moved_by_one_angry_juror():
    ballots = ((6, 6), (6, 6), (1, 1))
    assert value(entry(1, *ballots), Terms(TERMS.weights, average="median")) == D(6)
    assert value(entry(1, *ballots), TERMS) == D("4.33")


@pytest.mark.parametrize(("points", "problem"), [(1, ""), (7, ""), (4, "barred"), (0, "outside_scale"), (8, "outside_scale")])
def test_a_juror_keeps_to_the_scale(points, problem):
    assert points_problem(points, TERMS) == problem


def test_a_full_group_waits_in_order_of_its_scores():
    found = results([entry(1, (5, 5), (5, 5)), entry(2, (7, 7), (7, 7)), entry(3, (6, 6), (6, 6))], TERMS, {"ceramics": Cap(stalls=1)})
    assert [(r.number, r.verdict, r.rank) for r in found] == [(2, "select", None), (3, "wait", 1), (1, "wait", 2)]
    assert found[1].grounds == ("group_full",)


def test_at_most_three_bring_the_same_product():
    same = [entry(n, (6, 6), (6, 6), product="linen shirts") for n in range(1, 5)]
    found = results(same, TERMS, {"ceramics": Cap(same_product=3)})
    assert [r.verdict for r in found] == ["select"] * 3 + ["wait"]
    assert found[-1].grounds == ("same_product",)


def test_who_returns_without_jury_goes_first():
    found = results([entry(1, (7, 7), (7, 7)), entry(2, skips_jury=True)], TERMS, {"ceramics": Cap(stalls=1)})
    assert [(r.number, r.verdict) for r in found] == [(2, "select"), (1, "wait")]


def test_a_tie_is_decided_by_the_named_rule_and_never_by_chance():
    tied = [entry(1, (5, 7), (5, 7)), entry(2, (6, 5), (6, 5))]
    assert value(tied[0], TERMS) == value(tied[1], TERMS)
    assert [r.number for r in results(tied, TERMS, {})] == [2, 1]
    assert [r.number for r in results(tied, Terms(TERMS.weights, tie_rule="earlier"), {})] == [1, 2]
    by_lot = [r.number for r in results(tied, Terms(TERMS.weights, tie_rule="lot", seed=7), {})]
    assert by_lot == sorted([1, 2], key=lambda number: lot(7, number))


def test_a_surname_in_another_script_is_a_conflict():
    assert conflict_ground(juror={"piemers"}, maker={"paraugs", "piemers"}, same_business=False, same_municipality=True) == "name"
    assert conflict_ground(juror={"a"}, maker={"b"}, same_business=False, same_municipality=True) == "municipality"
    assert conflict_ground(juror={"a"}, maker={"b"}, same_business=False, same_municipality=False) == ""


@pytest.mark.parametrize(("his", "hers"), [("kalnins", "kalnina"), ("sukin", "sukina"), ("gribovskii", "gribovskaia"), ("lacis", "lace")])
def test_man_and_wife_have_one_surname(his, hers):
    assert surname_key(his) == surname_key(hers)


def test_a_juror_is_not_behind_with_conflicts():
    assert behind({1: {10}, 2: set()}, [10, 11], {2: {10}}) == {1: 1, 2: 1}


points = st.integers(1, 7).filter(lambda n: n != 4)
entries = st.lists(
    st.builds(
        lambda ballots, group, product, stalls, new, skips: {
            "ballots": ballots, "group": group, "product": product, "stalls": stalls, "is_newcomer": new, "skips_jury": skips,
        },
        st.lists(st.tuples(points, points), max_size=3),
        st.sampled_from(["ceramics", "wood"]),
        st.sampled_from(["", "cups", "bowls"]),
        st.integers(1, 3),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@given(entries, st.randoms(use_true_random=False), st.sampled_from(["first_criterion", "newcomer", "earlier", "lot"]))
def test_the_result_hangs_on_the_scores_alone_and_keeps_every_cap(rows, chance, tie_rule):
    made = [
        entry(number, *row["ballots"], **{name: fact for name, fact in row.items() if name != "ballots"})
        for number, row in enumerate(rows, start=1)
    ]
    terms = Terms(TERMS.weights, tie_rule=tie_rule)
    caps = {"ceramics": Cap(stalls=4, same_product=2)}
    found = results(made, terms, caps)
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert results(shuffled, terms, caps) == found
    assert sorted(r.number for r in found) == [e.number for e in made]
    chosen = [e for e in made if {r.number: r.verdict for r in found}[e.number] == "select" and e.group == "ceramics"]
    assert sum(e.stalls for e in chosen) <= 4
    assert all(sum(e.product == product for e in chosen) <= 2 for product in ("cups", "bowls"))
    for r in found:
        if r.verdict == "select" and r.value is not None:
            assert r.value >= terms.threshold


def test_a_strict_and_a_mild_juror_weigh_the_same_where_that_is_wished():
    made = [entry(1, (7, 7), (3, 3)), entry(2, (5, 5), (1, 1))]
    evened = Terms(TERMS.weights, normalise=True, min_votes=1)
    assert [r.value for r in results(made, evened, {})] == [D("5.00"), D("3.00")]
    alone = [entry(1, (7, 7)), Entry(2, "ceramics", "", 1, False, {1: {1: 5, 2: 5}, 9: {1: 1, 2: 1}})]
    assert results(alone, evened, {})[0].number == 1


def test_the_ends_of_the_scale_are_nought_and_a_hundred():
    assert (to_hundred(D(1), TERMS), to_hundred(D(7), TERMS), to_hundred(D("5.00"), TERMS)) == (D(0), D(100), D("66.67"))


def test_equal_results_are_named():
    found = results([entry(1, (5, 7), (5, 7)), entry(2, (6, 5), (6, 5)), entry(3, (7, 7), (7, 7))], TERMS, {})
    assert ties(found) == [(D("5.67"), (2, 1))]


def test_a_closed_round_stays_closed():
    assert may_move("draft", "open")
    assert may_move("open", "closed")
    assert not any(may_move("closed", to) for to in ("draft", "open"))


@given(entries, st.sampled_from(["mean", "median"]), st.booleans(), st.randoms(use_true_random=False))
def test_who_the_jurors_are_does_not_matter(rows, average, normalise, chance):
    terms = Terms(TERMS.weights, average=average, normalise=normalise)
    made = [entry(number, *row["ballots"], skips_jury=row["skips_jury"]) for number, row in enumerate(rows, start=1)]
    seats = [0, 1, 2]
    chance.shuffle(seats)
    reseated = [
        Entry(e.number, e.group, e.product, e.stalls, e.is_newcomer, {seats[j]: b for j, b in e.votes.items()}, e.skips_jury) for e in made
    ]
    assert results(reseated, terms, {}) == results(made, terms, {})
    for r in results(made, terms, {}):
        assert r.value is None or 1 <= r.value <= 7
