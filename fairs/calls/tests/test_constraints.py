"""What the tables of calls and applications refuse themselves, past all operations."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from fairs.factories import ApplicationFactory, CallFactory, GoodsGroupFactory
from fairs.models import Application, Call, Companion, Wish

pytestmark = pytest.mark.django_db


def refuses(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes_at": F("opens_at") - timedelta(days=1)},
        {"late_until": F("closes_at") - timedelta(days=1)},
        {"most_stalls": 0},
        {"most_stalls": 7},
        {"photos_max": 1},
    ],
)
def test_a_call_has_ordered_times_and_sane_numbers(wrong):
    call = CallFactory()
    refuses(lambda: Call.objects.filter(pk=call.pk).update(**wrong))


@pytest.mark.parametrize(
    "wrong",
    [{"state": "lost"}, {"submitted_at": None}, {"stalls_min": 0}, {"stalls_min": 3}, {"score": 101}, {"power_kw": -1}, {"front_m": 0}],
)
def test_an_application_is_in_a_known_state_and_sane(wrong):
    one = ApplicationFactory()
    refuses(lambda: Application.objects.filter(pk=one.pk).update(**wrong))


def test_a_maker_applies_once_unless_they_withdrew():
    one = ApplicationFactory(state="withdrawn")
    again = ApplicationFactory(call=one.call, exhibitor=one.exhibitor)
    refuses(lambda: ApplicationFactory(call=one.call, exhibitor=one.exhibitor))
    refuses(lambda: ApplicationFactory(call=one.call, number=again.number))


def test_codes_ranks_and_shares_are_given_once_and_a_wish_is_one_thing():
    one = ApplicationFactory()
    group = GoodsGroupFactory(call=one.call)
    refuses(lambda: GoodsGroupFactory(call=one.call, code=group.code))
    Wish.objects.create(application=one, rank=1, feature="corner")
    refuses(lambda: Wish.objects.create(application=one, rank=1, feature="water"))
    refuses(lambda: Wish.objects.create(application=one, rank=2))
    Companion.objects.create(application=one, kind="share", named="Anna")
    refuses(lambda: Companion.objects.create(application=one, kind="share", named="Rita"))
