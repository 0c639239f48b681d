"""A cancelled order whose invoice says it is owed gets a credit note over what is owed no more."""

from datetime import timedelta
from decimal import Decimal

import pytest

from ticketing.factories import IssuerFactory
from ticketing.invoicing import operations as invoicing
from ticketing.models import Document, Event, Issuer, Order, Ticket
from ticketing.orders import operations as orders
from ticketing.treasury import checking

pytestmark = pytest.mark.django_db


def read(order):
    return Order.objects.select_related("event__partner").get(pk=order.pk)


@pytest.fixture
def issue(fair, anna, now):
    """`issue(order)` gives an order its invoice; `kind` may be given."""
    IssuerFactory(partner=fair.partner)

    def document(order, kind="invoice"):
        return invoicing.issue(order=read(order), kind=kind, by=anna, at=now)

    return document


@pytest.fixture
def in_forty_days(fair):
    shift = timedelta(days=39)
    Event.objects.filter(pk=fair.pk).update(starts_at=fair.starts_at + shift, ends_at=fair.ends_at + shift)


def notes():
    return list(Document.objects.filter(kind="credit").order_by("pk"))


def test_what_the_organiser_cancels_is_credited_whole(paid, issue, anna, now):
    invoice = issue(paid)
    orders.cancel(order=read(paid), by=anna, at=now)
    (note,) = notes()
    assert (note.corrects, note.total, note.order) == (invoice, Decimal("6.00"), paid)
    assert list(checking.documents(now)) == []


def test_what_is_kept_by_the_conditions_stays_invoiced(paid, issue, in_forty_days, now):
    issue(paid)
    orders.cancel(order=read(paid), by="visitor", at=now)
    assert [note.total for note in notes()] == [Decimal("3.00")]
    assert read(paid).kept == Decimal("3.00")
    assert list(checking.documents(now)) == []


def test_tickets_cancelled_one_by_one_have_a_note_each(paid, issue, in_forty_days, anna, now):
    issue(paid)
    first, second = Ticket.objects.filter(order_line__order=paid).order_by("pk")
    orders.cancel_ticket(ticket=first, by="visitor", at=now)
    orders.cancel_ticket(ticket=second, by=anna, at=now)
    assert [note.total for note in notes()] == [Decimal("1.50"), Decimal("3.00")]
    assert list(checking.documents(now)) == []


def test_an_invoice_nobody_paid_is_credited_too(buy, issue, now):
    order = buy()
    issue(order)
    orders.cancel(order=read(order), by="visitor", at=now)
    assert [note.total for note in notes()] == [Decimal("6.00")]


def test_the_note_says_why_in_the_language_of_the_invoice(paid, issue, anna, now):
    invoice = issue(paid)
    Event.objects.update(state="cancelled")
    orders.cancel(order=read(paid), by=anna, at=now)
    (note,) = notes()
    assert note.language == invoice.language
    assert "pasākums atcelts" in str(note.data).lower()


def test_without_a_document_there_is_nothing_to_correct(paid, anna, now):
    Issuer.objects.all().delete()
    orders.cancel(order=read(paid), by=anna, at=now)
    assert notes() == []
