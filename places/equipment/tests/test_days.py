from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from places.templatetags import days

MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Mon, 30 Nov 2026, 08:00"), ("lv", "pirmd., 2026. g. 30. nov., 08:00"), ("ru", "пн, 30 нояб. 2026\u202fг., 08:00")],
)
def test_a_moment_is_written_as_its_reader_writes_it(language: str, words: str):
    with override(language):
        assert days.moment(MONDAY) == words


def test_an_english_day_is_no_american_one():
    with override("en"):
        assert days.day(date(2021, 9, 1)) == "1 Sept 2021"
        assert days.near_weekday(MONDAY) == "Mon 30 Nov"
