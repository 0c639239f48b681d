import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from common.publicity.rules import ANYWHERE, Period, in_force

days = st.dates(date(2019, 1, 1), date(2024, 1, 1))
periods = st.builds(
    lambda country, begins, length: Period(country, begins, None if length is None else date.fromordinal(begins.toordinal() + length)),
    st.sampled_from([ANYWHERE, "LV", "RU"]),
    days,
    st.none() | st.integers(1, 900),
)


@given(periods, periods, st.lists(days, min_size=1))
def test_two_periods_meet_when_a_day_belongs_to_both(one, other, some_days):
    if any(one.holds(day) and other.holds(day) for day in some_days) and one.country == other.country:
        assert one.meets(other)
    assert one.meets(other) == other.meets(one)


@given(periods, periods)
def test_periods_that_meet_share_the_later_first_day(one, other):
    if one.meets(other):
        assert one.holds(max(one.begins, other.begins))
        assert other.holds(max(one.begins, other.begins))


@given(st.lists(periods, max_size=8), days, st.sampled_from(["LV", "RU"]))
def test_on_every_day_one_notice_is_in_force_or_none(offered, day, country):
    entered: list[Period] = []
    for period in offered:  # as the operation does: what would overlap is not entered
        if not any(period.meets(other) for other in entered):
            entered.append(period)
    for own in ("LV", "RU", ANYWHERE):
        assert sum(period.holds(day) and period.country == own for period in entered) <= 1
    chosen = {in_force(order, day, country) for order in itertools.islice(itertools.permutations(entered), 24)}
    assert len(chosen) == 1


def test_a_countrys_own_notice_goes_first():
    general, own = Period(ANYWHERE, date(2020, 1, 1), None), Period("RU", date(2020, 1, 1), None)
    assert in_force([general, own], date(2021, 1, 1), "RU") is own
    assert in_force([general, own], date(2021, 1, 1), "LV") is general
