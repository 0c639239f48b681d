"""What the worker does: letters get their files, whatever happens to one of them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from common.outbox.models import Attachment, Message
from ticketing.factories import ProductFactory
from ticketing.models import Order, Ticket
from ticketing.orders import mails, tasks
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def free(fair):
    return ProductFactory(event=fair, price=Decimal("0.00"))


def letter(kind: str = mails.CONFIRMED) -> Message:
    return Message.objects.filter(kind=kind).latest("pk")


def test_a_confirmed_order_gets_its_tickets_and_a_calendar_entry(buy, free):
    order = buy(free, 2)
    assert letter().state == State.WAITING
    assert tasks.prepare_mails() == 1
    assert letter().state == State.QUEUED
    files = {one.name: bytes(one.content) for one in letter().attachments.all()}
    assert files[f"{order.event.slug}-{order.code}.pdf"].startswith(b"%PDF")
    assert files[f"{order.event.slug}.ics"].startswith(b"BEGIN:VCALENDAR")


def test_running_twice_changes_nothing(buy, free):
    buy(free)
    assert [tasks.prepare_mails(), tasks.prepare_mails()] == [1, 0]
    assert Attachment.objects.count() == 2


def test_one_that_fails_stops_nobody_and_is_tried_again(buy, free, monkeypatch):
    broken, sound = buy(free), buy(free)
    real = tasks.documents.attachments

    def failing(message, *, at):
        if message.about == f"order:{broken.pk}":
            raise OSError("no room on the disk")
        return real(message, at=at)

    monkeypatch.setattr(tasks.documents, "attachments", failing)
    assert tasks.prepare_mails() == 1
    assert Message.objects.get(about=f"order:{sound.pk}").state == State.QUEUED
    assert Message.objects.get(about=f"order:{broken.pk}").state == State.WAITING
    monkeypatch.undo()
    assert tasks.prepare_mails() == 1


def test_a_letter_of_an_order_cancelled_meanwhile_is_withdrawn(buy, free):
    order = buy(free)
    orders.cancel(order=order, by="visitor", at=timezone.now())
    assert tasks.prepare_mails() == 0
    assert letter().state == State.WITHDRAWN


def test_a_ticket_handed_over_goes_to_its_new_holder_alone(buy, free, monkeypatch):
    order = buy(free, 2)
    given, kept = Ticket.objects.filter(order_line__order=order)
    orders.hand_over(ticket=given, name="Jānis Bērziņš", email="janis@example.org", by="visitor", at=timezone.now())
    printed = []
    monkeypatch.setattr(tasks.documents.documents, "ticket_pdf", lambda tickets, **more: printed.append(list(tickets)) or b"%PDF")
    tasks.prepare_mails()
    assert printed == [[kept], [given]]
    assert letter(mails.HANDED_OVER).to == "janis@example.org"
    assert order.secret not in letter(mails.HANDED_OVER).text + letter(mails.HANDED_OVER).html


def test_who_handed_the_ticket_on_gets_no_code_any_more(buy, free):
    order = buy(free)
    ticket = Ticket.objects.get()
    orders.hand_over(ticket=ticket, name="Jānis", email="janis@example.org", by="visitor", at=timezone.now())
    orders.hand_over(ticket=ticket, name="Zane", email="zane@example.org", by="visitor", at=timezone.now())
    tasks.prepare_mails()
    states = dict(Message.objects.filter(kind=mails.HANDED_OVER).values_list("to", "state"))
    assert states == {"janis@example.org": State.WITHDRAWN, "zane@example.org": State.QUEUED}
    assert Message.objects.get(about=f"order:{order.pk}", kind=mails.CONFIRMED).state == State.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_woken_once_the_sale_is_committed(fill_cart, place, free):
    cart = fill_cart(free)
    with transaction.atomic():
        place(cart)
        assert not OrmQ.objects.exists()
    assert OrmQ.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_stop_the_sale(fill_cart, place, free, monkeypatch):
    def down(*args, **more):
        raise ConnectionError("the queue does not answer")

    monkeypatch.setattr(mails, "async_task", down)
    assert place(fill_cart(free)).state == Order.State.PAID
    assert letter().state == State.WAITING


def test_expired_carts_and_orders_lapse(fill_cart, buy, day_ticket, places, now):
    fill_cart(day_ticket, at=now - timedelta(minutes=21))
    order = buy(day_ticket)
    Order.objects.filter(pk=order.pk).update(expires_at=now - timedelta(minutes=1))
    assert tasks.drop_expired() == 2
    assert tasks.drop_expired() == 0
    places.refresh_from_db()
    assert places.taken == 0


# --- what the letters say -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_every_letter_is_written_in_every_language(buy, fill_cart, place, day_ticket, free, language):
    at = timezone.now()
    for product in (day_ticket, free):
        for action in ("lapse", "cancel", "cancel one"):
            cart = fill_cart(product, 2)
            Order.objects.filter(pk=cart.pk).update(language=language)
            order = place(Order.objects.get(pk=cart.pk))
            if action == "lapse" and product is day_ticket:
                assert orders.lapse(order=order, at=at + timedelta(days=60))
            elif action == "cancel":
                orders.cancel(order=order, by="visitor", at=at)
            else:
                orders.cancel_ticket(ticket=Ticket.objects.filter(order_line__order=order).first(), by="visitor", at=at)
    found = list(Message.objects.all())
    assert {message.kind for message in found} == {"order.placed", "order.confirmed", "order.lapsed", "order.cancelled", "ticket.cancelled"}
    for message in found:
        assert message.language == language
        assert message.html
        assert "None" not in message.subject + message.text
        assert "{" not in message.subject + message.text
        assert message.subject == message.subject.strip() != ""


def test_a_letter_has_the_facts_the_link_and_where_to_ask(buy, fair, free):
    fair.contact_email = "anna@example.org"
    order = buy(free)
    said = letter()
    order_link = mails.link(order)
    assert order_link in said.text
    assert order_link in said.html
    assert "Māras tirgus Lūznavā" in said.subject
    assert "Lūznavas muižas smēde" in said.text
    assert said.reply_to == "anna@example.org"


def test_names_are_safe_in_html_and_plain_in_text(fill_cart, free):
    cart = fill_cart(free)
    holder = {cart.lines.get().pk: orders.Holder(name="O'Brien <b>")}
    orders.place(order=cart, buyer=orders.Buyer(email="o@example.org", name="O'Brien <b>"), holders=holder, by="visitor", at=timezone.now())
    assert "O'Brien <b>" in letter().text
    assert "O&#x27;Brien &lt;b&gt;" in letter().html
