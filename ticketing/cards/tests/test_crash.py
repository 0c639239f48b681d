"""The process dies at every step between Stripe's answer and the ticket: nothing is lost, nothing is booked twice.

A step is a statement, or the moment before or after a commit. For each, a process of its own (a fork, with a connection of its own)
begins the work and ends there by `os._exit`, as one that was killed or lost its power: what it had not committed is gone.
Then the work is done again as it would be: Stripe tells once more, or never does and the worker finds out; the buyer presses again.
"""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import F
from django.test import Client

from common.outbox import tasks as outbox
from common.outbox.models import Message
from ticketing.cards import operations as cards
from ticketing.cards import tasks
from ticketing.cards.tests.conftest import clock, order_of, send
from ticketing.factories import OrderFactory, OrderLineFactory, TicketFactory
from ticketing.models import CardNotice, CardSession, Order, Quota, Refund, Ticket
from ticketing.orders import operations as orders
from ticketing.orders import tasks as letters
from ticketing.refunds import operations as refunds

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]
DIED, DONE, BROKEN = 9, 0, 1
MOST_STEPS = 200


@contextmanager
def dying_at(step: int) -> Iterator[None]:
    """Let the process end at the `step`-th statement or side of a commit."""
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if not left:
            os._exit(DIED)

    def statement(execute: Any, *what: Any) -> Any:
        count()
        return execute(*what)

    commit = connection._commit

    def dying_commit() -> Any:
        count()
        answer = commit()
        count()
        return answer

    connection._commit = dying_commit
    with connection.execute_wrapper(statement):
        yield


def dies(step: int, work: Callable[[], object]) -> bool:
    """Do `work` in a process that dies at `step`; tell whether it got that far."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            with dying_at(step):
                work()
            connection.close()
            os._exit(DONE)
        finally:
            os._exit(BROKEN)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (DIED, DONE), f"step {step} ended with {code}"
    return code == DIED


def walk(begin: Callable[[], Any], work: Callable[[Any], object], after: Callable[[Any, int], None], stride: int = 1) -> int:
    """For each step of `work` on something new: die there, and see that `after` makes all good. Return how many steps there are.

    With a `stride`, only every so many steps are tried: where most of them are those of another walk.
    """
    for step in range(1, MOST_STEPS, stride):
        subject = begin()
        died = dies(step, partial(work, subject))
        after(subject, step)
        if not died:
            return step - 1
    raise AssertionError("the work has no end")


@pytest.fixture
def ready(account, day_ticket, places, monkeypatch):
    """Keys are kept, there is room for all, and drawing a ticket takes no time."""
    Quota.objects.update(size=100_000)
    monkeypatch.setattr(letters.documents.documents, "ticket_pdf", lambda tickets, **more: b"%PDF")
    monkeypatch.setattr("ticketing.orders.mails.async_task", lambda *_task, **_more: None)  # as with a queue of its own
    return day_ticket


def is_paid_once(session: CardSession) -> None:
    order = Order.objects.get(pk=session.order_id)
    assert order.state == Order.State.PAID
    assert list(order.payments.values_list("amount", "provider")) == [(Decimal("6.00"), "stripe")]
    assert list(Ticket.objects.filter(order_line__order=order).values_list("state", flat=True)) == ["valid", "valid"]
    assert Message.objects.filter(kind="order.confirmed", about=f"order:{order.pk}").count() == 1
    assert CardSession.objects.get(pk=session.pk).state == "paid"
    assert not Refund.objects.filter(order=order).exists()
    assert not CardNotice.objects.filter(booked_at=None).exists()


@pytest.fixture
def opened(stub, ready, account):
    """`opened()` is a new order with an open page at Stripe; both are written straight away, since hundreds are needed."""

    def make() -> CardSession:
        order = OrderFactory(event=ready.event, state="placed", total=Decimal("6.00"), expires_at=clock() + timedelta(days=1))
        for _ticket in range(2):
            OrderLineFactory(order=order, product=ready, ticket=TicketFactory(event=ready.event, product=ready, state="unpaid"))
        Quota.objects.update(taken=F("taken") + 2)
        until, key = clock() + timedelta(hours=1), uuid.uuid4()
        line = {"price_data": {"currency": "eur", "unit_amount": 300, "product_data": {"name": "Day ticket"}}, "quantity": 2}
        asked = {"mode": "payment", "line_items": [line], "success_url": "https://example.org/", "metadata": {"session": str(key)}}
        made = stub._open(stub.account, asked)
        return CardSession.objects.create(
            order=order, account=account, key=key, state="open", amount=order.total, currency="EUR", stripe_id=made["id"], url=made["url"],
            begun_at=clock(), expires_at=until, order_until=until, ask_at=until,
        )  # fmt: skip

    return make


def worker_wakes(session: CardSession) -> None:
    """Some minutes later, the worker makes its round."""
    past = clock() - timedelta(seconds=1)
    CardNotice.objects.filter(booked_at=None).update(next_at=past)
    CardSession.objects.filter(pk=session.pk).update(ask_at=past)
    tasks.book_waiting()
    tasks.reconcile()


def test_the_web_process_dies_while_it_takes_in_a_payment(stub, opened):
    """Afterwards either Stripe tells again, or it never does and the worker finds out; then it tells late after all."""

    def begin():
        session = opened()
        return session, stub.pay(session.stripe_id)

    def after(subject, step):
        session, event = subject
        if step % 2:
            worker_wakes(session)
            is_paid_once(session)
        assert send(stub, event) == 200
        is_paid_once(session)
        worker_wakes(session)
        is_paid_once(session)

    steps = walk(begin, lambda subject: send(stub, subject[1]), after)
    assert steps > 25, "the walk should pass every statement of the request"


def test_the_web_process_dies_while_it_takes_in_a_late_payment(stub, opened):
    """The longest way: the order has lapsed and lives again."""

    def begin():
        session = opened()
        event = stub.pay(session.stripe_id)
        orders.lapse(order=session.order, at=session.order.expires_at)
        return session, event

    def after(subject, step):
        session, event = subject
        if step % 2 == 0:
            worker_wakes(session)
        assert send(stub, event) == 200
        is_paid_once(session)

    assert walk(begin, lambda subject: send(stub, subject[1]), after, stride=3) > 30


def test_the_process_dies_while_it_sends_a_buyer_to_stripe(stub, ready):
    """Also between Stripe's answer and our note of it: no page is forgotten, and none is paid on twice."""

    def after(order, step):
        order.refresh_from_db()
        session = cards.begin(order=order, by="visitor", at=clock())
        named = [page for page in stub.account.sessions.values() if page["client_reference_id"] == order.code]
        assert [page["id"] for page in named] == [session.stripe_id]
        assert send(stub, stub.pay(session.stripe_id)) == 200
        is_paid_once(session)

    def work(order):
        Client().post(f"/o/{order.code}/{order.secret}/card/")

    assert walk(lambda: order_of(ready), work, after) > 8


def test_the_worker_dies_while_it_makes_the_letter_with_the_tickets(stub, opened, mailoutbox):
    def begin():
        session = opened()
        assert send(stub, stub.pay(session.stripe_id)) == 200
        return session

    def after(session, step):
        letters.prepare_mails()
        outbox.drain()
        assert len([mail for mail in mailoutbox if mail.attachments and session.order.code in mail.body]) == 1
        is_paid_once(session)

    assert walk(begin, lambda _session: letters.prepare_mails(), after) > 5


def test_the_worker_dies_while_it_sends_money_back(stub, opened):
    def begin():
        session = opened()
        assert send(stub, stub.pay(session.stripe_id)) == 200
        return refunds.owe(order=session.order, amount=Decimal("2.00"), reason="cancelled", way="card", by="system", at=clock())

    def after(refund, step):
        if step % 2:
            stub.account.answers.clear()  # so much later that Stripe has forgotten the key
        tasks.send_refunds()
        refund.refresh_from_db()
        assert refund.state == "done"
        assert list(refund.order.payments.values_list("amount", flat=True)) == [Decimal("6.00"), Decimal("-2.00")]
        assert len([one for one in stub.account.refunds.values() if one["metadata"]["refund"] == str(refund.pk)]) == 1

    assert walk(begin, lambda _refund: tasks.send_refunds(), after) > 8
