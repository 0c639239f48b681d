from datetime import timedelta
from decimal import Decimal

from ticketing.catalogue import queries
from ticketing.catalogue.rules import Sale
from ticketing.factories import ProductFactory, QuotaFactory, VariationFactory
from ticketing.models import QuotaItem


def test_an_offer_has_one_choice_per_variation_at_its_price(event, ticket, child, now):
    child.price = Decimal("1.00")
    child.save()
    VariationFactory(product=ticket, name_lv="Pieaugušais")
    VariationFactory(product=ticket, is_active=False)
    (offer,) = queries.offers(event, now)
    assert [(str(choice.variation), choice.price) for choice in offer.choices] == [
        ("Bērns", Decimal("1.00")),
        ("Pieaugušais", Decimal("3.00")),
    ]


def test_the_tightest_quota_counts(event, ticket, child, now):
    QuotaFactory(event=event, size=50, products=[ticket])
    QuotaItem.objects.create(quota=QuotaFactory(event=event, size=2), product=ticket, variation=child)
    adult = VariationFactory(product=ticket)
    (offer,) = queries.offers(event, now)
    assert {choice.variation: choice.left for choice in offer.choices} == {child: 2, adult: 50}


def test_what_is_not_public_or_not_active_is_offered_to_nobody(event, now):
    ProductFactory(event=event, is_active=False)
    badge = ProductFactory(event=event, is_public=False)
    assert queries.offers(event, now) == []
    assert [offer.product for offer in queries.offers(event, now, public_only=False)] == [badge]


def test_an_offer_is_open_while_any_choice_is(event, ticket, child, now):
    QuotaItem.objects.create(quota=QuotaFactory(event=event, size=0), product=ticket, variation=child)
    (offer,) = queries.offers(event, now)
    assert [choice.sale for choice in offer.choices] == [Sale.SOLD_OUT]
    assert not offer.is_open
    VariationFactory(product=ticket)
    assert queries.offers(event, now)[0].is_open
    assert not queries.offers(event, event.ends_at + timedelta(seconds=1))[0].is_open


def test_offers_cost_three_statements_for_one_product_and_for_three(event, ticket, now, django_assert_num_queries):
    with django_assert_num_queries(3):
        queries.offers(event, now)
    for _number in range(2):
        QuotaFactory(event=event, products=[VariationFactory(product=ProductFactory(event=event)).product])
    with django_assert_num_queries(3):
        assert len(queries.offers(event, now)) == 3
