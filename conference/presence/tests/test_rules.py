"""Presence in plain facts: a minute of somebody is spent in one place, whatever proves it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.presence import rules
from conference.presence.rules import Block, Claim, HalfDay, Passage, Span, Stay

START = datetime(2026, 6, 6, 7, 0, tzinfo=UTC)
RIGA = ZoneInfo("Europe/Riga")


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def span(begins: int, ends: int) -> Span:
    return Span(at(begins), at(ends))


# --- what hypothesis tries ----------------------------------------------------------------------------------------------------

lengths = st.tuples(st.integers(0, 400), st.integers(1, 120)).map(lambda pair: span(pair[0], pair[0] + pair[1]))
many_blocks = st.lists(st.tuples(lengths, st.booleans()), min_size=1, max_size=8).map(
    lambda found: [Block(number, when, counts) for number, (when, counts) in enumerate(found)]
)
proofs = st.sampled_from(sorted(rules.STRENGTH))
many_claims = st.lists(st.builds(Claim, st.integers(0, 9), st.lists(lengths, min_size=1, max_size=3).map(tuple), proofs), max_size=12)


@given(many_claims, many_blocks)
def test_nobody_is_in_two_places_at_once(claims: list[Claim], blocks: list[Block]) -> None:
    where = [one for spans in rules.one_place(claims, blocks).values() for one in spans]
    assert sum((one.ends - one.begins for one in where), timedelta()) == rules.length(where), "no minute is given twice"


@given(many_claims, many_blocks)
def test_no_proven_minute_is_lost_and_none_is_made_up(claims: list[Claim], blocks: list[Block]) -> None:
    frames = {block.id: block.span for block in blocks}
    proven = rules.united(part for one in claims if one.session in frames for part in rules.within(one.spans, frames[one.session]))
    assert rules.united(part for spans in rules.one_place(claims, blocks).values() for part in spans) == proven


@given(many_claims, many_blocks)
def test_nobody_attends_more_than_there_is(claims: list[Claim], blocks: list[Block]) -> None:
    found = rules.reckon(claims, blocks)
    assert 0 <= found.attended <= found.possible
    assert 0 <= found.percent <= 100


@given(many_claims, many_blocks, st.randoms())
def test_the_order_in_which_proofs_came_does_not_matter(claims: list[Claim], blocks: list[Block], chance) -> None:
    """As rows come from a table; there is one for each session, so no two of one session weigh the same."""
    once = list({one.session: one for one in claims}.values())
    mixed = list(once)
    chance.shuffle(mixed)
    assert rules.one_place(once, blocks) == rules.one_place(mixed, blocks)


@given(st.lists(lengths), st.lists(lengths))
def test_what_is_taken_and_what_is_left_make_the_whole(spans: list[Span], taken: list[Span]) -> None:
    left = rules.without(spans, taken)
    assert rules.length(left) + rules.length(part for hole in rules.united(taken) for part in rules.within(spans, hole)) == rules.length(
        spans
    )


steps = st.lists(st.builds(Passage, st.integers(0, 600).map(at), st.integers(1, 4), st.booleans()), max_size=30)


@given(steps)
def test_whatever_is_scanned_nobody_is_in_two_halls_and_every_hall_is_on_its_site(passages: list[Passage]) -> None:
    around = {1: None, 2: 1, 3: 1, 4: None}
    stays = rules.stays(passages, around=around, days=[span(-60, 500)])
    halls = [stay for stay in stays if around[stay.area] is not None]
    assert sum((one.span.ends - one.span.begins for one in halls), timedelta()) == rules.length(one.span for one in halls)
    on_site = rules.united(stay.span for stay in stays if stay.area == 1)
    for hall in halls:
        assert rules.within([hall.span], hall.span) == rules.united(part for one in on_site for part in rules.within([hall.span], one))
    assert all(at(-60) <= stay.span.begins < stay.span.ends <= at(500) for stay in stays)


# --- cases people know ----------------------------------------------------------------------------------------------------

MORNING, TALK, NEXT_DOOR = Block(1, span(0, 120)), Block(2, span(120, 180)), Block(3, span(120, 180))


def test_two_sessions_side_by_side_are_one_hour() -> None:
    both = [Claim(2, (span(120, 180),), "staff"), Claim(3, (span(120, 180),), "staff")]
    found = rules.reckon(both, [MORNING, TALK, NEXT_DOOR])
    assert (found.attended, found.possible) == (60, 180)


def test_what_was_scanned_outweighs_what_was_ticked() -> None:
    claims = [Claim(2, (span(120, 180),), "staff"), Claim(3, (span(130, 180),), "scan")]
    assert rules.one_place(claims, [TALK, NEXT_DOOR]) == {3: [span(130, 180)], 2: [span(120, 130)]}


def test_breaks_and_what_does_not_count_are_no_share_of_the_certificate() -> None:
    evening = Block(9, span(300, 420), counts=False)
    claims = [Claim(1, (span(0, 120),), "signature"), Claim(9, (span(300, 420),), "signature")]
    found = rules.reckon(claims, [MORNING, evening])
    assert (found.attended, found.possible, found.by_session[9]) == (120, 120, 120)


@pytest.mark.parametrize(("attended", "reaches", "percent"), [(96, True, 80), (95, False, 79), (0, False, 0), (120, True, 100)])
def test_eighty_per_cent_is_eighty_and_not_nearly(attended: int, reaches: bool, percent: int) -> None:
    found = rules.Reckoning(attended, 120, {})
    assert (found.reaches(80), found.percent) == (reaches, percent)


def test_of_a_programme_without_time_nobody_has_a_share() -> None:
    assert not rules.Reckoning(0, 0, {}).reaches(1)


def test_who_leaves_for_an_hour_was_not_there_for_it() -> None:
    day = Block(1, span(0, 300))
    claims = [Claim(1, (span(0, 100), span(160, 300)), "scan")]
    assert rules.reckon(claims, [day]).attended == 240


@pytest.mark.parametrize(
    ("new", "old", "verdict"),
    [
        ("scan", "staff", True),
        ("staff", "scan", False),
        ("signature", "online", True),
        ("online", "online", True),
        ("staff", "signature", False),
    ],
)
def test_a_better_proof_replaces_a_weaker_one(new: str, old: str, verdict: bool) -> None:
    assert rules.replaces(new, old) is verdict


SITE, HALL_A, HALL_B = 1, 2, 3
AROUND = {SITE: None, HALL_A: SITE, HALL_B: SITE}
DAY = [span(-300, 480)]


def stays(*passages: tuple[int, int, bool]) -> list[Stay]:
    return rules.stays([Passage(at(minute), area, is_exit) for minute, area, is_exit in passages], around=AROUND, days=DAY)


def test_going_into_another_hall_is_leaving_the_first() -> None:
    found = stays((0, SITE, False), (10, HALL_A, False), (70, HALL_B, False), (90, SITE, True))
    assert {(stay.area, stay.span) for stay in found} == {(SITE, span(0, 90)), (HALL_A, span(10, 70)), (HALL_B, span(70, 90))}


def test_who_is_not_seen_to_leave_stays_until_the_day_closes() -> None:
    assert stays((30, SITE, False)) == [Stay(SITE, span(30, 480))]


def test_who_comes_back_through_the_gate_of_the_site_has_left_the_hall() -> None:
    found = stays((10, HALL_A, False), (60, SITE, False))
    assert Stay(HALL_A, span(10, 60)) in found


def test_a_second_day_needs_a_scan_of_its_own() -> None:
    days = [span(-300, 480), span(1140, 1920)]
    assert rules.stays([Passage(at(0), SITE)], around=AROUND, days=days) == [Stay(SITE, span(0, 480))]


def test_a_session_in_a_hall_is_proven_by_that_hall_alone() -> None:
    found = stays((0, SITE, False), (125, HALL_A, False), (180, HALL_A, True))
    claims = rules.claims_from(found, [MORNING, TALK, NEXT_DOOR], {2: HALL_A, 3: HALL_B})
    assert claims == [Claim(1, (span(0, 120),), "scan"), Claim(2, (span(125, 180),), "scan")]


def test_walking_through_for_half_a_minute_proves_nothing() -> None:
    passing = Stay(HALL_A, Span(at(120), at(120) + timedelta(seconds=59)))
    assert rules.claims_from([passing], [TALK], {2: HALL_A}) == []
    assert rules.claims_from_log([passing.span], [TALK]) == []


@pytest.mark.parametrize(("hour", "second"), [(9, False), (12, False), (13, True), (18, True)])
def test_a_session_belongs_to_the_half_day_it_begins_in(hour: int, second: bool) -> None:
    begins = datetime(2026, 6, 6, hour, tzinfo=RIGA)
    half = rules.half_day(begins.astimezone(UTC), RIGA)
    assert half == HalfDay(begins.date(), second)
    assert half.word == f"2026-06-06-{2 if second else 1}"


def test_a_long_day_has_two_halves_and_a_short_one_is_whole() -> None:
    opens, closes = datetime(2026, 6, 6, 10, tzinfo=RIGA), datetime(2026, 6, 6, 16, tzinfo=RIGA)
    halves = rules.halves_of(opens, closes, RIGA)
    assert [(one.begins.astimezone(RIGA).hour, one.ends.astimezone(RIGA).hour) for one in halves] == [(10, 12), (13, 16)]
    assert rules.halves_of(opens, opens + timedelta(hours=3), RIGA) == [Span(opens, opens + timedelta(hours=3))]
    evening = datetime(2026, 6, 6, 14, tzinfo=RIGA)
    assert rules.halves_of(evening, evening + timedelta(hours=5), RIGA) == [Span(evening, evening + timedelta(hours=5))]
