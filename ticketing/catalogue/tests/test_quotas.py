from collections import Counter

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketing.catalogue import quotas
from ticketing.catalogue.quotas import SoldOut
from ticketing.factories import EventFactory, ProductFactory, QuotaFactory, VariationFactory
from ticketing.models import Quota, QuotaItem

SIZE = 5


def taken(quota) -> int:
    return Quota.objects.values_list("taken", flat=True).get(pk=quota.pk)


def test_the_last_place_is_given_once(event, ticket):
    quota = QuotaFactory(event=event, size=1, products=[ticket])
    quotas.take({(ticket.pk, None): 1})
    with pytest.raises(SoldOut) as refused, transaction.atomic():
        quotas.take({(ticket.pk, None): 1})
    assert refused.value.facts == {"left": 0}
    assert taken(quota) == 1


def test_too_many_at_once_are_told_how_many_are_left(event, ticket):
    quota = QuotaFactory(event=event, size=4, taken=1, products=[ticket])
    with pytest.raises(SoldOut) as refused, transaction.atomic():
        quotas.take({(ticket.pk, None): 4})
    assert refused.value.facts == {"left": 3}
    assert taken(quota) == 1


def test_a_product_without_a_quota_is_never_sold_out(ticket):
    quotas.take({(ticket.pk, None): 10_000})


def test_a_variation_draws_on_its_own_quota_and_on_that_of_the_whole_product(event, ticket, child):
    whole, own = QuotaFactory(event=event, products=[ticket]), QuotaFactory(event=event)
    QuotaItem.objects.create(quota=own, product=ticket, variation=child)
    quotas.take({(ticket.pk, child.pk): 2, (ticket.pk, VariationFactory(product=ticket).pk): 1})
    assert (taken(whole), taken(own)) == (3, 2)


def test_one_full_quota_of_two_gives_nothing_of_the_other(event, ticket, child):
    roomy, full = QuotaFactory(event=event, products=[ticket]), QuotaFactory(event=event, size=0)
    QuotaItem.objects.create(quota=full, product=ticket, variation=child)
    with pytest.raises(SoldOut), transaction.atomic():
        quotas.take({(ticket.pk, child.pk): 1})
    assert taken(roomy) == 0


def test_taking_costs_one_statement_and_one_a_quota(event, ticket, django_assert_num_queries):
    for _number in range(3):
        QuotaFactory(event=event, products=[ticket])
    with django_assert_num_queries(4):
        quotas.take({(ticket.pk, None): 1})


steps = st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(1, 4)), max_size=25)


@pytest.mark.django_db
@settings(max_examples=40)
@given(steps)
def test_a_quota_counts_exactly_what_is_out_and_never_more_than_its_size(steps):
    with transaction.atomic():
        event = EventFactory()
        products = [ProductFactory(event=event, number=number) for number in (1, 2)]
        child = VariationFactory(product=products[0])
        pairs = [(products[0].pk, None), (products[0].pk, child.pk), (products[1].pk, None)]
        both, only_child = QuotaFactory(event=event, size=SIZE, products=products), QuotaFactory(event=event, size=3)
        QuotaItem.objects.create(quota=only_child, product=products[0], variation=child)
        out: Counter = Counter()
        for takes, which, count in steps:
            pair = pairs[which]
            if takes:
                fits = out.total() + count <= SIZE and (which != 1 or out[pair] + count <= 3)
                try:
                    with transaction.atomic():
                        quotas.take({pair: count})
                except SoldOut:
                    assert not fits
                else:
                    assert fits
                    out[pair] += count
            elif returned := min(count, out[pair]):
                quotas.give_back({pair: returned})
                out[pair] -= returned
            assert taken(both) == out.total() <= SIZE
            assert taken(only_child) == out[pairs[1]] <= 3
        transaction.set_rollback(True)
