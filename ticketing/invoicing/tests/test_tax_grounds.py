"""Why a ticket of the shop has no VAT, as its product says it."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from ticketing.factories import ProductFactory, QuotaFactory
from ticketing.invoicing import operations as invoicing
from ticketing.invoicing.tests.conftest import AT
from ticketing.models import Order, Product
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


def bought(fair, **facts) -> Order:
    product = ProductFactory(event=fair, price=Decimal("5.00"), **facts)
    QuotaFactory(event=fair, size=9, products=[product])
    wants = [orders.Want(product.pk, None, 1)]
    cart = orders.hold(event=fair, wants=wants, request_key=uuid4(), language="lv", by="visitor", at=AT)
    holders = {line.pk: orders.Holder(name="Vera Ščukina") for line in cart.lines.all()}
    return orders.place(order=cart, buyer=orders.Buyer("vera@example.org", "Vera Ščukina"), holders=holders, by="visitor", at=AT)


@pytest.mark.parametrize(
    ("facts", "ground", "words"),
    [
        ({"tax_rate": None, "tax_ground": "exempt"}, "exempt", "Atbrīvots no PVN"),
        ({"tax_rate": None, "tax_ground": "outside"}, "outside", "Pašvaldības nodeva"),
        ({"tax_rate": Decimal("21.0"), "tax_ground": "outside"}, "", ""),
    ],
)
def test_an_invoice_says_why_a_ticket_has_no_vat(fair, issuer, facts, ground, words) -> None:
    document = invoicing.issue(order=bought(fair, **facts), kind="prepayment", by="visitor", at=AT)
    (tax,) = document.data["taxes"]
    assert tax["ground"] == ground
    assert words in tax["reason"]


def test_who_is_not_registered_says_that_whatever_the_ticket_says(fair, issuer) -> None:
    issuer.is_vat_payer = False
    issuer.vat_number = ""
    issuer.save()
    document = invoicing.issue(order=bought(fair, tax_rate=None, tax_ground="exempt"), kind="prepayment", by="visitor", at=AT)
    assert document.data["taxes"][0]["ground"] == "not_registered"


def test_a_product_knows_two_grounds(fair) -> None:
    with pytest.raises(IntegrityError, match="product_tax_ground_known"), transaction.atomic():
        Product.objects.filter(pk=ProductFactory(event=fair).pk).update(tax_ground="because")
