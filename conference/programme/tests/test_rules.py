from datetime import UTC, datetime, timedelta
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.programme.rules import TEAM, Around, Clash, Hall, Kind, Placed, Span, clashes, pairs_of

NINE = datetime(2026, 6, 6, 9, tzinfo=UTC)


def span(start: int, end: int) -> Span:
    return Span(NINE + timedelta(minutes=start), NINE + timedelta(minutes=end))


HALLS = {1: Hall(1, 100, has_booth=True), 2: Hall(2, 20)}
AROUND = Around(halls=HALLS, days=[span(0, 480)])


def found(*placed: Placed, around: Around = AROUND) -> set[tuple[str, int, object]]:
    return {(clash.kind.value, clash.session, clash.other or clash.subject) for clash in clashes(placed, around)}


def test_two_sessions_in_one_room_clash_while_they_overlap():
    assert found(Placed(1, span(0, 60), 1), Placed(2, span(55, 90), 1)) == {("hall", 1, 2), ("hall", 2, 1)}
    assert found(Placed(1, span(0, 60), 1), Placed(2, span(60, 90), 1)) == set()
    assert found(Placed(1, span(0, 60), None), Placed(2, span(0, 60), None)) == set()


def test_a_speaker_and_a_thing_are_in_one_place_at_a_time():
    one = Placed(1, span(0, 60), 1, speakers=frozenset({7}), things=frozenset({3}))
    other = Placed(2, span(30, 90), 2, speakers=frozenset({7, 8}), things=frozenset({3}))
    assert found(one, other) == {("speaker", 1, 2), ("speaker", 2, 1), ("thing", 1, 2), ("thing", 2, 1)}


@pytest.mark.parametrize(
    ("placed", "clash"),
    [
        (Placed(1, span(0, 60), 2, audience=21), ("capacity", 1, 2)),
        (Placed(1, span(0, 60), 2, pairs=frozenset({"lv-ru"}), interpreters=frozenset({1, 2})), ("booth", 1, 2)),
        (Placed(1, span(450, 490), 1), ("outside", 1, None)),
        (Placed(1, span(-5, 30), 1), ("outside", 1, None)),
        (Placed(1, span(0, 60), 1, speakers=frozenset({9})), ("speaker_away", 1, 9)),
        (Placed(1, span(0, 60), 1, interpreters=frozenset({3})), ("interpreter_away", 1, 3)),
        (Placed(1, span(0, 60), 1, pairs=frozenset({"lv-ru"}), interpreters=frozenset({1})), ("team", 1, "lv-ru")),
        (Placed(1, span(0, 60), 1, things=frozenset({4}), unbooked=frozenset({4})), ("thing_unbooked", 1, 4)),
    ],
)
def test_what_is_wrong_with_one_session_alone(placed, clash):
    languages = {1: frozenset({"lv-ru"}), 2: frozenset({"lv-ru"}), 3: frozenset()}
    around = Around(HALLS, [span(0, 480)], {9: [span(59, 70)]}, {3: [span(0, 10)]}, languages)
    assert found(placed, around=around) == {clash}


def test_a_break_is_a_warning_to_others_and_not_to_itself():
    assert found(Placed(1, span(0, 60), None, is_break=True), Placed(2, span(30, 90), 1)) == {("break", 2, 1)}


def test_pairs_are_named_alike_both_ways_and_never_of_one_language():
    assert pairs_of("ru", ["lv", "en", "ru"]) == {"lv-ru", "en-ru"} == pairs_of("ru", ["en", "lv"])


PAIRS = ("en-lv", "en-ru", "lv-ru")


@given(st.frozensets(st.sampled_from(PAIRS)), st.dictionaries(st.integers(1, 7), st.frozensets(st.sampled_from(PAIRS)), max_size=7))
def test_a_team_is_short_only_if_no_sharing_out_serves_every_pair(pairs, languages):
    seats = [pair for pair in sorted(pairs) for _seat in range(TEAM)]
    served = any(
        all(pair in languages[person] for pair, person in zip(seats, people, strict=True)) for people in permutations(languages, len(seats))
    )
    placed = Placed(1, span(0, 60), 1, pairs=pairs, interpreters=frozenset(languages))
    teams = [clash for clash in clashes([placed], Around(HALLS, [span(0, 480)], languages=languages)) if clash.kind == Kind.TEAM]
    assert bool(teams) is not served


some = st.frozensets(st.integers(1, 4), max_size=2)
sessions = st.lists(
    st.builds(
        lambda start, length, hall, speakers, interpreters, things, is_break: (
            span(start * 5, (start + length) * 5), hall, speakers, interpreters, things, is_break
        ),
        st.integers(0, 40), st.integers(1, 12), st.sampled_from([None, 1, 2]), some, some, some, st.booleans(),
    ),
    max_size=7,
)  # fmt: skip


def build(drawn) -> list[Placed]:
    return [
        Placed(number, when, hall, speakers, interpreters=interpreters, things=things, is_break=is_break)
        for number, (when, hall, speakers, interpreters, things, is_break) in enumerate(drawn, 1)
    ]


@given(sessions)
def test_clashes_of_two_are_those_a_plain_comparison_finds(drawn):
    placed = build(drawn)
    expected = set()
    for one, other in combinations(placed, 2):
        if one.span.start >= other.span.end or other.span.start >= one.span.end:
            continue
        shared = [(Kind.SPEAKER, one.speakers & other.speakers), (Kind.THING, one.things & other.things)]
        shared += [(Kind.INTERPRETER, one.interpreters & other.interpreters)]
        shared += [(Kind.HALL, {one.hall} if one.hall is not None and one.hall == other.hall else set())]
        for kind, subjects in shared:
            for subject in subjects:
                expected |= {Clash(kind, one.session, other.session, subject), Clash(kind, other.session, one.session, subject)}
    together = {Kind.SPEAKER, Kind.THING, Kind.INTERPRETER, Kind.HALL}
    assert {clash for clash in clashes(placed, AROUND) if clash.kind in together} == expected


@given(sessions)
def test_one_session_more_takes_no_warning_away_and_order_does_not_matter(drawn):
    placed = build(drawn)
    assert set(clashes(placed[:-1], AROUND)) <= set(clashes(placed, AROUND))
    assert clashes(list(reversed(placed)), AROUND) == clashes(placed, AROUND)
