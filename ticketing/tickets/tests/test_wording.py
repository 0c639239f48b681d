from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from ticketing.tickets import wording

RIGA = ZoneInfo("Europe/Riga")
OPENS = datetime(2026, 11, 28, 8, 0, tzinfo=UTC)
SPAN = (OPENS, OPENS + timedelta(hours=8))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("lv", "Sestdiena, 2026. gada 28. novembris, 10:00–18:00"),
        ("ru", "Суббота, 28 ноября 2026 г., 10:00–18:00"),
        ("en", "Saturday, 28 November 2026, 10:00–18:00"),
    ],
)
def test_a_day_is_said_in_the_readers_language_and_the_events_time(language: str, words: str) -> None:
    assert [line.replace("\u202f", " ").replace("\u00a0", " ") for line in wording.days_words([SPAN], RIGA, language)] == [words]


def test_many_days_are_said_from_first_to_last() -> None:
    spans = [(OPENS + timedelta(days=day), OPENS + timedelta(days=day, hours=8)) for day in range(12)]
    assert wording.days_words(spans, RIGA, "en") == ["28 November 2026 – 9 December 2026"]


def test_a_day_that_ends_after_midnight_names_both_dates() -> None:
    (line,) = wording.days_words([(OPENS, OPENS + timedelta(hours=16))], RIGA, "en")
    assert line == "Saturday, 28 November 2026, 10:00 – 29 November 2026, 02:00"


@pytest.mark.parametrize(
    ("zone", "month", "label"),
    [("Europe/Riga", 11, "Rīga, UTC+2"), ("Europe/Riga", 7, "Rīga, UTC+3"), ("Europe/Moscow", 7, "Maskava, UTC+3")],
)
def test_the_clock_is_said_with_its_place_and_distance(zone: str, month: int, label: str) -> None:
    assert wording.zone_label(datetime(2026, month, 1, 12, tzinfo=ZoneInfo(zone)), "lv") == label


def test_money_and_countries_follow_the_language() -> None:
    assert wording.price(Decimal("3.00"), "EUR", "lv") == "3,00\u00a0€"
    assert wording.country_name("LV", "ru") == "Латвия"
    assert wording.country_name("", "ru") == ""
    assert wording.country_name("XX", "ru") == "XX"
