from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.factories import PartnerFactory, PersonFactory
from accounts.history import queries as history
from accounts.models import Partner, PartnerName
from accounts.partners import operations as books
from accounts.partners.queries import name_on
from common.errors import Invalid, Stale

pytestmark = pytest.mark.django_db
START = date(2022, 3, 1)


@pytest.fixture
def anna():
    return PersonFactory(name="Anna")


@pytest.fixture
def partner():
    return PartnerFactory(name="Dagdas novads")


def suspend(partner, by, **more):
    return books.suspend(**{"partner": partner, "on": START, "reason": "Programme", "by": by, "at": timezone.now(), **more})


def test_a_suspension_lasts_from_its_first_day_until_the_day_before_its_end(partner, anna):
    suspend(partner, anna, until=date(2022, 4, 1))
    days = [date(2022, 2, 28), START, date(2022, 3, 31), date(2022, 4, 1)]
    assert [partner.suspended_on(day) for day in days] == [False, True, True, False]
    assert [partner in Partner.objects.active_on(day) for day in days] == [True, False, False, True]


def test_the_log_keeps_who_suspended_and_why(partner, anna):
    suspend(partner, anna)
    entry = history.of(f"partner:{partner.pk}").get()
    assert (entry.actor, entry.after["suspension_reason"], entry.after["suspended_from"]) == (anna, "Programme", "2022-03-01")


@pytest.mark.parametrize("wrong", [{"reason": "  "}, {"until": START}])
def test_a_suspension_needs_a_reason_and_a_length(partner, anna, wrong):
    with pytest.raises(Invalid):
        suspend(partner, anna, **wrong)
    partner.refresh_from_db()
    assert partner.state == Partner.State.ACTIVE


def test_days_and_reason_of_a_suspension_can_be_changed(partner, anna):
    suspend(partner, anna)
    suspend(partner, anna, until=date(2023, 1, 1))
    assert partner.suspended_until == date(2023, 1, 1)


def test_a_partner_resumes_once(partner, anna):
    suspend(partner, anna)
    books.resume(partner=partner, by=anna, at=timezone.now())
    assert not partner.suspended_on(START)
    with pytest.raises(Stale):
        books.resume(partner=partner, by=anna, at=timezone.now())


def test_documents_of_a_day_print_the_name_of_that_day(partner, anna):
    reform = date(2021, 7, 1)
    books.rename(partner=partner, name="Krāslavas novads", on=reform, by=anna, at=timezone.now())
    assert partner.name == "Krāslavas novads"
    assert [name_on(partner, day) for day in (date(2019, 7, 19), date(2021, 6, 30), reform)] == [
        "Dagdas novads",
        "Dagdas novads",
        "Krāslavas novads",
    ]


@given(st.lists(st.dates(date(2000, 1, 1), date(2020, 1, 1)), unique=True, min_size=1, max_size=4).map(sorted), st.dates(date(1999, 1, 1)))
def test_every_day_has_exactly_the_name_borne_then(days, day):
    partner = PartnerFactory(name="name 0", code="renamed")
    try:
        for number, on in enumerate(days, start=1):
            books.rename(partner=partner, name=f"name {number}", on=on, by="system", at=timezone.now())
        assert name_on(partner, day) == f"name {sum(on <= day for on in days)}"
    finally:
        PartnerName.objects.all().delete()
        partner.delete()


@pytest.mark.parametrize(("name", "on"), [("", START), ("Dagdas novads", START), ("Cits", date(2999, 1, 1))])
def test_a_renaming_needs_a_new_name_and_a_day_that_has_come(partner, anna, name, on):
    with pytest.raises(Invalid):
        books.rename(partner=partner, name=name, on=on, by=anna, at=timezone.now())


def test_names_follow_each_other_in_time(partner, anna):
    books.rename(partner=partner, name="Krāslavas novads", on=date(2021, 7, 1), by=anna, at=timezone.now())
    with pytest.raises(Invalid):
        books.rename(partner=partner, name="Cits", on=date(2021, 6, 1), by=anna, at=timezone.now())


def test_nobody_succeeds_itself(partner, anna):
    other = PartnerFactory()
    books.succeed_by(partner=partner, successor=other, by=anna, at=timezone.now())
    assert partner.successor == other
    for successor in (partner, other):
        with pytest.raises(Invalid):
            books.succeed_by(partner=other, successor=successor if successor is other else partner, by=anna, at=timezone.now())
