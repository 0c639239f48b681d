"""Working days in Latvia and Russia: weekends, public holidays, and the days moved by law or decree.

Each rule says from which year it holds and until which; Easter is computed. Where a year's decree is not known here (Russia moves
some days every autumn for the next year), the general rule of the labour code is taken: a holiday on a weekend is made up for
on the next working day, the January ones excepted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that comes every year from `since` on, `until` included. `made_up` gives a Monday for one on a weekend."""

    on: Callable[[int], date]
    since: int = 1991
    until: int = 9999
    made_up: bool = False


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def easter(year: int) -> date:
    """Return Easter Sunday of the Western churches (the anonymous Gregorian computation)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month, day = (h - m + r + 90) // 25, 0
    day = (h - m + r + month + 19) % 32
    return date(year, month, day)


def _after_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + days * DAY


LATVIA = (
    Holiday(_fixed(1, 1)),
    Holiday(_after_easter(-2)),
    Holiday(_after_easter(1)),
    Holiday(_fixed(5, 1)),
    Holiday(_fixed(5, 4), since=2002, until=2007),
    Holiday(_fixed(5, 4), since=2008, made_up=True),
    Holiday(_fixed(6, 23)),
    Holiday(_fixed(6, 24)),
    Holiday(_fixed(11, 18), until=2007),
    Holiday(_fixed(11, 18), since=2008, made_up=True),
    Holiday(_fixed(12, 24), since=2007),
    Holiday(_fixed(12, 25)),
    Holiday(_fixed(12, 26)),
    Holiday(_fixed(12, 31)),
)
RUSSIA = (
    *(Holiday(_fixed(1, day), since=2013) for day in range(1, 9)),
    *(Holiday(_fixed(1, day), since=2005, until=2012) for day in (*range(1, 6), 7)),
    Holiday(_fixed(2, 23), since=2002, made_up=True),
    Holiday(_fixed(3, 8), made_up=True),
    Holiday(_fixed(5, 1), made_up=True),
    Holiday(_fixed(5, 9), made_up=True),
    Holiday(_fixed(6, 12), since=1992, made_up=True),
    Holiday(_fixed(11, 4), since=2005, made_up=True),
)
RULES = {"LV": LATVIA, "RU": RUSSIA}

DECREED: dict[str, dict[int, tuple[frozenset[date], frozenset[date]]]] = {
    "RU": {
        2025: (
            frozenset({date(2025, 5, 2), date(2025, 5, 8), date(2025, 6, 13), date(2025, 11, 3), date(2025, 12, 31)}),
            frozenset({date(2025, 11, 1)}),
        ),
        2026: (frozenset({date(2026, 1, 9), date(2026, 3, 9), date(2026, 5, 11), date(2026, 12, 31)}), frozenset()),
    },
    "LV": {2023: (frozenset({date(2023, 7, 10)}), frozenset())},  # after the closing of the Song and Dance Festival
}
"""By country and year: days off besides the holidays, and weekend days that are worked. It stands for what is made up that year."""


def _made_up(day: date, off: set[date]) -> date:
    while day.weekday() >= 5 or day in off:
        day += DAY
    return day


@cache
def days_off(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of a year and the days given for those that fell on a weekend; an unknown country has none."""
    rules = [rule for rule in RULES.get(country, ()) if rule.since <= year <= rule.until]
    off = {rule.on(year) for rule in rules}
    decreed = DECREED.get(country, {}).get(year)
    if decreed is not None:
        off |= decreed[0]
    if decreed is None or country == "LV":
        for rule in rules:
            if rule.made_up and rule.on(year).weekday() >= 5:
                off.add(_made_up(rule.on(year), off))
    return frozenset(off)


def is_working(day: date, country: str) -> bool:
    """Tell whether banks and offices of a country work on a day."""
    decreed = DECREED.get(country, {}).get(day.year)
    if decreed is not None and day in decreed[1]:
        return True
    return day.weekday() < 5 and day not in days_off(country, day.year)


def _following(day: date, country: str) -> Iterator[date]:
    while True:
        day += DAY
        if is_working(day, country):
            yield day


def after(day: date, count: int, country: str) -> date:
    """Return the `count`-th working day after `day`; `day` itself for none."""
    working = _following(day, country)
    for _ in range(count):
        day = next(working)
    return day


def before(day: date, count: int, country: str) -> date:
    """Return the `count`-th working day before `day`; `day` itself for none."""
    while count:
        day -= DAY
        count -= is_working(day, country)
    return day
