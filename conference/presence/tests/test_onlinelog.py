"""Logs as meeting services write them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.presence import onlinelog
from conference.presence.onlinelog import Fault, Known, Part

RIGA = ZoneInfo("Europe/Riga")
ZOOM = """Meeting ID,Topic,Start Time,End Time
123,Social media,06/06/2026 09:50:00 AM,06/06/2026 01:00:00 PM

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Vera Ščukina,VERA@example.org,06/06/2026 09:58:12 AM,06/06/2026 11:30:00 AM,92,No
Щукина Вера,,06/06/2026 11:40:00 AM,06/06/2026 01:00:00 PM,80,No
"""
TEAMS = "Full Name\tUser Email\tFirst Join\tLast Leave\nVera Ščukina\tvera@example.org\t6.6.2026, 9:58:12\t6.6.2026, 11:30:00\n"
OURS = "Vārds;E-pasts;Pievienojās;Ilgums (min)\nVera Ščukina;vera@example.org;2026-06-06 09:58;92,5\n"
VERA = Known(7, "vera@example.org", ("Vera Ščukina", "Вера Щукина"))


def moment(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2026, 6, 6, hour, minute, second, tzinfo=RIGA)


def test_a_log_with_a_head_of_its_own_is_found_and_read() -> None:
    table = onlinelog.read(ZOOM)
    columns = onlinelog.guess(table.headings)
    assert [table.headings[columns[part]] for part in (Part.NAME, Part.EMAIL, Part.JOINED, Part.LEFT)] == [
        "Name (Original Name)", "User Email", "Join Time", "Leave Time",
    ]  # fmt: skip
    first, second = onlinelog.lines(table, columns, RIGA)
    assert (first.number, first.span) == (5, onlinelog.Span(moment(9, 58, 12), moment(11, 30)))
    assert (second.number, second.email) == (6, "")


@pytest.mark.parametrize("log", [TEAMS, OURS])
def test_tabs_semicolons_local_words_and_lengths_are_read(log: str) -> None:
    table = onlinelog.read(log)
    (line,) = onlinelog.lines(table, onlinelog.guess(table.headings), RIGA)
    assert line.span is not None
    assert line.span.begins.replace(second=0) == moment(9, 58)
    assert line.span.ends - line.span.begins > timedelta(minutes=90)


def test_people_are_found_by_address_and_else_by_name_in_either_script() -> None:
    table = onlinelog.read(ZOOM)
    found = onlinelog.match(onlinelog.lines(table, onlinelog.guess(table.headings), RIGA), [VERA])
    assert list(found.times) == [7]
    assert len(found.times[7]) == 1, "surname first is another name: it is shown as a stranger, not guessed at"
    assert [line.number for line in found.strangers] == [6]


def test_two_people_of_one_address_are_told_apart_by_name() -> None:
    people = [VERA, Known(8, "vera@example.org", ("Anna Ščukina",))]
    lines = [onlinelog.Line(2, "Anna Ščukina", "vera@example.org", onlinelog.Span(moment(10, 0), moment(11, 0)))]
    assert list(onlinelog.match(lines, people).times) == [8]


def test_a_name_two_people_have_is_nobodys() -> None:
    people = [Known(1, "", ("Anna Ozola",)), Known(2, "", ("Anna Ozola",))]
    lines = [onlinelog.Line(2, "Anna Ozola", "", onlinelog.Span(moment(10, 0), moment(11, 0)))]
    assert onlinelog.match(lines, people).strangers == lines


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (("", "", "2026-06-06 10:00", "2026-06-06 11:00"), Fault.WHO),
        (("Vera", "", "yesterday", "2026-06-06 11:00"), Fault.JOINED),
        (("Vera", "", "2026-06-06 10:00", ""), Fault.LEFT),
        (("Vera", "", "2026-06-06 11:00", "2026-06-06 10:00"), Fault.BACKWARDS),
        (("Vera", "", "2026-06-06 11:00", "2026-06-08 10:00"), Fault.LONG),
    ],
)
def test_a_line_that_cannot_be_used_says_why(cells: tuple[str, ...], fault: Fault) -> None:
    table = onlinelog.Table(("name", "email", "join", "leave"), (cells,), (4,))
    (line,) = onlinelog.lines(table, onlinelog.guess(table.headings), RIGA)
    assert (line.number, line.fault, line.span) == (4, fault, None)


def test_slashes_are_read_as_the_organiser_says() -> None:
    assert onlinelog.moment("05/06/2026 10:00", RIGA) == datetime(2026, 6, 5, 10, tzinfo=RIGA)
    assert onlinelog.moment("05/06/2026 10:00", RIGA, day_first=False) == datetime(2026, 5, 6, 10, tzinfo=RIGA)
    assert onlinelog.moment("2026-06-06T07:00:00+00:00", RIGA) == moment(10, 0)


def test_what_a_log_lacks_is_named() -> None:
    assert onlinelog.lacks({}) == [Part.NAME, Part.JOINED, Part.LEFT]
    assert onlinelog.lacks({Part.EMAIL: 0, Part.JOINED: 1, Part.MINUTES: 2}) == []


@given(st.text(max_size=400))
def test_no_file_breaks_the_reading(text: str) -> None:
    table = onlinelog.read(text)
    for line in onlinelog.lines(table, onlinelog.guess(table.headings), RIGA):
        assert (line.span is None) == (line.fault is not None)
