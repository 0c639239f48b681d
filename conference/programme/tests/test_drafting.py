import random
import time
from collections import defaultdict
from dataclasses import replace

import pytest

from conference.programme.drafting import Draft, Fixed, Hall, Impossible, Interpreter, Period, Problem, Session, draft
from conference.programme.drafting.problem import Demand

DAY = Period(9 * 60, 13 * 60)
BIG, SMALL = Hall(1, 200, has_booth=True), Hall(2, 30)


def clashes(problem: Problem, found: Draft) -> list[str]:
    """Look for broken demands without asking anything of the solver's own code."""
    sessions = {session.id: session for session in problem.sessions}
    halls = {hall.id: hall for hall in problem.halls}
    busy = defaultdict(list)
    wrong = []
    for one in found.placed:
        session, span = sessions[one.session], Period(one.start, one.start + sessions[one.session].minutes)
        if not any(day.start <= span.start and span.end <= day.end for day in problem.days):
            wrong.append(f"{one.session} outside the days")
        if (halls[one.hall].capacity or 10**6) < (session.audience or 0):
            wrong.append(f"{one.session} in too small a hall")
        if session.pairs and not halls[one.hall].has_booth:
            wrong.append(f"{one.session} without a booth")
        for interpreter in problem.interpreters:
            if interpreter.id in one.interpreters and any(span.touches(away) for away in interpreter.busy):
                wrong.append(f"{one.session} with an interpreter who is away")
        if len(one.interpreters) != problem.team * len(session.pairs):
            wrong.append(f"{one.session} with a team of {len(one.interpreters)}")
        for speaker in session.speakers:
            wrong += [f"{one.session}: speaker away" for away in problem.busy.get(speaker, ()) if span.touches(away)]
        for key in [
            ("hall", one.hall),
            *(("speaker", who) for who in session.speakers),
            *(("thing", what) for what in session.things),
            *(("interpreter", who) for who in one.interpreters),
        ]:
            wrong += [f"{key} twice" for other in busy[key] if other.touches(span)]
            busy[key].append(span)
    return wrong


def conference(seed: int, count: int) -> Problem:
    chance = random.Random(seed)
    halls = (Hall(1, 200, True), Hall(2, 80, True), Hall(3, 60))
    interpreters = tuple(
        Interpreter(number, frozenset(pairs), busy)
        for number, (pairs, busy) in enumerate(
            [({"lv-ru"}, ()), ({"lv-ru", "en-lv"}, (Period(540, 660),)), ({"lv-ru", "en-lv"}, ()), ({"en-lv"}, ())], 1
        )
    )
    sessions = [
        Session(
            number,
            chance.choice([20, 30, 45, 60]),
            frozenset(chance.sample(range(count), chance.choice([1, 1, 2]))),
            chance.randrange(4),
            chance.choice([None, 20, 50, 70, 100]),
            frozenset([chance.choice(["lv-ru", "en-lv"])]) if number % 5 == 0 else frozenset(),
            frozenset({chance.randrange(2)} if number % 6 == 0 else ()),
        )
        for number in range(1, count + 1)
    ]
    lunch = Session(1000, 60, fixed=Fixed(1, 720), is_break=True)
    busy = {who: (Period(540, 660),) for who in range(0, count, 5)}
    return Problem((Period(540, 1080), Period(1980, 2520)), halls, (*sessions, lunch), interpreters, busy)


@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_and_nothing_is_in_two_places_at_once(seed: int):
    problem = conference(seed, 24)
    found = draft(problem, seed=3, work=0.1)
    assert {one.session for one in found.placed} == {session.id for session in problem.sessions}
    assert clashes(problem, found) == []
    assert not any(Period(720, 780).touches(Period(one.start, one.start + 20)) for one in found.placed if one.session != 1000)


def test_the_same_seed_gives_the_same_draft():
    problem = conference(4, 16)
    assert draft(problem, seed=5, work=0.05) == draft(problem, seed=5, work=0.05)


def test_a_track_stays_in_one_hall_where_it_can():
    sessions = tuple(Session(number, 60, track=number % 2) for number in range(1, 7))
    found = draft(Problem((DAY,), (BIG, SMALL), sessions))
    assert found.is_best
    assert found.track_changes == 0
    assert {one.hall for one in found.placed if one.session % 2} != {one.hall for one in found.placed if not one.session % 2}


def test_each_place_says_what_decided_it():
    sessions = (
        Session(1, 60, audience=100),
        Session(2, 60, pairs=frozenset({"lv-ru"})),
        Session(3, 60, fixed=Fixed(2, 540)),
        Session(4, 60, speakers=frozenset({9})),
        Session(5, 30),
    )
    team = (Interpreter(1, frozenset({"lv-ru"})), Interpreter(2, frozenset({"lv-ru"})))
    found = draft(Problem((DAY,), (BIG, SMALL), sessions, team, {9: (Period(540, 600),)}))
    assert {one.session: one.reasons for one in found.placed} == {
        1: ("only_hall", "large_enough"),
        2: ("only_hall", "booth", "interpreters"),
        3: ("fixed",),
        4: ("speaker_away",),
        5: ("free",),
    }


def conflict_of(problem: Problem) -> set[Demand]:
    with pytest.raises(Impossible) as refused:
        draft(problem)
    return set(refused.value.demands)


def test_one_interpreter_is_no_team():
    session = Session(1, 30, pairs=frozenset({"lv-ru"}))
    alone = Problem((DAY,), (BIG,), (session, Session(2, 30)), (Interpreter(1, frozenset({"lv-ru"})),))
    assert conflict_of(alone) == {Demand("placed", 1), Demand("interpreted", 1)}
    draft(replace(alone, team=1))


def test_a_speaker_who_is_away_too_long_is_named_with_their_sessions():
    sessions = (Session(1, 60, frozenset({7})), Session(2, 60, frozenset({7})), Session(3, 60, frozenset({8})))
    found = conflict_of(Problem((DAY,), (BIG, SMALL), sessions, busy={7: (Period(540, 690),)}))
    assert found == {Demand("placed", 1), Demand("placed", 2), Demand("speaker", 7), Demand("speaker_busy", 7)}


def test_what_contradicts_is_minimal():
    sessions = (Session(1, 60, audience=100), Session(2, 200, audience=100), Session(3, 60, audience=20))
    problem = Problem((DAY,), (BIG, SMALL), sessions)
    found = conflict_of(problem)
    assert found == {Demand("placed", 1), Demand("placed", 2), Demand("capacity", 1), Demand("capacity", 2)}


def test_a_crowded_programme_is_found_without_an_aim_where_none_is_found_with_it():
    problem = conference(4, 16)
    found = draft(problem, seed=5, work=1e-9)
    assert {one.session for one in found.placed} == {session.id for session in problem.sessions}
    assert clashes(problem, found) == []
    assert not found.is_best


def test_each_programme_found_is_told_and_a_yes_ends_the_search():
    told = []
    found = draft(conference(1, 16), tell=lambda count, changes: bool(told.append((count, changes))) or count == 2)
    assert [count for count, _changes in told] == [1, 2]
    assert told[-1][1] == found.track_changes


def test_what_goes_wrong_in_telling_ends_the_search_and_is_raised():
    with pytest.raises(ZeroDivisionError):
        draft(conference(1, 12), tell=lambda _count, _changes: 1 / 0)


def test_sixty_sessions_in_five_rooms_take_less_than_ten_seconds_of_a_core():
    from bench import programme as bench

    problem = bench.conference(3)
    before = time.process_time()
    found = draft(problem, seed=1)
    assert time.process_time() - before < bench.LIMIT
    assert {one.session for one in found.placed} == {session.id for session in problem.sessions}
    assert bench.clashes(problem, found) == []
