import pytest

from common.errors import Invalid
from ticketing.models import Quota
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


def save(fair, now, size, *products, quota=None):
    pairs = [(product.pk, None) for product in products]
    return orders.save_quota(event=fair, name="Telts", size=size, pairs=pairs, by="system", at=now, quota=quota)


def test_a_quota_made_after_the_sale_began_counts_what_is_taken_already(fill_cart, buy, fair, day_ticket, now):
    fill_cart(day_ticket, 1)
    buy(day_ticket, 2)
    assert save(fair, now, 10, day_ticket).taken == 3


def test_a_quota_cannot_be_smaller_than_what_is_taken(buy, fair, day_ticket, places, now):
    buy(day_ticket, 2)
    with pytest.raises(Invalid) as refused:
        save(fair, now, 1, day_ticket, quota=places)
    assert (refused.value.code, refused.value.field) == ("smaller_than_taken", "size")
    assert Quota.objects.get(pk=places.pk).size == 3


def test_a_product_taken_off_a_quota_frees_its_places_there(buy, fair, day_ticket, places, now):
    buy(day_ticket, 2)
    assert save(fair, now, 3, quota=places).taken == 0
