"""Choosing tickets: what people type, and what they get to read."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from ticketing.factories import EventFactory, ProductFactory, VariationFactory
from ticketing.models import Event, Order, Product, Quota

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def address(event: Event) -> str:
    return f"/e/{event.slug}/tickets/"


def choose(client: Client, event: Event, key: str | None = None, **counts):
    typed = {name.replace("_", "-"): value for name, value in counts.items()}
    return client.post(address(event), {"request_key": key or str(uuid.uuid4()), **typed})


def refused(response) -> str:
    assert response.status_code == 200
    assert Order.objects.count() == 0
    return response.content.decode()


def test_choosing_holds_places_and_leads_to_the_cart(visitor, fair, day_ticket, places):
    response = choose(visitor, fair, **{f"count_{day_ticket.pk}": "2"})
    order = Order.objects.get()
    assert response.headers["Location"] == f"/cart/{order.code}/{order.secret}/"
    assert order.lines.count() == 2
    assert order.language == "en"
    places.refresh_from_db()
    assert places.taken == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("products", [1, 3])
def test_holding_takes_as_many_statements_for_three_products_as_for_one(visitor, fair, django_assert_max_num_queries, products):
    on_offer = ProductFactory.create_batch(products, event=fair)
    with django_assert_max_num_queries(12):  # BEGIN and COMMIT among them; one more SELECT where there are variations
        choose(visitor, fair, **{f"count_{product.pk}": "1" for product in on_offer})
    assert Order.objects.get().lines.count() == products


def test_a_variation_is_chosen_by_its_own_number(visitor, fair, day_ticket):
    child = VariationFactory(product=day_ticket, price=Decimal("1.00"))
    choose(visitor, fair, **{f"count_{day_ticket.pk}_{child.pk}": "3"})
    assert Order.objects.get().total == Decimal("3.00")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-1", "greater than or equal to 0"),
        ("99999999999999999999", "less than or equal to 10"),
        ("11", "less than or equal to 10"),
        ("two", "Write a whole number"),
        ("1.5", "Write a whole number"),
        ("😀", "Write a whole number"),
        ("1\x00", "Write a whole number"),
    ],
)
def test_a_bad_number_is_answered_at_its_field_and_stays(visitor, fair, day_ticket, typed, said):
    page = refused(choose(visitor, fair, **{f"count_{day_ticket.pk}": typed}))
    assert said in page
    assert 'aria-invalid="true"' in page
    if "\x00" not in typed:
        assert f'value="{typed}"' in page


@pytest.mark.parametrize("typed", ["", "0", "00"])
def test_choosing_nothing_is_answered(visitor, fair, day_ticket, typed):
    assert "Choose at least one ticket." in refused(choose(visitor, fair, **{f"count_{day_ticket.pk}": typed}))


@pytest.mark.parametrize("name", ["count_987654321", "count_1_987654321", "count_999999999999999"])
def test_a_product_nobody_offers_is_answered(visitor, fair, day_ticket, name):
    page = refused(choose(visitor, fair, **{name: "1", f"count_{day_ticket.pk}": "2"}))
    assert "no longer on sale" in page
    assert 'value="2"' in page


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_public": False}, {"sale_until": datetime(2020, 1, 1, tzinfo=UTC)}])
def test_a_product_removed_meanwhile_is_answered(visitor, fair, day_ticket, change):
    Product.objects.filter(pk=day_ticket.pk).update(**change)
    assert "no longer on sale" in refused(choose(visitor, fair, **{f"count_{day_ticket.pk}": "1"}))


def test_a_product_of_another_event_is_not_sold_here(visitor, fair, day_ticket):
    stranger = ProductFactory()
    assert "no longer on sale" in refused(choose(visitor, fair, **{f"count_{stranger.pk}": "1"}))


def test_a_sale_that_has_not_begun_cannot_be_begun_by_hand(visitor, fair, day_ticket):
    Product.objects.update(sale_from=datetime.now(UTC) + timedelta(hours=1))
    assert "no longer on sale" in refused(choose(visitor, fair, **{f"count_{day_ticket.pk}": "1"}))
    assert "On sale from" in visitor.get(address(fair)).content.decode()


def test_asking_for_more_than_is_left_says_how_many_there_are(visitor, fair, day_ticket, places):
    page = refused(choose(visitor, fair, **{f"count_{day_ticket.pk}": "4"}))
    assert "Only 3 places are left." in page
    assert 'value="4"' in page


def test_sold_out_offers_what_to_do(visitor, fair, day_ticket, places):
    Quota.objects.update(taken=3)
    page = visitor.get(address(fair)).content.decode()
    assert "sold out" in page
    assert "worth looking again later" in page
    assert '<input type="number"' not in page


def test_the_same_form_sent_twice_holds_once(visitor, fair, day_ticket, places):
    key = str(uuid.uuid4())
    first = choose(visitor, fair, key, **{f"count_{day_ticket.pk}": "2"})
    second = choose(Client(), fair, key, **{f"count_{day_ticket.pk}": "2"})
    assert first.headers["Location"] == second.headers["Location"]
    assert Order.objects.count() == 1


def test_going_back_and_choosing_otherwise_replaces_the_cart(visitor, fair, day_ticket, places):
    key = str(uuid.uuid4())
    choose(visitor, fair, key, **{f"count_{day_ticket.pk}": "2"})
    choose(visitor, fair, key, **{f"count_{day_ticket.pk}": "3"})
    assert sorted(Order.objects.values_list("state", flat=True)) == ["held", "lapsed"]
    places.refresh_from_db()
    assert places.taken == 3


def test_a_cart_that_was_placed_is_not_replaced(visitor, fair, day_ticket, places, place):
    choose(visitor, fair, **{f"count_{day_ticket.pk}": "1"})
    place(Order.objects.get())
    choose(visitor, fair, **{f"count_{day_ticket.pk}": "1"})
    assert sorted(Order.objects.values_list("state", flat=True)) == ["held", "placed"]


@pytest.mark.parametrize("cookie", ["", "x", "T00001/wrong", "/", "\x00/\x00", "é/é"])
def test_a_made_up_cookie_changes_nothing(visitor, fair, day_ticket, cookie):
    visitor.cookies["cart"] = cookie
    assert choose(visitor, fair, **{f"count_{day_ticket.pk}": "1"}).status_code == 302


@pytest.mark.parametrize("key", ["", "nonsense", "0" * 500])
def test_a_broken_key_of_the_form_still_sells(visitor, fair, day_ticket, key):
    assert visitor.post(address(fair), {"request_key": key, f"count-{day_ticket.pk}": "1"}).status_code == 302


@pytest.mark.parametrize(("state", "said"), [("cancelled", "This event is cancelled."), ("finished", "This event is over.")])
def test_an_event_that_does_not_sell_says_why(visitor, fair, day_ticket, state, said):
    Event.objects.update(state=state)
    assert '<form method="post" class="stack" novalidate data-choice' not in visitor.get(address(fair)).content.decode()
    assert said in refused(choose(visitor, fair, **{f"count_{day_ticket.pk}": "1"}))


def test_the_event_of_a_suspended_partner_sells_nothing(visitor, fair, day_ticket):
    partner = fair.partner
    partner.state, partner.suspended_from, partner.suspension_reason = "suspended", "2022-03-01", "decision"
    partner.save()
    assert "suspended" in refused(choose(visitor, fair, **{f"count_{day_ticket.pk}": "1"}))
    assert "This event is on hold." in visitor.get(address(fair)).content.decode()


def test_a_draft_has_no_tickets(visitor):
    assert visitor.get(address(EventFactory(state="draft"))).status_code == 404


def test_numbers_in_the_address_are_filled_in(visitor, fair, day_ticket):
    assert 'value="2"' in visitor.get(f"{address(fair)}?count-{day_ticket.pk}=2&count-x=9&request_key=<b>").content.decode()


def test_the_answer_is_in_the_readers_language(fair, day_ticket):
    page = choose(Client(headers={"accept-language": "ru"}), fair, **{f"count_{day_ticket.pk}": "-1"}).content.decode()
    assert "больше либо равно 0" in page
    assert "Билет на день" in page
