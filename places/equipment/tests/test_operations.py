import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.factories import PersonFactory
from accounts.models import Person
from common.errors import Invalid, Stale
from places.equipment import operations as equipment
from places.factories import BookableFactory
from places.models import Bookable, BookedQuarter, Booking, PlaceKeeper, TrainedUser

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
TEN = datetime(2026, 6, 6, 10, tzinfo=UTC)


def use(starts_at: datetime = TEN, hours: float = 2, **more: object) -> equipment.Use:
    return equipment.Use(starts_at, starts_at + timedelta(hours=hours), "Bowls", **more)


@pytest.fixture
def kiln(db: None) -> Bookable:
    return BookableFactory(cooldown_minutes=12 * 60)


@pytest.fixture
def vera(db: None) -> Person:
    return PersonFactory()


@pytest.fixture
def keeper(kiln: Bookable) -> Person:
    return PlaceKeeper.objects.create(site=kiln.site, person=PersonFactory()).person


def test_a_request_keeps_others_away_until_the_kiln_is_cold(kiln: Bookable, vera: Person):
    first = equipment.book(bookable=kiln, use=use(hours=10), by=vera, at=NOW)
    assert first.state == Booking.State.REQUESTED
    with pytest.raises(equipment.Taken) as refused:
        equipment.book(bookable=kiln, use=use(TEN + timedelta(hours=21, minutes=45)), by=PersonFactory(), at=NOW)
    assert refused.value.facts["free_from"] == TEN + timedelta(hours=22)
    equipment.book(bookable=kiln, use=use(TEN + timedelta(hours=22)), by=PersonFactory(), at=NOW)


def test_a_keepers_own_booking_is_confirmed_at_once(kiln: Bookable, keeper: Person):
    assert equipment.book(bookable=kiln, use=use(), by=keeper, at=NOW).state == Booking.State.CONFIRMED


def test_declining_says_why_and_frees_the_time(kiln: Bookable, vera: Person, keeper: Person):
    asked = equipment.book(bookable=kiln, use=use(), by=vera, at=NOW)
    with pytest.raises(Invalid):
        equipment.decline(booking=asked, answer=" ", by=keeper, at=NOW)
    equipment.decline(booking=asked, answer="The grate is being mended.", by=keeper, at=NOW)
    assert not BookedQuarter.objects.exists()
    with pytest.raises(Stale):
        equipment.confirm(booking=asked, by=keeper, at=NOW)


def test_moving_is_all_or_nothing(kiln: Bookable, vera: Person):
    mine = equipment.book(bookable=kiln, use=use(), by=vera, at=NOW)
    equipment.book(bookable=kiln, use=use(TEN + timedelta(days=2)), by=PersonFactory(), at=NOW)
    with pytest.raises(equipment.Taken):
        equipment.reschedule(booking=mine, starts_at=TEN + timedelta(days=2), ends_at=TEN + timedelta(days=2, hours=2), by=vera, at=NOW)
    mine.refresh_from_db()
    assert mine.starts_at == TEN
    assert mine.quarters.count() == (2 + 12) * 4
    moved = equipment.reschedule(booking=mine, starts_at=TEN + timedelta(hours=1), ends_at=TEN + timedelta(hours=3), by=vera, at=NOW)
    assert moved.revision == 1
    assert moved.quarters.count() == (2 + 12) * 4


def test_only_a_keeper_plans_maintenance(kiln: Bookable, vera: Person, keeper: Person):
    work = use(hours=24 * 20, purpose=Booking.Purpose.MAINTENANCE)
    with pytest.raises(Invalid):
        equipment.book(bookable=kiln, use=work, by=vera, at=NOW)
    assert equipment.book(bookable=kiln, use=work, by=keeper, at=NOW).state == Booking.State.CONFIRMED


def test_a_trained_user_needs_nobody_beside_them(kiln: Bookable, vera: Person):
    Bookable.objects.filter(pk=kiln.pk).update(needs_training=True)
    kiln.refresh_from_db()
    with pytest.raises(Invalid) as refused:
        equipment.book(bookable=kiln, use=use(), by=vera, at=NOW)
    assert refused.value.code == "needs_training"
    TrainedUser.objects.create(bookable=kiln, person=vera, trained_on=date(2026, 5, 1))
    equipment.book(bookable=kiln, use=use(), by=vera, at=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": NOW - timedelta(days=1)},
        {"hours": -1},
        {"hours": 24 * 15},
        {"starts_at": TEN + timedelta(minutes=7)},
        {"people": 0},
    ],
)
def test_senseless_times_are_refused(kiln: Bookable, vera: Person, wrong: dict[str, object]):
    with pytest.raises(Invalid):
        equipment.book(bookable=kiln, use=use(**wrong), by=vera, at=NOW)
    assert not Booking.objects.exists()


def test_no_quarter_is_ever_taken_twice(kiln: Bookable, vera: Person):
    booking = equipment.book(bookable=kiln, use=use(), by=vera, at=NOW)
    with pytest.raises(IntegrityError):
        BookedQuarter.objects.create(bookable=kiln, booking=booking, quarter=booking.quarters.first().quarter)


@pytest.mark.parametrize(
    "wrong",
    [{"ends_at": TEN}, {"people": 0}, {"state": "perhaps"}],
)
def test_the_tables_themselves_refuse_what_makes_no_sense(kiln: Bookable, vera: Person, wrong: dict[str, object]):
    booking = equipment.book(bookable=kiln, use=use(), by=vera, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bookable.objects.filter(pk=kiln.pk).update(setup_minutes=20)


@pytest.mark.django_db(transaction=True)
def test_a_thousand_bookings_at_once_leave_no_overlap():
    looms = [BookableFactory(setup_minutes=15, cooldown_minutes=30) for _ in range(6)]
    people = [PersonFactory() for _ in range(8)]
    chance = random.Random(6)
    wants = [
        (chance.choice(looms), TEN + timedelta(minutes=15 * chance.randrange(400)), chance.choice((1, 1.5, 4)), chance.choice(people))
        for _ in range(1000)
    ]

    def book(want: tuple[Bookable, datetime, float, Person]) -> bool:
        loom, starts_at, hours, by = want
        try:
            booking = equipment.book(bookable=loom, use=use(starts_at, hours), by=by, at=NOW)
            if booking.pk % 5 == 0:
                equipment.cancel(booking=booking, by=by, at=NOW)
        except equipment.Taken:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(16) as crowd:
        answers = list(crowd.map(book, wants))
    assert any(answers)
    assert not all(answers)
    for loom in looms:
        periods = [
            (one.starts_at - timedelta(minutes=15), one.ends_at + timedelta(minutes=30))
            for one in Booking.objects.filter(bookable=loom, state__in=Booking.HOLDING).order_by("starts_at")
        ]
        assert len(periods) > 3
        assert all(ends <= starts for (_from, ends), (starts, _until) in pairwise(periods))
