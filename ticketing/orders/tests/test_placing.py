from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.history.models import Entry
from common.errors import Invalid
from common.outbox.models import Message
from ticketing.factories import ProductFactory, QuestionFactory, QuotaFactory
from ticketing.models import Answer, Order, Ticket
from ticketing.orders import operations as orders
from ticketing.orders import rules

pytestmark = pytest.mark.django_db


def send(cart, now, **answers):
    (line,) = cart.lines.all()
    holder = orders.Holder(name="Vera Ščukina", answers=answers.get("answers", {}))
    buyer = orders.Buyer(email="vera@example.org", name="Vera Ščukina")
    return orders.place(order=cart, buyer=buyer, holders={line.pk: holder}, by="visitor", at=now)


def test_a_placed_order_waits_for_its_money_with_unpaid_tickets(buy, day_ticket, now):
    order = buy(day_ticket, 2)
    assert order.state == Order.State.PLACED
    assert order.expires_at == rules.pay_until(placed_at=now, event_starts_at=order.event.starts_at, zone=order.event.tz, country="LV")
    tickets = [line.ticket for line in order.lines.select_related("ticket")]
    assert [(ticket.state, ticket.name, ticket.name_other) for ticket in tickets] == [("unpaid", "Vera Ščukina", "Вера Щукина")] * 2
    assert Message.objects.get().kind == "order.placed"


def test_a_free_order_is_paid_at_once_and_its_ticket_admits(buy, fair):
    order = buy(ProductFactory(event=fair, price=Decimal("0.00")))
    assert (order.state, order.expires_at) == (Order.State.PAID, None)
    assert Ticket.objects.get().state == Ticket.State.VALID
    message = Message.objects.get()
    assert (message.kind, message.state) == ("order.confirmed", Message.State.WAITING)


def test_placing_twice_makes_one_order_with_one_ticket_and_one_mail(fill_cart, place, day_ticket):
    cart = fill_cart(day_ticket)
    as_another_tab_sees_it = Order.objects.select_related("event__partner").get(pk=cart.pk)
    assert place(cart) == place(cart) == place(as_another_tab_sees_it)
    assert as_another_tab_sees_it.state == Order.State.PLACED
    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)


def test_a_cart_whose_time_ran_out_is_refused_and_makes_no_ticket(fill_cart, place, day_ticket, now):
    cart = fill_cart(day_ticket)
    with pytest.raises(orders.HoldExpired) as refused:
        place(cart, at=now + rules.HOLD)
    assert refused.value.code == "hold_expired"
    assert not Ticket.objects.exists()
    assert place(cart, at=now + rules.HOLD * 0.999)


def test_a_fee_makes_no_ticket_and_asks_for_no_name(fill_cart, fair, now):
    cart = fill_cart(ProductFactory(event=fair, admits=False))
    orders.place(order=cart, buyer=orders.Buyer(email="vera@example.org", name="Vera"), holders={}, by="visitor", at=now)
    assert (cart.state, Ticket.objects.count()) == (Order.State.PLACED, 0)


@pytest.mark.parametrize("name", ["", "   "])
def test_every_ticket_needs_the_name_of_a_person(fill_cart, day_ticket, now, name):
    cart = fill_cart(day_ticket)
    (line,) = cart.lines.all()
    with pytest.raises(Invalid) as refused:
        orders.place(
            order=cart,
            buyer=orders.Buyer(email="vera@example.org", name="Vera"),
            holders={line.pk: orders.Holder(name=name)},
            by="visitor",
            at=now,
        )
    assert refused.value.field == f"line-{line.pk}-name"
    assert cart.state == Order.State.HELD


def test_a_required_question_must_be_answered_by_the_tickets_it_belongs_to(fill_cart, day_ticket, fair, now):
    question = QuestionFactory(event=fair, products=[day_ticket], is_required=True)
    QuestionFactory(event=fair, products=[ProductFactory(event=fair)], is_required=True)
    cart = fill_cart(day_ticket)
    with pytest.raises(Invalid) as refused:
        send(cart, now, answers={question.pk: ""})
    assert refused.value.code == "answer_missing"
    send(cart, now, answers={question.pk: "lv"})
    assert Answer.objects.get().value == "lv"


def test_what_was_left_empty_is_not_kept_as_an_answer(fill_cart, day_ticket, fair, now):
    question = QuestionFactory(event=fair, products=[day_ticket])
    send(fill_cart(day_ticket), now, answers={question.pk: ""})
    assert not Answer.objects.exists()


def test_an_order_is_found_by_its_buyer_and_its_holders_in_either_script(buy, day_ticket):
    order = buy(day_ticket)
    for words in (order.code.lower(), "vera@example.org", "щукина", "Shchukina", "vera ščuk"):
        assert list(Order.objects.matching(words)) == [order], words
    assert not Order.objects.matching("berzins")


def test_the_log_tells_who_placed_what(buy, day_ticket):
    order = buy(day_ticket, 2)
    entry = Entry.objects.get(action="order.placed")
    assert (entry.about, entry.actor_label, entry.after) == (f"order:{order.pk}", "visitor", {"total": "6.00", "lines": 2})


@pytest.mark.django_db(transaction=True)
def test_one_free_place_takes_at_most_fifteen_statements(fill_cart, fair, now):
    """Hold and place together, each in a transaction of its own: BEGIN and COMMIT (four more) are not counted."""
    product = ProductFactory(event=fair, price=Decimal("0.00"))
    QuotaFactory(event=fair, products=[product])
    with CaptureQueriesContext(connection) as captured:
        cart = fill_cart(product)
    line = cart.lines.get()
    with CaptureQueriesContext(connection) as captured_too:
        orders.place(
            order=cart,
            buyer=orders.Buyer(email="vera@example.org", name="Vera Ščukina"),
            holders={line.pk: orders.Holder(name="Vera Ščukina")},
            by="visitor",
            at=now,
        )
    said = [query["sql"] for query in [*captured, *captured_too]]
    counted = [sql for sql in said if not sql.startswith(("BEGIN", "COMMIT"))]
    assert cart.state == Order.State.PAID
    assert len(counted) <= 15, counted
    assert len(said) - len(counted) == 4


def test_an_order_of_ten_takes_no_more_statements_than_one_of_one(fill_cart, place, day_ticket):
    counts = []
    for cart in (fill_cart(day_ticket, 1), fill_cart(day_ticket, 10)):
        with CaptureQueriesContext(connection) as captured:
            place(cart)
        counts.append(len(captured))
    assert counts[0] == counts[1]
