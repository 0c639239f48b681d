import pytest
from django.http import Http404

from ticketing.factories import EventFactory, OrderFactory
from ticketing.orders import access

pytestmark = pytest.mark.django_db


def test_the_secret_link_opens_its_order_in_any_case_of_the_code():
    order = OrderFactory(code="ABCDEF")
    assert access.order_by_link("abcdef", order.secret) == order


@pytest.mark.parametrize(("code", "secret"), [("ABCDEF", "wrong"), ("ZZZZZZ", "secret"), ("ABCDEF", ""), ("ABCDEF", "ā")])
def test_a_wrong_secret_looks_like_no_order_at_all(code, secret):
    OrderFactory(code="ABCDEF", secret="secret")
    with pytest.raises(Http404):
        access.order_by_link(code, secret)


def test_an_order_is_staffs_only_at_its_own_event():
    order = OrderFactory()
    assert access.order_at(order.event, order.code) == order
    with pytest.raises(Http404):
        access.order_at(EventFactory(), order.code)
