"""Working days on both sides of the border."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.orders import workdays


@pytest.mark.parametrize(
    ("year", "day"),
    [(2019, date(2019, 4, 21)), (2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter_is_where_calendars_say(year, day):
    assert workdays.easter(year) == day


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 4), date(2026, 6, 23), date(2026, 6, 24),
        date(2026, 11, 18), date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 31), date(2024, 5, 6), date(2023, 11, 20),
        date(2023, 7, 10), date(2026, 11, 28),
    ],
)  # fmt: skip
def test_latvia_does_not_work(day):
    assert not workdays.is_working(day, "LV")


@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 3, 9), date(2026, 5, 8), date(2026, 11, 19), date(2006, 12, 22)])
def test_latvia_works(day):
    assert workdays.is_working(day, "LV")


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 5), date(2026, 1, 9), date(2026, 2, 23), date(2026, 3, 9), date(2026, 5, 1), date(2026, 5, 11), date(2026, 6, 12),
        date(2026, 11, 4), date(2025, 5, 8), date(2025, 11, 3), date(2027, 5, 3), date(2028, 6, 12),
    ],
)  # fmt: skip
def test_russia_does_not_work(day):
    assert not workdays.is_working(day, "RU")


@pytest.mark.parametrize("day", [date(2025, 11, 1), date(2026, 1, 12), date(2026, 5, 4), date(2026, 4, 6)])
def test_russia_works(day):
    assert workdays.is_working(day, "RU")


def test_five_working_days_skip_what_is_not_worked():
    assert workdays.after(date(2026, 4, 1), 5, "LV") == date(2026, 4, 10)  # Good Friday to Easter Monday
    assert workdays.after(date(2026, 4, 1), 5, "RU") == date(2026, 4, 8)
    assert workdays.after(date(2025, 12, 30), 1, "RU") == date(2026, 1, 12)
    assert workdays.after(date(2026, 6, 22), 1, "LV") == date(2026, 6, 25)


def test_of_other_countries_only_weekends_are_known():
    assert workdays.after(date(2026, 4, 2), 1, "EE") == date(2026, 4, 3)


days = st.dates(date(2010, 1, 1), date(2060, 1, 1))


@given(days, st.integers(1, 30), st.sampled_from(["LV", "RU", "EE"]))
def test_forth_and_back_again(day, count, country):
    end = workdays.after(day, count, country)
    assert workdays.is_working(end, country)
    assert sum(workdays.is_working(day + n * workdays.DAY, country) for n in range(1, (end - day).days + 1)) == count
    if workdays.is_working(day, country):
        assert workdays.before(end, count, country) == day
