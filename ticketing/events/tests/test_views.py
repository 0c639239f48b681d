"""The calendar as visitors find it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.factories import PartnerFactory
from ticketing.factories import EventFactory
from ticketing.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def in_russian() -> Client:
    return Client(headers={"accept-language": "ru"})


def read(client: Client, address: str = "/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_takes_as_many_statements_for_three_events_as_for_one(visitor, django_assert_num_queries, count):
    EventFactory.create_batch(count)
    with django_assert_num_queries(3):
        read(visitor)


@pytest.mark.parametrize("count", [1, 3])
def test_the_feed_takes_as_many_statements_for_three_events_as_for_one(visitor, django_assert_num_queries, count):
    EventFactory.create_batch(count)
    with django_assert_num_queries(2):
        read(visitor, "/calendar.ics")


def test_a_draft_is_seen_nowhere(visitor):
    draft = EventFactory(state=Event.State.DRAFT, title_en="Not yet public")
    assert all("Not yet public" not in read(visitor, address) for address in ("/", "/?past=1", "/calendar.ics", "/events.json"))
    assert visitor.get(f"/e/{draft.slug}/").status_code == 404
    assert visitor.get(f"/e/{draft.slug}/event.ics").status_code == 404


def test_past_events_have_a_page_of_their_own(visitor):
    start = datetime.now(UTC) - timedelta(days=9)
    EventFactory(title_en="Long gone", state=Event.State.FINISHED, starts_at=start, ends_at=start + timedelta(hours=6))
    EventFactory(title_en="Soon")
    assert "Long gone" not in read(visitor)
    assert "Long gone" in read(visitor, "/?past=1")
    assert "Soon" not in read(visitor, "/?past=1")


def test_events_stand_under_their_month(visitor):
    start = datetime(2031, 5, 31, 22, 30, tzinfo=UTC)  # the first of June in Riga
    EventFactory(starts_at=start, ends_at=start + timedelta(hours=3))
    page = read(visitor)
    assert "June 2031" in page
    assert "May 2031" not in page


def test_hours_are_those_on_the_spot_with_the_other_side_where_it_differs(visitor):
    winter = datetime(2031, 1, 11, 10, tzinfo=ZoneInfo("Europe/Riga"))
    EventFactory(starts_at=winter, ends_at=winter + timedelta(hours=6))
    page = read(visitor)
    assert "10:00–16:00 Riga time" in page
    assert "11:00–17:00 Moscow time" in page


def test_in_summer_both_sides_have_the_same_hours(visitor):
    summer = datetime(2031, 7, 12, 10, tzinfo=ZoneInfo("Europe/Moscow"))
    EventFactory(starts_at=summer, ends_at=summer + timedelta(hours=6), zone="Europe/Moscow")
    page = read(visitor)
    assert "10:00–16:00 Moscow time" in page
    assert "Riga time" not in page


def test_kind_and_country_narrow_the_list(visitor):
    EventFactory(title_en="Clay days", kind=Event.Kind.WORKSHOP)
    EventFactory(title_en="Pskov masters", partner=PartnerFactory(country="RU"))
    assert "Clay days" in read(visitor, "/?kind=workshop")
    assert "Pskov masters" not in read(visitor, "/?kind=workshop")
    assert "Pskov masters" in read(visitor, "/?country=RU")
    assert "Clay days" not in read(visitor, "/?country=RU")


@pytest.mark.parametrize("words", ["лузнаве ЯРМАРКА", "luznava", "Lūznavā TIRGUS", "māra's"])
def test_search_knows_capitals_marks_and_both_scripts(in_russian, words):
    event = EventFactory()
    EventFactory(title_lv="Citur", title_ru="Там", title_en="Elsewhere", site=None)
    page = read(in_russian, f"/?q={words}")
    assert f"/e/{event.slug}/" in page
    assert "Там" not in page


@pytest.mark.parametrize(
    "query", ["kind=circus", "country=XX", "page=zero", "page=-3", "page=99999999999999999999", "q=%00%F0%9F%98%80", "past=maybe", "q=%FF"]
)
def test_nonsense_in_the_address_shows_what_comes_nearest(visitor, query):
    EventFactory(title_en="Still here")
    assert visitor.get(f"/?{query}").status_code == 200


def test_nothing_found_says_how_to_find_more(visitor):
    EventFactory()
    assert "Show all events" in read(visitor, "/?q=zzzz")


def test_an_empty_calendar_says_so(visitor):
    assert "Nothing planned at the moment" in read(visitor)
    assert "No event is over yet" in read(visitor, "/?past=1")


def test_twenty_five_events_make_two_pages_that_keep_the_filter(visitor):
    EventFactory.create_batch(25, kind=Event.Kind.FAIR)
    page = read(visitor, "/?kind=fair")
    assert page.count('class="card event"') == 24
    assert "kind=fair&amp;page=2" in page
    assert read(visitor, "/?kind=fair&page=2").count('class="card event"') == 1


def test_the_event_of_a_suspended_partner_is_seen_on_hold(visitor):
    partner = PartnerFactory(state="suspended", suspended_from="2022-03-01", suspension_reason="decision", name="Porkhov")
    event = EventFactory(partner=partner)
    assert "on hold" in read(visitor)
    page = read(visitor, f"/e/{event.slug}/")
    assert "This event is on hold." in page
    assert f"/e/{event.slug}/tickets/" not in page


def test_the_feed_speaks_the_language_its_address_names(visitor):
    EventFactory()
    calendar = Calendar.from_ical(visitor.get("/calendar.ics?language=ru").content)
    assert [str(entry["SUMMARY"]) for entry in calendar.events] == ["Ярмарка Мары в Лузнаве"]
    assert visitor.get("/calendar.ics?language=xx").status_code == 200
    assert visitor.get("/calendar.ics")["Content-Type"].startswith("text/calendar")


def test_one_event_can_be_added_to_a_calendar(visitor):
    event = EventFactory()
    response = visitor.get(f"/e/{event.slug}/event.ics")
    assert f'filename="{event.slug}.ics"' in response["Content-Disposition"]
    assert len(Calendar.from_ical(response.content).events) == 1


def test_the_calendar_is_read_only(visitor):
    assert visitor.post("/").status_code == 405
