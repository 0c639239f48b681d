"""The pages of equipment: everybody sees when a thing is busy, only its keepers see who comes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.factories import PersonFactory, RoleFactory
from accounts.models import Person
from common.models import Message
from places.equipment import operations as equipment
from places.factories import BookableFactory, SiteFactory
from places.models import Bookable, BookedQuarter, Booking, PlaceKeeper

pytestmark = pytest.mark.django_db
DAY = (timezone.now() + timedelta(days=3)).date()
TEN = datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=UTC)


@pytest.fixture
def kiln() -> Bookable:
    return BookableFactory(cooldown_minutes=12 * 60, site=SiteFactory(code="L12", zone="UTC"))


@pytest.fixture
def vera() -> Person:
    return PersonFactory(name="Vera Māla")


@pytest.fixture
def keeper(kiln: Bookable) -> Person:
    return PlaceKeeper.objects.create(site=kiln.site, person=PersonFactory(name="Pārzine")).person


def book(kiln: Bookable, by: Person, starts_at: datetime = TEN, hours: float = 2, **more: object) -> Booking:
    use = equipment.Use(starts_at, starts_at + timedelta(hours=hours), "Bļodas", **more)
    return equipment.book(bookable=kiln, use=use, by=by, at=timezone.now())


def asks(starts: str = "10:00", ends: str = "12:00") -> dict[str, str]:
    return {"starts_on": DAY.isoformat(), "starts_time": starts, "ends_time": ends, "title": "Krūzes", "people": "1"}


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def test_a_stranger_sees_when_the_kiln_is_busy_but_not_who_comes(client: Client, kiln: Bookable, vera: Person, keeper: Person):
    book(kiln, vera)
    for address in (reverse("places:equipment", args=["l12"]), reverse("places:thing", args=["l12", kiln.pk])):
        page = client.get(address).content.decode()
        assert "10:00" in page
        assert "Vera" not in page
        assert "Bļodas" not in page


def test_asking_needs_an_account_and_says_how(client: Client, kiln: Bookable):
    address = reverse("places:thing", args=["l12", kiln.pk])
    assert reverse("account_login") in client.get(address).content.decode()
    assert client.post(address, asks())["Location"].startswith("/accounts/login/")
    assert not Booking.objects.exists()


def test_a_request_is_kept_and_the_keeper_gets_a_letter(client: Client, kiln: Bookable, vera: Person, keeper: Person):
    signed_in(client, vera).post(reverse("places:thing", args=["l12", kiln.pk]), asks())
    booking = Booking.objects.get()
    assert (booking.starts_at, booking.ends_at, booking.state) == (TEN, TEN + timedelta(hours=2), "requested")
    assert Message.objects.get().to == keeper.email
    assert "Krūzes" in client.get(reverse("places:bookings")).content.decode()


def test_a_taken_time_names_the_next_free_one_and_keeps_what_was_typed(client: Client, kiln: Bookable, vera: Person):
    book(kiln, PersonFactory())
    page = signed_in(client, vera).post(reverse("places:thing", args=["l12", kiln.pk]), asks("11:00", "13:00")).content.decode()
    free = TEN + timedelta(hours=14)
    assert f"from={int(free.timestamp())}" in page
    assert "Krūzes" in page
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_time": "09:00"}, "ends_time"),
        ({"starts_time": "10:10"}, "starts_time"),
        ({"starts_on": "2020-01-01"}, "starts_time"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"title": ""}, "title"),
        ({"people": "0"}, "people"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(client: Client, kiln: Bookable, vera: Person, wrong: dict[str, str], field: str):
    answer = signed_in(client, vera).post(reverse("places:thing", args=["l12", kiln.pk]), asks() | wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert not BookedQuarter.objects.exists()


def test_a_firing_is_asked_for_its_beginning_only(client: Client, vera: Person):
    kiln = BookableFactory(use_minutes=600, site=SiteFactory(code="L08", zone="Europe/Riga"))
    signed_in(client, vera).post(reverse("places:thing", args=["l08", kiln.pk]), asks())
    booking = Booking.objects.get()
    assert booking.ends_at - booking.starts_at == timedelta(hours=10)


def test_the_hour_that_spring_skips_is_refused(client: Client, vera: Person):
    kiln = BookableFactory(site=SiteFactory(code="L08", zone="Europe/Riga"))
    answer = signed_in(client, vera).post(
        reverse("places:thing", args=["l08", kiln.pk]), asks("03:30", "05:00") | {"starts_on": "2027-03-28"}
    )
    assert answer.context["form"].errors["starts_time"]


def test_a_keeper_confirms_declines_with_a_reason_and_sees_all(client: Client, kiln: Bookable, vera: Person, keeper: Person):
    first, second = book(kiln, vera), book(kiln, vera, TEN + timedelta(days=2))
    page = signed_in(client, keeper).get(reverse("places:keep", args=["l12"])).content.decode()
    assert page.count("Vera Māla") >= 2
    client.post(reverse("places:answer_booking", args=["l12", first.pk]), {"confirm": "", "answer": "Atslēga pie dežuranta"})
    client.post(reverse("places:answer_booking", args=["l12", second.pk]), {"decline": "", "answer": ""})
    second.refresh_from_db()
    assert second.state == "requested", "no reason, no refusal"
    client.post(reverse("places:answer_booking", args=["l12", second.pk]), {"decline": "", "answer": "Remonts"})
    assert {one.state for one in Booking.objects.all()} == {"confirmed", "declined"}
    letters = Message.objects.filter(to=vera.email)
    assert {letter.kind for letter in letters} == {"booking.confirmed", "booking.declined"}
    assert any("Atslēga" in letter.text for letter in letters)


@pytest.fixture
def owner(kiln: Bookable) -> Person:
    """Manages the partner that owns one other thing at the kiln's place."""
    role = RoleFactory(kind="manager")
    BookableFactory(site=kiln.site, owner=role.partner, name_lv="Virpa", code="L12-9")
    return role.person


def test_who_owns_one_thing_answers_for_no_other(client: Client, kiln: Bookable, vera: Person, owner: Person):
    booking = book(kiln, vera)
    signed_in(client, owner)
    assert client.post(reverse("places:answer_booking", args=["l12", booking.pk]), {"confirm": ""}).status_code == 403
    booking.refresh_from_db()
    assert booking.state == "requested"
    for name, args in (("thing_edit", ["l12", kiln.pk]), ("trained", ["l12", kiln.pk])):
        assert client.post(reverse(f"places:{name}", args=args), {"name_lv": "Mana"}).status_code == 403


def test_who_owns_one_thing_sees_its_bookings_alone(client: Client, kiln: Bookable, vera: Person, keeper: Person, owner: Person):
    book(kiln, vera)
    page = signed_in(client, owner).get(reverse("places:keep", args=["l12"])).content.decode()
    assert "Virpa" in page
    assert "Vera" not in page
    assert reverse("places:keepers", args=["l12"]) not in page
    assert b"Vera" not in b"".join(client.get(reverse("places:keep_file", args=["l12", "csv"])))


def test_who_owns_one_thing_names_a_keeper_only_while_there_is_none(client: Client, kiln: Bookable, owner: Person, vera: Person):
    address = reverse("places:keepers", args=["l12"])
    signed_in(client, owner).post(address, {"email": vera.email})
    assert PlaceKeeper.objects.get(site=kiln.site).person == vera
    assert client.post(address, {"email": owner.email}).status_code == 403
    assert client.get(reverse("places:new_thing", args=["l12"])).status_code == 403


@pytest.mark.parametrize("name", ["keep", "new_thing", "keepers"])
def test_only_keepers_open_the_keepers_pages(client: Client, kiln: Bookable, vera: Person, keeper: Person, name: str):
    address = reverse(f"places:{name}", args=["l12"])
    assert client.get(address).status_code == 302
    assert signed_in(client, vera).get(address).status_code == 403
    assert signed_in(client, keeper).get(address).status_code == 200


def test_a_stranger_neither_moves_nor_cancels_somebody_elses_booking(client: Client, kiln: Bookable, vera: Person):
    booking = book(kiln, vera)
    signed_in(client, PersonFactory())
    assert client.post(reverse("places:cancel_booking", args=[booking.pk])).status_code == 404
    assert client.get(reverse("places:move_booking", args=[booking.pk])).status_code == 404
    booking.refresh_from_db()
    assert booking.state == "requested"


def test_a_confirmed_booking_that_its_maker_moves_must_be_confirmed_anew(client: Client, kiln: Bookable, vera: Person, keeper: Person):
    booking = book(kiln, vera)
    equipment.confirm(booking=booking, by=keeper, at=timezone.now())
    signed_in(client, vera).post(reverse("places:move_booking", args=[booking.pk]), asks("14:00", "16:00") | {"ends_on": ""})
    booking.refresh_from_db()
    assert (booking.starts_at, booking.state) == (TEN + timedelta(hours=4), "requested")
    assert Message.objects.filter(to=keeper.email, kind="booking.asked").count() == 2


def test_the_list_is_searched_in_any_script_and_exported(client: Client, kiln: Bookable, vera: Person, keeper: Person):
    book(kiln, vera)
    signed_in(client, keeper)
    address = reverse("places:keep", args=["l12"])
    assert "Vera" in client.get(address, {"q": "печь"}).content.decode().split('aria-labelledby="all"')[1]
    assert "Vera Māla" not in client.get(address, {"q": "stelles"}).content.decode().split('aria-labelledby="all"')[1].split("things")[0]
    assert "Bļodas" in b"".join(client.get(reverse("places:keep_file", args=["l12", "csv"]))).decode()
    assert client.get(reverse("places:keep_file", args=["l12", "xlsx"])).status_code == 200
    assert client.get(reverse("places:keep_file", args=["l12", "doc"])).status_code == 404


def test_calendars_keep_names_from_strangers_and_uids_when_moved(client: Client, kiln: Bookable, vera: Person, keeper: Person):
    booking = book(kiln, vera)
    public = Calendar.from_ical(client.get(reverse("places:calendar", args=["l12"])).content)
    entry = public.walk("VEVENT")[0]
    assert "Bļodas" not in str(entry["summary"])
    assert "description" not in entry
    own = signed_in(client, vera).get(reverse("places:bookings")).context["feed_url"]
    client.logout()
    before = Calendar.from_ical(client.get(own).content).walk("VEVENT")[0]
    assert "Bļodas" in str(before["summary"])
    equipment.reschedule(
        booking=booking, starts_at=TEN + timedelta(hours=1), ends_at=TEN + timedelta(hours=2), by=keeper, at=timezone.now()
    )
    after = Calendar.from_ical(client.get(own).content).walk("VEVENT")[0]
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)
    assert after["dtstart"].dt == TEN + timedelta(hours=1)
    assert client.get(own.replace(":", "%3A").replace(".ics", "x.ics")).status_code == 404


def test_a_day_shows_what_runs_over_midnight(client: Client, kiln: Bookable, vera: Person):
    book(kiln, vera, TEN + timedelta(hours=12), 4)
    answer = client.get(reverse("places:equipment", args=["l12"]), {"day": DAY.isoformat()})
    (_first, today), (_second, tomorrow), (_third, free), *_rest = answer.context["rows"][0].days
    assert [(one.from_hour, one.until_hour, one.tone) for one in today] == [(22, 24, "asked")]
    assert [(one.from_hour, one.until_hour, one.tone) for one in tomorrow] == [(0, 2, "asked"), (2, 14, "after")]
    assert free == ()


@pytest.mark.parametrize("things", [1, 3])
def test_more_things_cost_no_more_statements(client: Client, kiln: Bookable, vera: Person, things: int, django_assert_num_queries):
    for number in range(things - 1):
        book(BookableFactory(site=kiln.site), vera, TEN + timedelta(days=number))
    book(kiln, vera)
    with django_assert_num_queries(3):
        client.get(reverse("places:equipment", args=["l12"]))
