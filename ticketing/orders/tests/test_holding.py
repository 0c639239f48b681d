import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from accounts.models import Partner
from common.errors import Invalid, Stale
from ticketing.catalogue.quotas import SoldOut
from ticketing.events.operations import Locked
from ticketing.factories import EventFactory, OrderFactory, ProductFactory, QuotaFactory, VariationFactory
from ticketing.models import Event, Order, QuotaItem
from ticketing.orders import codes, rules
from ticketing.orders import operations as orders
from ticketing.orders.operations.holding import NotOnSale

pytestmark = pytest.mark.django_db


def hold(event, now, *wants):
    wanted = [orders.Want(product=product.pk, variation=variation and variation.pk, count=count) for product, variation, count in wants]
    return orders.hold(event=event, wants=wanted, request_key=uuid.uuid4(), language="lv", by="visitor", at=now)


def test_a_cart_keeps_its_places_for_twenty_minutes(fill_cart, day_ticket, places, now):
    cart = fill_cart(day_ticket, 2)
    places.refresh_from_db()
    assert (cart.state, cart.expires_at, cart.total) == (Order.State.HELD, now + rules.HOLD, Decimal("6.00"))
    assert places.taken == 2


def test_each_single_thing_gets_a_line_of_its_own_at_todays_price(fair, day_ticket, now):
    child = VariationFactory(product=day_ticket, price=Decimal("1.50"))
    cart = hold(fair, now, (day_ticket, None, 1), (day_ticket, child, 2))
    assert [line.price for line in cart.lines.all()] == [Decimal("3.00"), Decimal("1.50"), Decimal("1.50")]
    day_ticket.price = Decimal("9.00")
    day_ticket.save()
    cart.refresh_from_db()
    assert cart.total == Decimal("6.00")


def test_a_form_sent_twice_holds_once(fill_cart, day_ticket, places):
    key = uuid.uuid4()
    assert fill_cart(day_ticket, 2, key=key) == fill_cart(day_ticket, 2, key=key)
    places.refresh_from_db()
    assert (places.taken, Order.objects.count()) == (2, 1)


def test_a_form_sent_twice_finds_its_cart_even_when_it_took_the_last_place(fill_cart, day_ticket, places):
    key = uuid.uuid4()
    assert fill_cart(day_ticket, 3, key=key) == fill_cart(day_ticket, 3, key=key)


def test_the_place_after_the_last_is_refused_with_what_is_left(fill_cart, day_ticket, places):
    fill_cart(day_ticket, 2)
    with pytest.raises(SoldOut) as refused:
        fill_cart(day_ticket, 2)
    assert (refused.value.code, refused.value.facts) == ("sold_out", {"left": 1})
    assert Order.objects.count() == 1


def test_an_expired_cart_makes_room_for_the_next_buyer_at_once(fill_cart, day_ticket, places, now):
    late = fill_cart(day_ticket, 3, at=now - rules.HOLD)
    assert fill_cart(day_ticket, 3).state == Order.State.HELD
    late.refresh_from_db()
    assert late.state == Order.State.LAPSED


def test_a_place_must_be_left_in_every_quota_a_product_draws_on(fill_cart, day_ticket, places):
    hall = QuotaFactory(event=day_ticket.event, size=1, products=[day_ticket])
    with pytest.raises(SoldOut):
        fill_cart(day_ticket, 2)
    places.refresh_from_db()
    hall.refresh_from_db()
    assert (places.taken, hall.taken) == (0, 0)


def test_a_quota_of_one_variation_leaves_the_others_alone(fair, day_ticket, now):
    child, adult = VariationFactory(product=day_ticket), VariationFactory(product=day_ticket)
    few = QuotaFactory(event=fair, size=1)
    QuotaItem.objects.create(quota=few, product=day_ticket, variation=child)
    hold(fair, now, (day_ticket, adult, 5))
    hold(fair, now, (day_ticket, child, 1))
    with pytest.raises(SoldOut):
        hold(fair, now, (day_ticket, child, 1))


def test_an_empty_cart_is_refused(fair, day_ticket, now):
    with pytest.raises(Invalid) as refused:
        hold(fair, now, (day_ticket, None, 0))
    assert refused.value.code == "nothing_chosen"


@pytest.mark.parametrize("count", [-1, 11, rules.MAX_LINES + 1])
def test_too_many_or_less_than_none_is_refused(fair, day_ticket, now, count):
    with pytest.raises(Invalid) as refused:
        hold(fair, now, (day_ticket, None, count))
    assert refused.value.code == "too_many"


def test_the_limit_of_a_product_counts_its_variations_together(fair, now):
    product = ProductFactory(event=fair, max_per_order=2)
    child, adult = VariationFactory(product=product), VariationFactory(product=product)
    with pytest.raises(Invalid):
        hold(fair, now, (product, child, 1), (product, adult, 2))


@pytest.mark.parametrize("state", sorted(set(Event.State.values) - {"published", "moved"}))
def test_only_a_published_or_moved_event_sells(state, now):
    product = ProductFactory(event=EventFactory(state=state))
    with pytest.raises(NotOnSale):
        hold(product.event, now, (product, None, 1))


def test_nothing_is_sold_once_the_event_is_over(fill_cart, day_ticket):
    with pytest.raises(NotOnSale):
        fill_cart(day_ticket, at=day_ticket.event.ends_at)


@pytest.mark.parametrize("fact", [{"is_public": False}, {"is_active": False}])
def test_what_is_not_offered_to_everybody_cannot_be_slipped_into_a_cart(fill_cart, fair, fact):
    with pytest.raises(NotOnSale):
        fill_cart(ProductFactory(event=fair, **fact))


def test_the_product_of_another_event_is_not_on_sale_here(fair, now):
    with pytest.raises(NotOnSale):
        hold(fair, now, (ProductFactory(), None, 1))


def test_a_variation_of_another_product_is_refused(fair, day_ticket, now):
    with pytest.raises(NotOnSale):
        hold(fair, now, (day_ticket, VariationFactory(product__event=fair), 1))


def test_a_product_is_sold_from_its_first_moment_to_its_last(fill_cart, fair, now):
    product = ProductFactory(event=fair, sale_from=now, sale_until=now + timedelta(hours=1))
    assert fill_cart(product, at=now)
    for moment in (now - timedelta(seconds=1), now + timedelta(hours=1)):
        with pytest.raises(NotOnSale):
            fill_cart(product, at=moment)


def test_a_suspended_partner_sells_nothing(fill_cart, day_ticket, now):
    partner = day_ticket.event.partner
    partner.state, partner.suspended_from, partner.suspension_reason = Partner.State.SUSPENDED, now.date(), "sanctions"
    with pytest.raises(Locked):
        fill_cart(day_ticket)


def test_a_dropped_cart_gives_its_places_back(fill_cart, day_ticket, places, now):
    cart = fill_cart(day_ticket, 3)
    orders.drop(order=cart, by="visitor", at=now)
    places.refresh_from_db()
    assert (cart.state, places.taken) == (Order.State.LAPSED, 0)
    with pytest.raises(Stale):
        orders.drop(order=cart, by="visitor", at=now)


def test_an_order_whose_code_is_taken_gets_another(fair, day_ticket, monkeypatch, now):
    first = OrderFactory(event=fair, code="AAAAAA")
    drawn = iter(["AAAAAA", "AAAAAA", "BBBBBB"])
    monkeypatch.setattr(codes, "new_code", lambda: next(drawn))
    cart = hold(fair, now, (day_ticket, None, 1))
    assert (first.code, cart.code, cart.lines.count(), Order.objects.count()) == ("AAAAAA", "BBBBBB", 1, 2)


def test_without_end_it_is_not_tried(fair, day_ticket, monkeypatch, now):
    OrderFactory(event=fair, code="AAAAAA")
    monkeypatch.setattr(codes, "new_code", lambda: "AAAAAA")
    with pytest.raises(IntegrityError):
        hold(fair, now, (day_ticket, None, 1))
