"""What Stripe tells is kept first and booked once: signed, twice, late and in any order."""

import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.factories import PartnerFactory
from common.outbox.models import Message
from ticketing import signals
from ticketing.billing import queries as ledger
from ticketing.billing.operations import NotOffered
from ticketing.cards import operations as cards
from ticketing.cards import queries, tasks
from ticketing.cards.tests.conftest import clock, order_of, paid_of, send
from ticketing.models import CardNotice, CardSession, Event, Order, Quota, Refund, Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db
SIX = [("stripe", Decimal("6.00"))]


def state_of(thing):
    thing.refresh_from_db()
    return thing.state


def letters(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


def test_a_paid_page_makes_the_order_paid_and_mails_its_tickets(stub, page, order, deliver):
    deliver(stub.pay(page.stripe_id))
    assert (state_of(order), state_of(page), paid_of(order)) == (Order.State.PAID, "paid", SIX)
    assert order.payments.get().reference == page.payment
    assert set(Ticket.objects.values_list("state", flat=True)) == {"valid"}
    assert letters("order.confirmed") == 1
    notice = CardNotice.objects.get()
    assert (notice.outcome, notice.order, notice.error) == ("paid", order, "")


def test_told_twice_and_late_it_is_one_payment_and_one_letter(stub, page, order, deliver):
    event = stub.pay(page.stripe_id)
    deliver(event, event)
    order.refresh_from_db()
    deliver(event)
    assert (paid_of(order), letters("order.confirmed"), CardNotice.objects.count()) == (SIX, 1, 1)


# --- who may tell ---------------------------------------------------------------------------------------------------


def test_a_notice_signed_with_another_secret_is_refused_and_not_kept(stub, page, order):
    assert send(stub, stub.pay(page.stripe_id), secret="whsec_" + "0" * 32) == 400
    assert (CardNotice.objects.count(), state_of(order)) == (0, Order.State.PLACED)


def test_a_copy_of_an_old_notice_is_refused(stub, page, order):
    assert send(stub, stub.pay(page.stripe_id), at=int(time.time()) - 3600) == 400
    assert state_of(order) == Order.State.PLACED


def test_a_body_changed_on_the_way_is_refused(stub, page, order, client):
    body, signature = stub.signed(stub.pay(page.stripe_id))
    changed = body.replace(b'"amount_total": 600', b'"amount_total": 601')
    assert changed != body
    answer = client.post("/cards/notices/rezekne/", changed, content_type="application/json", headers={"stripe-signature": signature})
    assert (answer.status_code, CardNotice.objects.count()) == (400, 0)


@pytest.mark.parametrize("signature", ["", "t=1", "v1=00", "nonsense", "t=x,v1=00"])
def test_no_signature_is_no_notice(stub, page, client, signature):
    body, _signature = stub.signed(stub.pay(page.stripe_id))
    answer = client.post("/cards/notices/rezekne/", body, content_type="application/json", headers={"stripe-signature": signature})
    assert answer.status_code == 400


def test_another_partners_address_does_not_take_it(stub, page):
    PartnerFactory(code="pskov")
    event = stub.pay(page.stripe_id)
    assert send(stub, event, code="pskov") == 400
    assert send(stub, event, code="nobody") == 404


def test_the_address_is_told_to_and_never_read(client, account):
    assert client.get("/cards/notices/rezekne/").status_code == 405


def test_what_the_browser_says_counts_for_nothing(stub, page, order, client):
    for _once in range(2):
        client.get(f"/o/{order.code}/{order.secret}/card/?paid=1&session_id={page.stripe_id}")
    assert (state_of(order), paid_of(order)) == (Order.State.PLACED, [])


# --- what is not for us ---------------------------------------------------------------------------------------------


def test_what_the_partner_sells_elsewhere_through_the_same_account_is_kept_and_left_alone(stub, page, order, deliver):
    event = stub.pay(page.stripe_id)
    event["data"]["object"] |= {"id": "cs_test_elsewhere", "metadata": {"session": "theirs"}}
    deliver(event)
    assert (CardNotice.objects.get().outcome, paid_of(order)) == ("foreign", [])


def test_a_kind_that_means_nothing_here_is_kept(stub, page, deliver):
    event = stub.pay(page.stripe_id)
    event["type"] = "payout.paid"
    deliver(event)
    assert CardNotice.objects.get().outcome == "ignored"


# --- booking that fails ---------------------------------------------------------------------------------------------


@pytest.fixture
def broken_upstairs():
    def broken(**news):
        raise RuntimeError("upstairs")

    signals.order_paid.connect(broken)
    yield lambda: signals.order_paid.disconnect(broken)
    signals.order_paid.disconnect(broken)


def test_a_booking_that_fails_keeps_money_and_notice_and_is_tried_again(stub, page, order, deliver, broken_upstairs):
    deliver(stub.pay(page.stripe_id))
    notice = CardNotice.objects.get()
    assert (notice.booked_at, notice.tries, notice.error) == (None, 1, "RuntimeError: upstairs")
    assert (state_of(order), paid_of(order)) == (Order.State.PLACED, SIX)
    assert tasks.book_waiting() == 0  # not due yet
    broken_upstairs()
    CardNotice.objects.update(next_at=clock() - timedelta(seconds=1))
    assert tasks.book_waiting() == 1
    assert tasks.book_waiting() == 0
    assert (state_of(order), paid_of(order), letters("order.confirmed")) == (Order.State.PAID, SIX, 1)


def test_whose_booking_failed_cannot_pay_a_second_time(stub, page, order, deliver, broken_upstairs):
    deliver(stub.pay(page.stripe_id))
    order.refresh_from_db()
    with pytest.raises(NotOffered):
        cards.begin(order=order, by="visitor", at=clock())


def test_a_notice_whose_booking_never_began_is_booked_by_the_worker(stub, page, order):
    body, signature = stub.signed(stub.pay(page.stripe_id))
    cards.receive(partner=order.event.partner, body=body, signature=signature, at=clock())
    assert state_of(order) == Order.State.PLACED
    assert tasks.book_waiting() == 1
    assert state_of(order) == Order.State.PAID


# --- methods that need days -----------------------------------------------------------------------------------------


def test_a_debit_keeps_the_places_until_its_money_comes(stub, page, order, deliver):
    Event.objects.update(starts_at=clock() + timedelta(days=30), ends_at=clock() + timedelta(days=31))
    until = order.expires_at
    deliver(stub.pay_later(page.stripe_id))
    assert (state_of(order), state_of(page), paid_of(order)) == (Order.State.PLACED, "processing", [])
    assert order.expires_at > until
    deliver(stub.money_comes(page.stripe_id))
    assert (state_of(order), paid_of(order)) == (Order.State.PAID, SIX)


def test_a_debit_that_fails_leaves_time_to_pay_otherwise_and_says_so(stub, page, order, deliver):
    Event.objects.update(starts_at=clock() + timedelta(days=30), ends_at=clock() + timedelta(days=31))
    deliver(stub.pay_later(page.stripe_id))
    deliver(stub.money_does_not_come(page.stripe_id))
    assert (state_of(order), state_of(page), letters("card.failed")) == (Order.State.PLACED, "failed", 1)
    assert clock() + timedelta(hours=23) < order.expires_at
    again = cards.begin(order=order, by="visitor", at=clock())
    deliver(stub.pay(again.stripe_id))
    assert state_of(order) == Order.State.PAID


def test_news_in_the_wrong_order_ends_the_same(stub, page, order, deliver):
    first, second = stub.pay_later(page.stripe_id), stub.money_comes(page.stripe_id)
    deliver(second, first)
    assert (state_of(order), state_of(page), paid_of(order)) == (Order.State.PAID, "paid", SIX)


def test_an_end_told_after_the_payment_changes_nothing(stub, page, order, deliver):
    paid = stub.pay(page.stripe_id)
    ended = stub._tell(
        stub.account, "checkout.session.expired", {**stub.account.sessions[page.stripe_id], "status": "expired", "payment_status": "unpaid"}
    )
    deliver(ended, paid, ended)
    assert (state_of(order), state_of(page)) == (Order.State.PAID, "paid")


def test_a_page_whose_time_ran_out_is_closed_and_the_order_waits_on(stub, page, order, deliver):
    deliver(stub.time_runs_out(page.stripe_id))
    assert (state_of(page), state_of(order)) == ("expired", Order.State.PLACED)


# --- too late, too much, other money --------------------------------------------------------------------------------


def test_a_payment_after_the_hold_lapsed_finds_its_places_free(stub, page, order, deliver, places):
    event = stub.pay(page.stripe_id)
    orders.lapse(order=order, at=order.expires_at)
    deliver(event)
    assert (state_of(order), paid_of(order)) == (Order.State.PAID, SIX)
    assert Quota.objects.get().taken == 2
    assert (letters("order.confirmed"), letters("card.back"), Refund.objects.count()) == (1, 0, 0)


def test_a_payment_whose_places_have_gone_is_owed_back_and_the_buyer_told(stub, page, order, deliver, day_ticket):
    event = stub.pay(page.stripe_id)
    orders.lapse(order=order, at=order.expires_at)
    order_of(day_ticket, 2)
    deliver(event, event)
    assert (state_of(order), paid_of(order)) == (Order.State.LAPSED, SIX)
    refund = Refund.objects.get()
    assert (refund.way, refund.amount, refund.reason, refund.state) == ("card", Decimal("6.00"), "late", "owed")
    assert letters("card.back") == 1
    assert CardNotice.objects.get().outcome == "late"
    assert tasks.send_refunds() == 1
    assert ledger.balance(order) == 0


def test_a_payment_for_a_cancelled_order_goes_back(stub, page, order, deliver):
    event = stub.pay(page.stripe_id)
    orders.cancel(order=order, by="visitor", at=clock())
    deliver(event)
    assert (state_of(order), Refund.objects.get().amount) == (Order.State.CANCELLED, Decimal("6.00"))
    assert "6,00" in Message.objects.get(kind="card.back").text


def test_who_pays_on_two_pages_gets_one_payment_back(stub, page, order, deliver):
    CardSession.objects.filter(pk=page.pk).update(state="expired")  # as if the closing of the first page had got lost
    second = cards.begin(order=order, by="visitor", at=clock())
    deliver(stub.pay(second.stripe_id), stub.pay(page.stripe_id))
    assert (state_of(order), paid_of(order)) == (Order.State.PAID, SIX * 2)
    assert Refund.objects.get().amount == Decimal("6.00")
    assert letters("order.confirmed") == 1


def test_less_than_was_asked_is_recorded_as_it_came_and_shown(stub, page, order, deliver, account):
    deliver(stub.pay(page.stripe_id, amount_total=500))
    assert (state_of(order), paid_of(order)) == (Order.State.PLACED, [("stripe", Decimal("5.00"))])
    page.refresh_from_db()
    assert (page.differs, page.came, CardNotice.objects.get().outcome) == (True, Decimal("5.00"), "part")
    assert list(queries.differing(account.partner)) == [page]


def test_more_than_was_asked_pays_the_order_and_the_rest_goes_back(stub, page, order, deliver):
    deliver(stub.pay(page.stripe_id, amount_total=700))
    assert state_of(order) == Order.State.PAID
    assert Refund.objects.get().amount == Decimal("1.00")


def test_money_of_another_currency_is_kept_as_it_came_and_pays_for_nothing(stub, page, order, deliver, account):
    deliver(stub.pay(page.stripe_id, currency="usd"))
    payment = order.payments.get()
    assert (payment.amount, payment.currency, state_of(order)) == (Decimal("6.00"), "USD", Order.State.PLACED)
    assert ledger.balance(order) == 0
    assert list(queries.differing(account.partner)) == [page]


def test_a_page_of_which_the_process_died_before_it_noted_its_name_is_found_by_ours(stub, page, order, deliver):
    event = stub.pay(page.stripe_id)
    CardSession.objects.filter(pk=page.pk).update(stripe_id="", url="", state="asked")
    deliver(event)
    assert (state_of(order), state_of(page), page.stripe_id) == (Order.State.PAID, "paid", event["data"]["object"]["id"])


def test_the_database_keeps_one_row_of_a_notice_and_a_booked_one_says_what_came_of_it(stub, page, deliver):
    deliver(stub.pay(page.stripe_id))
    notice = CardNotice.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        CardNotice.objects.filter(pk=notice.pk).update(outcome="")
    notice.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save(force_insert=True)
