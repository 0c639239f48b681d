"""Anna's events, one event's overview, moving it on; and who may not see any of it."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.factories import PersonFactory
from ticketing.cockpit.tests.conftest import text
from ticketing.factories import (
    EventFactory,
    GateFactory,
    OrderFactory,
    OrderLineFactory,
    ProductFactory,
    QuotaFactory,
)
from ticketing.models import Event

HOME = "/desk/"
COCKPIT = "/desk/maras-tirgus/"
STATE = "/desk/maras-tirgus/state/"


def state_of(event) -> str:
    return Event.objects.values_list("state", flat=True).get(pk=event.pk)


# --- my events -------------------------------------------------------------------------------------------------------


def test_the_desk_asks_the_anonymous_to_sign_in(client, db):
    assert client.get(HOME).url == "/accounts/login/?next=/desk/"


def test_somebody_without_a_role_is_told_whom_to_ask(client, event):
    client.force_login(PersonFactory(language="en"))
    page = text(client.get(HOME))
    assert "You have no role at any event yet" in page
    assert "New event" not in page
    assert event.title not in page


def test_boris_sees_nothing_of_annas_events(client, event, boris):
    client.force_login(boris)
    assert event.title not in text(client.get(f"{HOME}?when=all"))
    assert event.title not in "".join(chunk.decode() for chunk in client.get("/desk/events.csv?when=all"))


def test_anna_sees_her_event_and_may_make_another(as_anna, event):
    page = text(as_anna.get(HOME))
    assert event.title_en in page
    assert reverse("desk:new") in page


def test_a_steward_makes_no_events(client, event, janis):
    client.force_login(janis)
    page = text(client.get(HOME))
    assert event.title_en in page
    assert reverse("desk:new") not in page


def test_a_search_that_finds_nothing_says_so(as_anna, event):
    assert "No event like that." in text(as_anna.get(f"{HOME}?q=opera"))


@pytest.mark.parametrize(
    "query", ["when=nonsense", "partner=abc", "partner=99999999999999999999", "sort=drop", "page=zz", "kind=x&state=y"]
)
def test_an_address_that_makes_no_sense_shows_what_comes_nearest(as_anna, event, query):
    assert as_anna.get(f"{HOME}?{query}").status_code == 200


def test_the_list_goes_to_a_spreadsheet_as_filtered(as_anna, event):
    EventFactory(partner=event.partner, title_en="Potters' day", kind="workshop")
    sent = b"".join(as_anna.get("/desk/events.csv?kind=workshop")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sent)))
    assert [row[0] for row in rows] == ["Event", "Potters' day"]


def test_the_list_costs_the_same_for_one_event_and_for_three(as_anna, event, django_assert_num_queries):
    with django_assert_num_queries(10):
        as_anna.get(HOME)
    for _number in range(2):
        EventFactory(partner=event.partner)
    with django_assert_num_queries(10):
        as_anna.get(HOME)


# --- cockpit ---------------------------------------------------------------------------------------------------------


def test_the_cockpit_of_a_running_event_costs_no_more_with_more_in_it(as_anna, event, django_assert_num_queries):
    def fill():
        product = ProductFactory(event=event)
        QuotaFactory(event=event, products=[product])
        GateFactory(event=event, products=[product])
        OrderLineFactory(order=OrderFactory(event=event, placed_at=event.starts_at - timedelta(days=3)), product=product)

    fill()
    with django_assert_num_queries(24):
        as_anna.get(COCKPIT)
    fill()
    fill()
    with django_assert_num_queries(24):
        as_anna.get(COCKPIT)


def test_a_steward_sees_neither_money_nor_buttons(client, event, janis):
    client.force_login(janis)
    page = text(client.get(COCKPIT))
    assert event.title_en in page
    assert "Received" not in page
    assert STATE not in page


def test_finance_sees_money_but_no_buttons(client, event, vita):
    client.force_login(vita)
    page = text(client.get(COCKPIT))
    assert "Received" in page
    assert STATE not in page


def test_what_is_missing_links_to_where_it_is_seen_to(as_anna, event):
    page = text(as_anna.get(COCKPIT))
    assert f'<a href="{reverse("desk:products", args=[event.slug])}">Nothing can be ordered: add a product.</a>' in page


def test_finance_is_told_of_a_missing_product_without_a_link_to_it(client, event, vita):
    client.force_login(vita)
    page = text(client.get(COCKPIT))
    assert "Nothing can be ordered: add a product." in page
    assert reverse("desk:products", args=[event.slug]) not in page


def test_the_chart_has_its_numbers_as_a_table(as_anna, event, now):
    OrderLineFactory(order=OrderFactory(event=event, placed_at=now), product=ProductFactory(event=event))
    page = text(as_anna.get(COCKPIT))
    assert page.count("<rect") == 30
    assert '<td class="num">1</td>' in page


# --- state -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "to"), [("draft", "published"), ("published", "draft"), ("published", "cancelled"), ("moved", "published")]
)
def test_a_button_moves_the_event_on(as_anna, event, before, to):
    Event.objects.filter(pk=event.pk).update(state=before)
    assert f'name="to" value="{to}"' in text(as_anna.get(COCKPIT))
    as_anna.post(STATE, {"to": to})
    assert state_of(event) == to


def test_an_event_that_cannot_be_published_has_no_button_for_it(as_anna, event):
    Event.objects.filter(pk=event.pk).update(state="draft", site=None)
    page = text(as_anna.get(COCKPIT))
    assert "Cannot be published so." in page
    assert 'value="published"' not in page
    assert "Choose a site first" in text(as_anna.post(STATE, {"to": "published"}, follow=True))
    assert state_of(event) == "draft"


def test_an_event_people_have_tickets_for_is_not_withdrawn(as_anna, event):
    OrderFactory(event=event)
    page = text(as_anna.post(STATE, {"to": "draft"}, follow=True))
    assert "Somebody has ordered already." in page
    assert state_of(event) == "published"


def test_an_event_that_has_not_begun_cannot_be_finished(as_anna, event):
    assert 'value="finished"' not in text(as_anna.get(COCKPIT))
    as_anna.post(STATE, {"to": "finished"})
    assert state_of(event) == "published"


@pytest.mark.parametrize("to", ["", "moved", "nonsense", "reported"])
def test_a_state_that_no_button_leads_to_changes_nothing(as_anna, event, to):
    assert as_anna.post(STATE, {"to": to}).status_code == 302
    assert state_of(event) == "published"


def test_the_event_of_a_suspended_partner_is_seen_but_not_moved(as_anna, event, suspended):
    page = text(as_anna.get(COCKPIT))
    assert "nothing can be changed or sold" in page
    assert STATE not in page
    page = text(as_anna.post(STATE, {"to": "cancelled"}, follow=True))
    assert f"{event.partner} is suspended." in page
    assert state_of(event) == "published"


# --- the wrong person ------------------------------------------------------------------------------------------------


PAGES = [
    "event",
    "state",
    "new_quota",
    "new_question",
    "letters",
    "products",
    "edit",
    "move",
    "roles",
    "activity",
    "new_product",
    "new_window",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_closed_to_strangers_and_to_boris(client, event, boris, page):
    address = reverse(f"desk:{page}", args=[event.slug])
    for send in (client.get, client.post):
        assert send(address)["Location"].startswith("/accounts/login/")
    client.force_login(boris)
    for send in (client.get, client.post):
        assert send(address).status_code == 404


@pytest.mark.parametrize("page", [page for page in PAGES if page != "event"])
def test_all_but_the_overview_are_closed_to_a_steward(client, event, janis, page):
    client.force_login(janis)
    address = reverse(f"desk:{page}", args=[event.slug])
    for send in (client.get, client.post):
        assert send(address).status_code == 403
