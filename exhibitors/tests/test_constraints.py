"""What the tables of makers refuse themselves, past all operations."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.factories import PersonFactory
from exhibitors.factories import ExhibitorFactory, KeeperFactory
from exhibitors.models import Consent, Exhibitor, Paper, Work

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 6, 9, tzinfo=UTC)


def refuses(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_an_exhibitor_has_a_name_and_a_known_form():
    one = ExhibitorFactory()
    for wrong in ({"name": ""}, {"kind": "shop"}, {"legal_form": "XX"}):
        refuses(lambda wrong=wrong: Exhibitor.objects.filter(pk=one.pk).update(**wrong))


def test_a_person_keeps_a_profile_once():
    keeper = KeeperFactory(person=PersonFactory())
    refuses(lambda: KeeperFactory(exhibitor=keeper.exhibitor, person=keeper.person))


def test_a_paper_has_an_ordered_period_a_waiver_no_copy_and_a_verified_one_its_time():
    facts = {"exhibitor": ExhibitorFactory(), "added_at": NOW}
    refuses(lambda: Paper.objects.create(kind="food", valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1), **facts))
    refuses(lambda: Paper.objects.create(kind="disability", file="papers/copy.pdf", **facts))
    refuses(lambda: Paper.objects.create(kind="food", level="checked", **facts))


def test_a_consent_is_in_force_once():
    facts = {"exhibitor": ExhibitorFactory(), "kind": "data", "version": "1", "language": "lv", "given_at": NOW}
    Consent.objects.create(withdrawn_at=NOW, **facts)
    Consent.objects.create(**facts)
    refuses(lambda: Consent.objects.create(**facts))


def test_a_works_price_is_ordered_and_not_below_nothing():
    maker = ExhibitorFactory()
    for low, high in ((9, 3), (-1, None)):
        refuses(
            lambda low=low, high=high: Work.objects.create(
                exhibitor=maker, name="x", price_from=Decimal(low), price_until=high and Decimal(high)
            )
        )
