from datetime import UTC, date, datetime

import pytest

from accounts.factories import PartnerFactory, PersonFactory
from accounts.history import queries
from accounts.history.operations import log
from accounts.history.queries import Filter

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 29, 9, tzinfo=UTC)  # 12:00 in Riga on the day the clocks go forward


@pytest.fixture
def partner():
    return PartnerFactory()


def test_a_log_line_survives_its_subject_and_its_actor(partner):
    anna, thing = PersonFactory(name="Anna"), PersonFactory()
    log(by=anna, at=NOON, action="order.placed", subject=thing, partner=partner)
    word = f"person:{thing.pk}"
    thing.delete()
    anna.delete()
    assert [(entry.actor, entry.actor_label) for entry in queries.of(word)] == [(None, "Anna")]


def test_the_log_of_an_event_tells_only_of_it(partner):
    one, other = PersonFactory(), PersonFactory()  # anything with a key will do for an event here
    entry = log(by="visitor", at=NOON, action="order.placed", subject=one, event=one)
    log(by="visitor", at=NOON, action="order.placed", subject=one, event=other)
    assert list(queries.within(one)) == [entry]


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        (Filter(), True),
        (Filter(who="anna"), True),
        (Filter(who="boris"), False),
        (Filter(about="order"), True),
        (Filter(about="ticket"), False),
        (Filter(about="partner:0"), False),
        (Filter(text="Vēra placed"), True),
        (Filter(text="Vēra cancelled"), False),
        (Filter(since=date(2026, 3, 29), until=date(2026, 3, 29)), True),
        (Filter(since=date(2026, 3, 30)), False),
        (Filter(until=date(2026, 3, 28)), False),
    ],
)
def test_the_log_is_searched(partner, wanted, is_found):
    log(by=PersonFactory(name="Anna Paraudziņa"), at=NOON, action="order.placed", subject=partner, partner=partner, after={"name": "Vēra"})
    assert queries.of_partner(partner, wanted, "Europe/Riga").exists() == is_found


def test_days_end_at_midnight_of_the_partner(partner):
    late = datetime(2026, 7, 1, 21, 30, tzinfo=UTC)  # 00:30 on 2 July in Riga and in Moscow
    log(by="visitor", at=late, action="order.placed", subject=partner, partner=partner)
    assert not queries.of_partner(partner, Filter(until=date(2026, 7, 1)), "Europe/Riga").exists()
    assert queries.of_partner(partner, Filter(since=date(2026, 7, 2)), "Europe/Riga").exists()


def test_another_partners_log_is_not_found(partner):
    log(by="visitor", at=NOON, action="order.placed", subject=partner, partner=partner)
    assert not queries.of_partner(PartnerFactory(), Filter(), "Europe/Riga").exists()
