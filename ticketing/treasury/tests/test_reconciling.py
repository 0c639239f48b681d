"""Money of some days is held against their documents; every difference has a name, and together they are exact."""

from datetime import timedelta
from decimal import Decimal

import pytest

from ticketing.factories import EventFactory
from ticketing.invoicing import operations as invoicing
from ticketing.models import Event, Order
from ticketing.orders import operations as orders
from ticketing.treasury import going, reconciling, rules
from ticketing.treasury.queries import Scope

DAY = timedelta(days=1)


@pytest.fixture
def scope(fair: Event, anna, now) -> Scope:
    invoicing.identify(partner=fair.partner, facts={"signatory": "Anna"}, by=anna, at=now)
    return Scope(fair.partner, "EUR")


def of(found: reconciling.Reconciled) -> dict[str, str]:
    assert found.agrees
    return {one.reason: f"{one.amount}" for one in found.differences}


def paper(order: Order, kind: str, by, at):
    return invoicing.issue(order=order, kind=kind, by=by, at=at)


def test_an_invoice_and_its_money_on_the_same_day_agree(scope, buy, anna, now):
    paper(buy(2, "24.20"), "invoice", anna, now)
    found = reconciling.reconcile(scope, now - DAY, now + DAY)
    assert (found.documents, found.money, of(found)) == (Decimal("24.20"), Decimal("24.20"), {})


def test_each_difference_is_named_and_no_cent_is_lost(scope, buy, anna, now):
    buy(1, "12.10")
    paper(buy(2), "invoice", anna, now)
    paper(buy(1, "12.10", at=now - 3 * DAY), "receipt", anna, now)
    paper(buy(1, "12.10"), "receipt", anna, now + 3 * DAY)
    paper(over := buy(1, "15.00"), "invoice", anna, now)
    found = reconciling.reconcile(scope, now - DAY, now + DAY)
    assert of(found) == {
        "no_document": "12.10",
        "not_paid": "-24.20",
        "other_day_paid": "-12.10",
        "other_day_stated": "12.10",
        "amount": "2.90",
    }
    assert next(one for one in found.differences if one.reason == "amount").orders == [(over.code, over.event.slug, Decimal("2.90"))]


def test_a_credit_note_stands_out_until_its_money_went_back(scope, buy, anna, now):
    order = buy(1, "12.10", at=now - 3 * DAY)
    paper(order, "invoice", anna, now - 3 * DAY)
    orders.cancel(order=order, by=anna, at=now)
    for days in (1, 9):
        assert of(reconciling.reconcile(scope, now - days * DAY, now + DAY)) == {"not_sent_back": "12.10"}


def test_another_event_and_another_currency_are_left_out(scope, buy, anna, now):
    buy(1, "12.10")
    assert reconciling.reconcile(Scope(scope.partner, "RUB"), now - DAY, now + DAY).money == 0
    other = EventFactory(partner=scope.partner)
    assert reconciling.reconcile(Scope(scope.partner, "EUR", other), now - DAY, now + DAY).money == 0


def test_every_difference_has_a_place():
    amounts = [Decimal(0), Decimal(5), Decimal(-5)]
    named = {
        rules.difference(came, stated, ever, stated_ever)
        for came in amounts
        for stated in amounts
        for ever in amounts
        for stated_ever in [*amounts, None]
        if came != stated
    }
    assert named == set(rules.DIFFERENCES)


def test_heaps_of_refunds_are_together_all_that_is_promised(books, fair):
    scope = Scope(fair.partner, "EUR")
    heaps = going.going(scope.refunds(), fair.partner, "EUR")
    assert (heaps.asked.count, heaps.all.count, heaps.all.amount) == (1, 1, Decimal("2.90"))
