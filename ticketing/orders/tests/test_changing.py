from datetime import timedelta

import pytest

from common.errors import Refused
from common.outbox.models import Message
from ticketing.factories import ProductFactory
from ticketing.models import Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


def the_ticket():
    return Ticket.objects.select_related("event", "product").get()


def paid(buy, product, now):
    return orders.mark_paid(order=buy(product), by="system", at=now)


def test_a_corrected_name_leaves_the_printed_code_good(buy, day_ticket, now):
    paid(buy, day_ticket, now)
    ticket = orders.rename(ticket=the_ticket(), name="Vera Sčukina-Ozola", name_other="", by="visitor", at=now)
    assert (ticket.generation, ticket.name_other) == (1, "")
    assert Ticket.objects.matching("ozola").get() == ticket


def test_a_ticket_handed_over_gets_a_new_code_which_goes_to_its_new_holder_only(buy, day_ticket, now):
    order = paid(buy, day_ticket, now)
    ticket = orders.hand_over(ticket=the_ticket(), name="Oļegs Kalns", email="olegs@example.org", by="visitor", at=now)
    assert ticket.generation == 2
    message = Message.objects.get(kind="ticket.handed_over")
    assert message.to == "olegs@example.org"
    assert order.secret not in message.text + message.html


def test_what_may_not_be_handed_over_stays_and_no_mail_is_written(buy, fair, now):
    paid(buy, ProductFactory(event=fair, is_transferable=False), now)
    with pytest.raises(Refused) as refused:
        orders.hand_over(ticket=the_ticket(), name="Oļegs", email="olegs@example.org", by="visitor", at=now)
    assert refused.value.code == "not_transferable"
    assert not Message.objects.filter(kind="ticket.handed_over").exists()


def test_a_reissued_ticket_refuses_the_old_code_and_mails_the_new_one(buy, day_ticket, now):
    order = paid(buy, day_ticket, now)
    ticket = orders.reissue(ticket=the_ticket(), by="system", at=now)
    assert ticket.generation == 2
    assert Message.objects.filter(kind="order.confirmed", to=order.email).count() == 2


def test_a_reissued_unpaid_ticket_is_mailed_only_once_it_is_paid(buy, day_ticket, now):
    buy(day_ticket)
    orders.reissue(ticket=the_ticket(), by="system", at=now)
    assert not Message.objects.filter(kind="order.confirmed").exists()


def test_the_last_word_on_an_order_can_be_mailed_again(buy, day_ticket, now):
    order = buy(day_ticket)
    orders.resend(order=order, by="visitor", at=now)
    assert Message.objects.filter(kind="order.placed").count() == 2
    orders.mark_paid(order=order, by="system", at=now)
    orders.resend(order=order, by="visitor", at=now + timedelta(minutes=1))
    assert Message.objects.filter(kind="order.confirmed").count() == 2


def test_asking_twice_in_one_second_mails_once_more(buy, day_ticket, now):
    order = buy(day_ticket)
    orders.resend(order=order, by="visitor", at=now)
    orders.resend(order=order, by="visitor", at=now)
    assert Message.objects.count() == 2


def test_a_cart_and_a_closed_order_have_nothing_to_send(fill_cart, buy, day_ticket, now):
    closed = buy(day_ticket)
    orders.lapse(order=closed, at=closed.expires_at)
    for order in (fill_cart(day_ticket), closed):
        with pytest.raises(Refused) as refused:
            orders.resend(order=order, by="visitor", at=now)
        assert refused.value.code == "nothing_to_send"
