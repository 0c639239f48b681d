"""An event's page, and the open list of events."""

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from ticketing.factories import EventFactory, ProductFactory, QuotaFactory, VariationFactory
from ticketing.models import Event, Quota

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def read(client: Client, event: Event) -> str:
    response = client.get(f"/e/{event.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def an_event_with(products: int) -> Event:
    event = EventFactory()
    for _number in range(products):
        product = ProductFactory(event=event)
        VariationFactory.create_batch(2, product=product)
        QuotaFactory(event=event, products=[product])
    return event


@pytest.mark.parametrize("products", [1, 3])
def test_a_page_takes_as_many_statements_for_three_products_as_for_one(visitor, django_assert_num_queries, products):
    event = an_event_with(products)
    with django_assert_num_queries(7):
        read(visitor, event)


@pytest.mark.parametrize("count", [1, 3])
def test_open_data_take_as_many_statements_for_three_events_as_for_one(visitor, django_assert_num_queries, count):
    for _number in range(count):
        an_event_with(2)
    with django_assert_num_queries(5):
        visitor.get("/events.json")


def test_a_page_says_when_where_what_it_costs_and_by_whom(visitor):
    event = EventFactory(summary_en="A day in the park.", contact_email="anna@example.org", partner__name="Rēzekne", site__house="Pils 8")
    ProductFactory(event=event, price=Decimal("3.50"))
    page = read(visitor, event)
    for said in (
        "A day in the park.",
        "Lūznava manor forge",
        "Pils 8",
        "56.36000, 27.26000",
        "€3.50",
        "Rēzekne",
        "mailto:anna@example.org",
    ):
        assert said in page
    assert f'href="/e/{event.slug}/tickets/"' in page


def test_roubles_are_shown_with_their_sign(visitor):
    event = EventFactory(currency="RUB")
    ProductFactory(event=event, price=Decimal("150.00"))
    assert "₽150.00" in read(visitor, event)


def test_what_is_scarce_is_counted(visitor):
    event = EventFactory()
    QuotaFactory(event=event, size=40, products=[ProductFactory(event=event)])
    Quota.objects.update(taken=28)
    assert "12 of 40 places left" in read(visitor, event)


def test_what_is_plenty_is_not(visitor):
    event = EventFactory()
    QuotaFactory(event=event, size=5000, products=[ProductFactory(event=event)])
    assert "places left" not in read(visitor, event)


def test_sold_out_says_what_to_do(visitor):
    event = EventFactory()
    QuotaFactory(event=event, size=0, products=[ProductFactory(event=event)])
    page = read(visitor, event)
    assert "sold out" in page
    assert "worth looking again later" in page
    assert f"/e/{event.slug}/tickets/" not in page


def test_a_sale_to_come_says_from_when(visitor):
    event = EventFactory()
    ProductFactory(event=event, sale_from=datetime.now(UTC) + timedelta(hours=1))
    assert "On sale from" in read(visitor, event)


def test_what_is_not_public_is_not_shown(visitor):
    event = EventFactory()
    ProductFactory(event=event, name_en="Stall helper", is_public=False)
    ProductFactory(event=event, name_en="Last year's", is_active=False)
    page = read(visitor, event)
    assert "Stall helper" not in page
    assert "Last year&#x27;s" not in page
    assert "no ticket is needed" in page


@pytest.mark.parametrize(
    ("state", "said"),
    [("moved", "This event has been moved."), ("cancelled", "This event is cancelled."), ("finished", "This event is over.")],
)
def test_an_unusual_state_is_said_in_words(visitor, state, said):
    event = EventFactory(state=state, moved_from=datetime(2026, 3, 1, 8, tzinfo=UTC))
    ProductFactory(event=event)
    page = read(visitor, event)
    assert said in page
    assert (f"/e/{event.slug}/tickets/" in page) == (state == "moved")
    assert ("<del" in page) == (state == "moved")


def test_search_engines_read_the_event_and_a_title_cannot_break_out(visitor):
    event = EventFactory(title_en="</script><script>alert(1)</script> & co")
    ProductFactory(event=event)
    page = read(visitor, event)
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    facts = json.loads(found[0])
    assert facts["name"] == "</script><script>alert(1)</script> & co"
    assert facts["startDate"] == event.starts_at.astimezone(event.tz).isoformat()
    assert [offer["price"] for offer in facts["offers"]] == ["3.00"]
    assert "<script>alert(1)" not in page


def test_a_page_in_russian_speaks_russian():
    page = read(Client(headers={"accept-language": "ru"}), EventFactory())
    assert "Ярмарка Мары в Лузнаве" in page
    assert '<html lang="ru"' in page


def test_there_is_no_such_event(visitor):
    assert visitor.get("/e/nowhere/").status_code == 404


def test_open_data_have_what_the_schema_asks_for(visitor):
    event = an_event_with(1)
    response = visitor.get("/events.json")
    (row,) = response.json()["events"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert row["id"] == event.slug
    assert row["name"]["ru"] == "Ярмарка Мары в Лузнаве"
    assert row["starts_at"].startswith(f"{event.starts_at.astimezone(event.tz):%Y-%m-%dT%H:%M:%S}")
    assert len(row["days"]) == 1
    assert {offer["price"] for offer in row["offers"]} == {"3.00"}
    assert row["offers"][0]["places"] == 100
    assert row["address"]["country"] == "LV"
    assert row["organiser"]["name"] == event.partner.name
    assert {"contact", "time_zone", "kind", "state", "url"} <= row.keys()
