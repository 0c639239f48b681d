"""What the relaxed programme tells of a fair is true of the whole one: who is in for good, what nobody can exceed, that nothing better is.

The fairs are small enough to try every allocation there is.
"""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from fairs.allocation.engine import Impossible, read
from fairs.allocation.engine import clusters as clusters_room
from fairs.allocation.engine.board import Board
from fairs.allocation.engine.case import Case
from fairs.allocation.engine.certain import certain
from fairs.allocation.engine.core import Core, suits
from fairs.allocation.engine.model import Limits
from fairs.allocation.engine.proof import Proof
from fairs.allocation.engine.scope import patch, whole
from fairs.allocation.engine.stage1 import WHO, first_board, leading
from fairs.allocation.engine.work import Budget, Work

from .strategies import USUAL, fairs
from .yardstick import Yardstick

PATIENT = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
WHO_GETS_IN = 2
"""Levels at the head of the usual ones that ask only who gets in."""


def work(**budget):
    return Work(Budget(**budget) if budget else Budget(until_proof=True))


def begun(document):
    """The board where it is settled who gets in, and how many levels are proven on it."""
    case = Case(read(document))
    try:
        start = first_board(case, work(), seed=1, reach=0)
    except Impossible:
        assume(False)
    return start.board, start.proven


def known(board):
    return certain(board.case, board, WHO_GETS_IN, work(), seed=1)


def core_of(board, **more):
    scope = whole(board.case, mingled=True, certain=known(board))
    return Core(board, scope, WHO_GETS_IN, more.pop("work", work()), seed=1, **more)


def placed(board):
    """The allocation of a board, by the ids of the file."""
    case, windows = board.case, board.case.ground.windows
    return {case.people[a].id: tuple(case.ground.stalls[s].id for s in windows[w]) for a, w in board.at.items()}


@pytest.fixture
def row():
    """Makes a fair of one row of stalls `S0`, `S1`, … and makers `E0`, `E1`, … who all wish for the same."""

    def make(stalls, scores, wishes=(), crafts=(), beside=None, keep_apart=(), pins=()):
        return {
            "format": "stall-allocation/1",
            "stalls": [{"id": f"S{k}", "run": "S", "pos": k, "zone": "S", "features": [], "price": 0} for k in range(stalls)],
            "extra_neighbours": [],
            "applicants": [
                {
                    "id": f"E{n}", "craft": crafts[n] if crafts else f"craft {n}", "score": score, "stalls": 1, "wishes": list(wishes),
                    "beside": (beside or {}).get(f"E{n}", []),
                }
                for n, score in enumerate(scores)
            ],
            "rules": {"quotas": [], "caps": [], "pins": list(pins), "keep_apart": list(keep_apart), "same_craft_allowed": []},
            "levels": USUAL,
        }  # fmt: skip

    return make


# ---- certain ------------------------------------------------------------------------------------------------------------


@PATIENT
@given(fairs(levels=USUAL))
def test_who_is_certain_stands_in_every_best_allocation_and_who_is_barred_in_none(document):
    board, proven = begun(document)
    assert proven == WHO_GETS_IN
    told, case = known(board), board.case
    everything = list(Yardstick(document).everything())
    best = max(levels[:WHO_GETS_IN] for _, levels in everything)
    for at in (at for at, levels in everything if levels[:WHO_GETS_IN] == best):
        assert {case.people[a].id for a in told.placed} <= set(at)
        assert not [a for a, length in told.barred if len(at.get(case.people[a].id, ())) == length]


def test_the_best_are_certain_and_the_weakest_barred_where_stalls_are_few(row):
    board, _ = begun(row(stalls=2, scores=[90, 80, 20, 10]))
    told = known(board)
    assert told.placed == {0, 1}
    assert (3, 1) in told.barred
    assert told.placed.isdisjoint(a for a, _ in told.barred)


# ---- core ---------------------------------------------------------------------------------------------------------------


@PATIENT
@given(fairs(levels=USUAL))
def test_nothing_better_exists_than_what_a_finished_core_shows(document):
    board, _ = begun(document)
    core = core_of(board)
    assert core.run()
    yard = Yardstick(document)
    assert yard.lawful(placed(core.board))
    assert yard.levels(placed(core.board))[:3] == yard.best()[:3]


@PATIENT
@given(fairs(levels=USUAL))
def test_no_allocation_exceeds_the_relaxed_bound(document):
    board, _ = begun(document)
    bound = core_of(board).relax()
    assert Yardstick(document).best()[2] <= bound + 1e-4


@settings(PATIENT, max_examples=12)
@given(fairs(levels=USUAL))
def test_a_region_is_rearranged_and_everything_around_it_stands_fast(document):
    board, _ = begun(document)
    case = board.case
    stalls = [n for n, s in enumerate(case.ground.stalls) if s.run == "A" and not s.blocked]
    waiting = [a for a in range(len(case.people)) if a not in board.at]
    scope = patch(board, stalls, waiting, mingled=True)
    before, outside = board.levels(), {a: w for a, w in board.at.items() if a not in scope.people}
    core = Core(board, scope, WHO_GETS_IN, work(), seed=1)
    core.run()
    assert core.board.levels() >= before
    assert outside.items() <= core.board.at.items()
    assert Yardstick(document).lawful(placed(core.board))


def test_a_core_given_no_work_leaves_the_board_and_claims_nothing(row):
    board, _ = begun(row(stalls=3, scores=[50, 50, 50]))
    before = dict(board.at)
    core = core_of(board, work=work(seconds=0.0))
    assert not core.run()
    assert core.board.at == before


def test_a_core_cut_short_shows_a_lawful_board_and_claims_nothing(row):
    document = row(stalls=6, scores=range(50, 80, 3), wishes=["S0", "S5", "S2"])
    board, _ = begun(document)
    core = core_of(board, rounds=1, limits=Limits(looks=1))
    finished = core.run()
    assert core.board.levels() >= board.levels()
    assert Yardstick(document).lawful(placed(core.board))
    assert not finished or Yardstick(document).best()[:3] == core.board.levels()[:3]


def test_whoever_shall_be_apart_is_told_to_the_programme_and_kept_apart(row):
    """Both want the two places that touch; the programme begins without looking at the pair."""
    document = row(stalls=3, scores=[70, 60], wishes=["S0", "S1"], keep_apart=[["E0", "E1"]])
    board, _ = begun(document)
    core = core_of(board)
    assert core.run()
    at = placed(core.board)
    assert {*at["E0"], *at["E1"]} == {"S0", "S2"}
    assert core.board.levels()[:3] == Yardstick(document).best()[:3]


@pytest.mark.parametrize(
    ("levels", "n", "can"),
    [
        (USUAL, 2, True),
        ([*USUAL[:2], {"wish_points": 1, "beside_met": -5}], 2, False),
        ([*USUAL[:2], {"wish_points": 1, "unwanted_neighbours": 5}], 2, False),
        ([{"beside_met": 1}, {"wish_points": 1}], 1, False),
        ([*USUAL[:2], {"justified_envy": -1}], 2, False),
    ],
)
def test_a_core_settles_what_it_looks_at_whole_or_what_can_only_do_harm(levels, n, can):
    assert suits(levels, n) is can


# ---- clusters -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("friends", [2, 3, 4])
def test_friends_stand_in_a_row_though_each_would_rather_stand_elsewhere(row, friends):
    document = row(stalls=8, scores=[0] * friends)
    document["levels"] = [*USUAL[:2], USUAL[2] | {"beside_met": 5000}]
    for n, a in enumerate(document["applicants"]):
        a |= {"wishes": [f"S{2 * n}"], "beside": [f"E{n - 1}"] if n else []}
    board, _ = begun(document)
    core = core_of(board)
    assert core.run()
    assert core.board.terms()["beside_met"] == friends - 1
    assert core.board.levels()[:3] == Yardstick(document).best()[:3]


def test_a_friend_who_stands_fast_is_stood_beside(row):
    document = row(stalls=5, scores=[60, 50], pins=[{"applicant": "E1", "stalls": ["S4"]}])
    document["applicants"][0]["beside"] = ["E1"]
    board, _ = begun(document)
    core = core_of(board)
    assert core.run()
    assert placed(core.board) == {"E0": ("S3",), "E1": ("S4",)}


@settings(PATIENT, max_examples=12)
@given(fairs(levels=USUAL))
def test_a_column_for_several_people_says_truly_how_many_are_beside_whom(document):
    board, _ = begun(document)
    core = core_of(board)
    core.run()
    yard, case = Yardstick(document), board.case
    programme = core.model.programme
    for column, at in programme.together.items():
        told = placed(Board(case, at))
        assert len({s for stalls in told.values() for s in stalls}) == sum(map(len, told.values()))
        assert programme.sheet.terms["beside_met"].get(column, 0) == yard.terms(told)["beside_met"]


def test_where_there_are_too_many_ways_of_standing_together_nothing_is_claimed(row, monkeypatch):
    document = row(stalls=6, scores=[50] * 4, beside={"E0": ["E1"], "E2": ["E3"]})
    board, _ = begun(document)
    monkeypatch.setattr(clusters_room, "MOST", 1)
    core = core_of(board)
    assert core.relax() == float("inf")
    assert not core_of(board).run() or core.board.levels()[:3] == Yardstick(document).best()[:3]


# ---- proof --------------------------------------------------------------------------------------------------------------


@PATIENT
@given(fairs())
def test_a_proof_ends_with_the_best_of_all_whatever_the_order_of_the_levels(document):
    board, proven = begun(document)
    proof = Proof(board, proven, work(), 1, lambda _step, _board: None)
    if proof.run():
        assert Yardstick(document).levels(placed(proof.board)) == Yardstick(document).best()


def test_a_proof_that_is_stopped_claims_no_level_it_has_not_finished(row):
    document = row(stalls=4, scores=[90, 80, 70, 60], wishes=["S0", "S1"])
    board, proven = begun(document)
    stopped = Work(Budget(until_proof=True), cancelled=lambda: True)
    proof = Proof(board, proven, stopped, 1, lambda _step, _board: None)
    assert not proof.run()
    assert proof.proven == proven
    assert proof.board.at == board.at


def test_envy_alone_is_proven_along_with_the_level_before(row):
    """Which of two equal boards spites the better maker is decided without giving up a point of wishes."""
    document = row(stalls=3, scores=[90, 60, 60], wishes=["S1"], crafts=["a", "b", "c"])
    board, proven = begun(document)
    proof = Proof(board, proven, work(), 1, lambda _step, _board: None)
    assert proof.run()
    assert proof.proven == len(USUAL)
    assert placed(proof.board)["E0"] == ("S1",)
    assert proof.board.levels() == Yardstick(document).best()


def test_the_levels_that_ask_who_gets_in_are_the_two_at_the_head():
    assert leading(USUAL, WHO) == WHO_GETS_IN
