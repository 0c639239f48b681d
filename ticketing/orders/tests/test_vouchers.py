"""Buying with a voucher, at a lower price, in a second currency."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from common.errors import Invalid
from common.models import Message
from ticketing.billing import queries as billing
from ticketing.catalogue import queries as catalogue
from ticketing.catalogue.quotas import SoldOut
from ticketing.factories import EventFactory, PriceStepFactory, ProductFactory, VariationFactory, VoucherFactory
from ticketing.models import Order, OrderLine, PriceStep, Quota, Voucher, VoucherUse
from ticketing.orders import operations as orders
from ticketing.orders import queries
from ticketing.orders.operations.holding import NotOnSale
from ticketing.pricing import Quote
from ticketing.vouchers import operations as vouchers
from ticketing.vouchers.operations import BadVoucher

pytestmark = pytest.mark.django_db


@pytest.fixture
def hold(now):
    def make(product, count=1, *, code="", variation=None, at=now, **more) -> Order:
        wants = [orders.Want(product=product.pk, variation=variation, count=count)]
        return orders.hold(
            event=product.event, wants=wants, request_key=uuid.uuid4(), language="lv", by="visitor", at=at, voucher=code, **more
        )

    return make


def paid(order: Order) -> list[Decimal]:
    return [line.price for line in order.lines.all()]


def taken(quota: Quota) -> int:
    return Quota.objects.values_list("taken", flat=True).get(pk=quota.pk)


# --- vouchers -------------------------------------------------------------------------------------------------------


def test_a_voucher_lowers_each_line_and_the_snapshot_says_how(hold, fair, day_ticket):
    voucher = VoucherFactory(event=fair, uses_allowed=3)
    cart = hold(day_ticket, 2, code=voucher.code.lower().replace("-", " "))
    assert (cart.total, paid(cart)) == (3, [Decimal("1.50"), Decimal("1.50")])
    assert [line.discount for line in cart.lines.all()] == [Decimal("1.50")] * 2
    quote = Quote.from_json(Order.objects.get(pk=cart.pk).quote)
    assert (quote.total, [line.amount for line in quote.lines]) == (3, [6, -3])
    use = VoucherUse.objects.get()
    assert (use.order, use.uses, use.amount) == (cart, 2, Decimal("3.00"))
    assert Voucher.objects.get().uses_left == 1


def test_only_as_many_tickets_are_cheaper_as_it_has_uses(hold, fair, day_ticket):
    cart = hold(day_ticket, 3, code=VoucherFactory(event=fair).code)
    assert sorted(paid(cart)) == [Decimal("1.50"), 3, 3]


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"uses_taken": 1}, "used_up"),
        ({"valid_until": "2020-01-01T00:00Z"}, "expired"),
        ({"valid_from": "2120-01-01T00:00Z"}, "not_yet"),
        ({"ended_at": "2020-01-01T00:00Z"}, "ended"),
        ({"kind": "credit", "currency": "EUR"}, "is_credit"),
        ({"kind": "amount", "currency": "RUB"}, "other_currency"),
        ({"minimum": 4, "currency": "EUR"}, "below_minimum"),
    ],
)
def test_a_code_that_cannot_be_used_says_why_and_holds_nothing(hold, fair, day_ticket, places, facts, fault):
    voucher = VoucherFactory(event=fair)
    Voucher.objects.filter(pk=voucher.pk).update(**facts)
    with pytest.raises(BadVoucher) as refused:
        hold(day_ticket, code=voucher.code)
    assert (refused.value.facts, refused.value.field) == ({"fault": fault}, "voucher")
    assert (Order.objects.count(), taken(places)) == (0, 0)


def test_a_voucher_of_another_partner_is_no_voucher(hold, day_ticket):
    with pytest.raises(BadVoucher) as refused:
        hold(day_ticket, code=VoucherFactory().code)
    assert refused.value.facts == {"fault": "unknown"}


def test_a_hidden_product_is_sold_to_who_has_the_code_and_to_nobody_else(hold, fair, day_ticket):
    hidden = ProductFactory(event=fair, is_public=False, price=Decimal("5.00"))
    code = VoucherFactory(event=fair, kind="access", value=0, unlocks=True, products=[hidden], uses_allowed=2).code
    with pytest.raises(NotOnSale):
        hold(hidden)
    assert hold(hidden, 2, code=code).total == 10
    with pytest.raises(BadVoucher):
        hold(hidden, code=code)


def test_a_voucher_that_opens_nothing_leaves_hidden_things_hidden(hold, fair, day_ticket):
    hidden = ProductFactory(event=fair, is_public=False)
    with pytest.raises(NotOnSale):
        hold(hidden, code=VoucherFactory(event=fair, products=[hidden]).code)


def test_a_cart_that_lapses_or_is_replaced_gives_its_use_back(hold, fair, day_ticket, now):
    voucher = VoucherFactory(event=fair)
    first = hold(day_ticket, code=voucher.code)
    with pytest.raises(BadVoucher):
        hold(day_ticket, code=voucher.code)
    second = hold(day_ticket, code=voucher.code, replacing=first)
    orders.drop(order=second, by="visitor", at=now)
    third = hold(day_ticket, code=voucher.code)
    orders.drop_expired(at=now + timedelta(hours=1))
    voucher.refresh_from_db()
    assert voucher.uses_left == 1
    assert set(VoucherUse.objects.exclude(released_at=None).values_list("order", flat=True)) == {first.pk, second.pk, third.pk}


def test_a_cancelled_order_gives_its_use_back_once(hold, place, fair, day_ticket, now):
    voucher = VoucherFactory(event=fair, uses_allowed=5)
    order = place(hold(day_ticket, 2, code=voucher.code))
    orders.cancel_ticket(ticket=order.lines.first().ticket, by="visitor", at=now)
    voucher.refresh_from_db()
    assert voucher.uses_left == 3
    orders.cancel(order=order, by="visitor", at=now)
    voucher.refresh_from_db()
    assert voucher.uses_left == 5


def test_kept_places_are_for_the_holder_of_the_code_alone(hold, fair, day_ticket, places, now):
    (voucher,) = vouchers.make(
        event=fair,
        facts={"kind": "percent", "value": 50, "quota": places, "reserved": 2, "uses_allowed": 9},
        products=[],
        by="system",
        at=now,
    )
    hold(day_ticket)
    with pytest.raises(SoldOut):
        hold(day_ticket)
    cart = hold(day_ticket, 2, code=voucher.code)
    assert taken(places) == 3
    orders.drop(order=cart, by="visitor", at=now)
    assert taken(places) == 3
    with pytest.raises(SoldOut):
        hold(day_ticket)
    vouchers.end(voucher=voucher, by="system", at=now)
    assert taken(places) == 1
    hold(day_ticket, 2)


def test_a_quota_that_is_counted_again_keeps_the_kept_places(hold, fair, day_ticket, places, now):
    facts = {"kind": "percent", "value": 50, "quota": places, "reserved": 2, "uses_allowed": 9}
    (voucher,) = vouchers.make(event=fair, facts=facts, products=[], by="system", at=now)
    hold(day_ticket, 1, code=voucher.code)
    saved = orders.save_quota(event=fair, name="Vietas", size=5, pairs=[(day_ticket.pk, None)], by="system", at=now, quota=places)
    assert saved.taken == 2


def test_without_anything_special_holding_costs_no_statement_more(hold, day_ticket, places, django_assert_num_queries):
    event = day_ticket.event
    event.partner  # noqa: B018  (loaded by whoever found the event)
    with django_assert_num_queries(7):  # savepoint twice, product, order, line, quota's items, quota
        hold(day_ticket)


# --- lower prices ---------------------------------------------------------------------------------------------------


def test_the_first_so_many_are_cheaper_and_one_order_may_hold_both_prices(hold, day_ticket):
    step = PriceStepFactory(product=day_ticket, price=Decimal("2.00"), first=3)
    assert hold(day_ticket, 2).total == 4
    assert hold(day_ticket, 2).total == 5
    assert hold(day_ticket, 1).total == 3
    step.refresh_from_db()
    assert step.taken == 3


def test_a_cheap_place_that_comes_back_is_sold_cheap_again(hold, day_ticket, now):
    PriceStepFactory(product=day_ticket, first=1)
    cart = hold(day_ticket)
    again = hold(day_ticket, replacing=cart)
    assert (cart.total, again.total) == (2, 2)
    orders.drop(order=again, by="visitor", at=now)
    assert hold(day_ticket).total == 2


def test_a_price_until_a_date_is_kept_by_the_cart_that_saw_it(hold, place, day_ticket, now):
    PriceStepFactory(product=day_ticket, first=None, until=now + timedelta(minutes=5))
    cart = hold(day_ticket)
    assert place(cart, at=now + timedelta(minutes=6)).total == 2
    assert hold(day_ticket, at=now + timedelta(minutes=5)).total == 3


def test_a_group_pays_less_and_the_cheapest_step_goes_first(hold, day_ticket):
    PriceStepFactory(product=day_ticket, first=None, from_places=5, price=Decimal("2.00"))
    PriceStepFactory(product=day_ticket, first=1, price=Decimal("1.00"))
    assert hold(day_ticket, 4).total == 10
    assert hold(day_ticket, 5).total == 10


def test_a_step_of_one_variation_is_for_no_other(hold, day_ticket):
    child, adult = VariationFactory(product=day_ticket), VariationFactory(product=day_ticket)
    PriceStepFactory(product=day_ticket, variation=child, price=Decimal("1.00"))
    assert hold(day_ticket, variation=child.pk).total == 1
    assert hold(day_ticket, variation=adult.pk).total == 3


def test_a_step_dearer_than_the_price_is_none(hold, day_ticket):
    PriceStepFactory(product=day_ticket, price=Decimal("9.00"))
    assert hold(day_ticket).total == 3
    assert PriceStep.objects.get().taken == 0


def test_the_shop_shows_what_comes_after_a_lower_price(day_ticket, now):
    PriceStepFactory(product=day_ticket, price=Decimal("2.00"), first=12)
    PriceStepFactory(product=day_ticket, price=Decimal("1.50"), first=None, from_places=10)
    ((choice,),) = (offer.choices for offer in catalogue.offers(day_ticket.event, now))
    assert (choice.price, choice.regular, choice.then, choice.step.left) == (2, 3, 3, 12)
    assert [(step.from_places, step.price) for step in choice.groups] == [(10, Decimal("1.50"))]


# --- currencies -----------------------------------------------------------------------------------------------------


@pytest.fixture
def two_currencies(now):
    event = EventFactory(second_currency="RUB")
    ProductFactory(event=event, name_lv="Abās", price=Decimal("3.00"), second_price=Decimal("250.00"))
    ProductFactory(event=event, name_lv="Tikai eiro", price=Decimal("8.00"))
    return event


def test_one_event_sells_in_two_currencies_and_never_adds_them(hold, place, two_currencies, now):
    both, euros = two_currencies.products.all()
    for currency, total in (("", 3), ("EUR", 3), ("RUB", 250)):
        cart = hold(both, currency=currency)
        assert (cart.currency, cart.total) == (currency or "EUR", total)
        place(cart)
    with pytest.raises(NotOnSale):
        hold(euros, currency="RUB")
    with pytest.raises(Invalid):
        hold(both, currency="USD")
    assert billing.outstanding(two_currencies) == {"EUR": 6, "RUB": 250}
    offers = catalogue.offers(two_currencies, now, currency="RUB")
    assert [(offer.product.name_lv, offer.choices[0].price) for offer in offers] == [("Abās", 250)]


def test_a_step_without_a_price_in_roubles_is_none_there(hold, two_currencies):
    both, _euros = two_currencies.products.all()
    step = PriceStepFactory(product=both, price=Decimal("2.00"))
    assert hold(both, currency="RUB").total == 250
    PriceStep.objects.filter(pk=step.pk).update(second_price=Decimal("100.00"))
    assert hold(both, currency="RUB").total == 100


# --- what the buyer reads -------------------------------------------------------------------------------------------


def test_the_price_is_told_line_by_line_and_adds_up(hold, place, fair, now):
    seat = ProductFactory(event=fair, name_lv="Meistarklase", price=Decimal("30.00"), tax_rate=21)
    PriceStepFactory(product=seat, price=Decimal("20.00"), first=1)
    voucher = VoucherFactory(event=fair, kind="amount", value=Decimal("10.00"), currency="EUR")
    order = place(hold(seat, 3, code=voucher.code))
    with translation.override("lv"):
        price = queries.price_of(order)
    lines = [(line.description, line.quantity, line.unit_price, line.discount, line.amount) for line in price.lines]
    assert lines == [("Meistarklase", 1, 20, Decimal("2.50"), Decimal("17.50")), ("Meistarklase", 2, 30, Decimal("7.50"), Decimal("52.50"))]
    assert (price.total, price.discount, price.voucher) == (order.total, 10, f"Kupons {voucher.code}")
    assert [(tax.rate, tax.tax) for tax in price.taxes] == [(21, Decimal("12.15"))]
    letter = " ".join(Message.objects.get(kind="order.placed").text.split())
    assert f"Kupons {voucher.code}" in letter


def test_the_price_of_what_is_left_and_of_what_was(hold, place, day_ticket, now):
    order = place(hold(day_ticket, 3))
    orders.cancel_ticket(ticket=order.lines.first().ticket, by="visitor", at=now)
    order.refresh_from_db()
    assert queries.price_of(order).total == order.total == 6
    orders.cancel(order=order, by="visitor", at=now + timedelta(minutes=1))
    order.refresh_from_db()
    assert queries.price_of(order).total == order.total == 6
    assert OrderLine.objects.filter(cancelled_at=None).count() == 0


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def test_a_code_in_the_link_opens_what_is_hidden_before_anything_is_sent(visitor, fair, day_ticket):
    hidden = ProductFactory(event=fair, is_public=False, name_en="Makers' supper")
    code = VoucherFactory(event=fair, kind="access", value=0, unlocks=True, products=[hidden], uses_allowed=9).code
    address = f"/e/{fair.slug}/tickets/"
    assert "Makers' supper" not in visitor.get(address).content.decode()
    page = visitor.get(address, {"voucher": code}).content.decode()
    assert "Makers&#x27; supper" in page
    assert code in page


def test_looking_a_code_up_holds_nothing_and_keeps_what_was_typed(visitor, fair, day_ticket):
    code = VoucherFactory(event=fair).code
    sent = {"request_key": str(uuid.uuid4()), f"count-{day_ticket.pk}": "2", "voucher": code, "look": "1"}
    page = visitor.post(f"/e/{fair.slug}/tickets/", sent).content.decode()
    assert "50 % off" in page
    assert 'value="2"' in page
    assert Order.objects.count() == 0


@pytest.mark.parametrize("more", [{}, {"look": "1"}])
def test_a_wrong_code_is_said_once_beside_its_field(visitor, fair, day_ticket, more):
    VoucherFactory(event=fair)
    sent = {"request_key": str(uuid.uuid4()), f"count-{day_ticket.pk}": "2", "voucher": "NO-SUCH", **more}
    page = visitor.post(f"/e/{fair.slug}/tickets/", sent).content.decode()
    beside = page.split('class="panel voucher"')[1].split("</fieldset>")[0]
    assert beside.count("There is no such code here.") == 1
    assert Order.objects.count() == 0


def test_the_shop_sends_the_code_with_the_choice(visitor, fair, day_ticket):
    code = VoucherFactory(event=fair).code
    sent = {"request_key": str(uuid.uuid4()), f"count-{day_ticket.pk}": "1", "voucher": code}
    response = visitor.post(f"/e/{fair.slug}/tickets/", sent)
    assert Order.objects.get().total == Decimal("1.50")
    assert f"Voucher {code}" in visitor.get(response.headers["Location"]).content.decode()


def test_the_currency_is_chosen_once_and_remembered(visitor, two_currencies):
    address = f"/e/{two_currencies.slug}/tickets/"
    assert "3.00" in visitor.get(address, headers={"accept-language": "ru"}).content.decode().replace(",", ".")
    assert "₽" in visitor.get(address, {"currency": "RUB"}).content.decode()
    both = two_currencies.products.first()
    visitor.post(address, {"request_key": str(uuid.uuid4()), f"count-{both.pk}": "1"})
    assert Order.objects.get().currency == "RUB"
    visitor.get(address, {"currency": "USD"})
    assert visitor.cookies["currency"].value == "RUB"
