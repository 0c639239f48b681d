"""Money that goes back to cards, begun here or in Stripe's dashboard, and money that banks take."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.factories import RoleFactory
from ticketing.billing import queries as ledger
from ticketing.cards import queries, tasks
from ticketing.cards.tests.conftest import clock, paid_of
from ticketing.models import CardDispute, CardNotice, CardSession, Order, Payment, Refund
from ticketing.orders import operations as orders
from ticketing.refunds import operations as refunds

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def paid(stub, page, order, deliver):
    """The order, paid; its notice of the payment is delivered."""
    deliver(stub.pay(page.stripe_id))
    order.refresh_from_db()
    page.refresh_from_db()
    return order


@pytest.fixture
def owe(paid):
    """`owe(amount)` promises Vera money back to her card."""
    return lambda amount="6.00": refunds.owe(order=paid, amount=D(amount), reason="cancelled", way="card", by="system", at=clock())


def lines(order):
    return [amount for _provider, amount in paid_of(order)]


def made(stub):
    return [said for method, path, said, _key in stub.asked if (method, path) == ("POST", "/v1/refunds")]


# --- begun here -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", ["6.00", "2.50"])
def test_what_is_owed_to_a_card_goes_back_and_stands_in_the_ledger(stub, owe, paid, deliver, amount):
    refund = owe(amount)
    assert tasks.send_refunds() == 1
    refund.refresh_from_db()
    assert (refund.state, lines(paid)) == ("done", [D("6.00"), -D(amount)])
    (one,) = stub.account.refunds.values()
    assert (one["amount"], one["metadata"]["refund"]) == (int(D(amount) * 100), str(refund.pk))
    deliver(*stub.account.events[-2:])  # Stripe tells us what we know
    assert (lines(paid), tasks.send_refunds()) == ([D("6.00"), -D(amount)], 0)


def test_two_parts_go_back_one_after_the_other(stub, owe, paid):
    owe("2.00"), owe("4.00")
    assert tasks.send_refunds() == 2
    assert (lines(paid), ledger.balance(paid)) == ([D("6.00"), D("-2.00"), D("-4.00")], 0)


def test_a_line_that_breaks_after_stripe_has_acted_sends_nothing_twice(stub, owe, paid):
    refund = owe()
    stub.failing = ["", "drop", "drop", "drop"]  # the question what is known already; then the order, three times
    assert tasks.send_refunds() == 0
    assert Refund.objects.get(pk=refund.pk).state == "owed"
    stub.account.answers.clear()  # days later, when Stripe has forgotten the idempotency key
    assert tasks.send_refunds() == 1
    assert (len(stub.account.refunds), lines(paid)) == (1, [D("6.00"), D("-6.00")])


def test_while_stripe_is_away_the_refund_waits(stub, owe):
    refund = owe()
    stub.failing = ["500"] * 9
    assert tasks.send_refunds() == 0
    refund.refresh_from_db()
    assert (refund.state, refund.why) == ("owed", "")


def test_what_stripe_refuses_is_said(stub, owe, page):
    refund = owe()
    stub.dispute(page.payment)
    tasks.send_refunds()
    refund.refresh_from_db()
    assert refund.state == "failed"
    assert "charged back" in refund.why


def test_more_than_any_card_payment_holds_is_not_tried(stub, owe, paid, page):
    refund = owe()
    type(page).objects.filter(pk=page.pk).update(came=D("5.00"))
    tasks.send_refunds()
    refund.refresh_from_db()
    assert (refund.state, made(stub)) == ("failed", [])


def test_a_refund_that_needs_time_is_on_its_way_until_stripe_tells(stub, owe, paid, deliver):
    stub.refund_status = "pending"
    refund = owe()
    tasks.send_refunds()
    refund.refresh_from_db()
    assert (refund.state, lines(paid)) == ("ordered", [D("6.00")])
    deliver(stub.refund_ends(refund.reference, "succeeded"))
    refund.refresh_from_db()
    assert (refund.state, lines(paid)) == ("done", [D("6.00"), D("-6.00")])


def test_a_refund_on_its_way_that_fails_says_why(stub, owe, paid, deliver):
    stub.refund_status = "pending"
    refund = owe()
    tasks.send_refunds()
    refund.refresh_from_db()
    deliver(stub.refund_ends(refund.reference, "failed", "lost_or_stolen_card"))
    refund.refresh_from_db()
    assert (refund.state, refund.why, lines(paid)) == ("failed", "lost or stolen card", [D("6.00")])


def test_a_refund_that_comes_back_after_it_was_booked_is_owed_anew_by_bank(stub, owe, paid, deliver):
    refund = owe()
    tasks.send_refunds()
    refund.refresh_from_db()
    event = stub.refund_ends(refund.reference, "failed")
    deliver(event, event)
    assert lines(paid) == [D("6.00"), D("-6.00"), D("6.00")]
    again = Refund.objects.exclude(pk=refund.pk).get()
    assert (again.way, again.state, again.amount) == ("bank", "owed", D("6.00"))


# --- begun in the dashboard -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("order_of_news", [(0, 1), (1, 0), (0, 0, 1, 1), (1, 1, 0)])
def test_a_refund_begun_in_the_dashboard_is_recorded_once_in_whatever_order_it_is_told(stub, paid, page, deliver, order_of_news):
    events = stub.refund_in_dashboard(page.payment, 200)
    deliver(*[events[number] for number in order_of_news])
    assert lines(paid) == [D("6.00"), D("-2.00")]
    refund = Refund.objects.get()
    assert (refund.state, refund.amount, refund.reason) == ("done", D("2.00"), "dashboard")
    assert paid.state == Order.State.PAID


def test_a_refund_in_the_dashboard_keeps_a_promise_of_just_that_amount(stub, owe, paid, page, deliver):
    refund = owe("6.00")
    deliver(*stub.refund_in_dashboard(page.payment))
    refund.refresh_from_db()
    assert (refund.state, lines(paid), tasks.send_refunds()) == ("done", [D("6.00"), D("-6.00")], 0)


def test_news_of_a_refund_before_news_of_the_payment_books_both(stub, page, order, deliver):
    payment = stub.pay(page.stripe_id)
    back = stub.refund_in_dashboard(payment["data"]["object"]["payment_intent"], 200)
    deliver(*back, payment)
    assert lines(order) == [D("6.00"), D("-2.00")]
    assert [notice.outcome for notice in CardNotice.objects.order_by("pk")] == ["refunded", "known", "paid"]


def test_a_refund_of_something_else_the_partner_sells_is_left_alone(stub, paid, page, deliver):
    (created, charged) = stub.refund_in_dashboard(page.payment, 200)
    for event in (created, charged):
        event["data"]["object"]["payment_intent"] = "pi_elsewhere"
    deliver(created, charged)
    assert lines(paid) == [D("6.00")]
    assert set(CardNotice.objects.exclude(kind__startswith="checkout").values_list("outcome", flat=True)) == {"foreign"}


# --- disputes -------------------------------------------------------------------------------------------------------


def test_a_dispute_is_marked_and_what_the_bank_takes_stands_in_the_ledger(stub, paid, page, deliver, account):
    events = stub.dispute(page.payment)
    deliver(*events, *events)
    dispute = CardDispute.objects.get()
    assert (dispute.status, dispute.reason, dispute.amount, dispute.has_ended) == ("needs_response", "fraudulent", D("6.00"), False)
    assert lines(paid) == [D("6.00"), D("-6.00")]
    assert list(queries.disputes(account.partner)) == [dispute]
    assert queries.of_event(paid.event) == {"disputes": 1, "notices": 0}


def test_a_dispute_that_is_won_brings_the_money_back(stub, paid, page, deliver):
    deliver(*stub.dispute(page.payment))
    deliver(*stub.dispute_ends(page.payment, "won"))
    assert (lines(paid), CardDispute.objects.get().status) == ([D("6.00"), D("-6.00"), D("6.00")], "won")


def test_a_dispute_that_is_lost_takes_nothing_more(stub, paid, page, deliver):
    deliver(*stub.dispute(page.payment))
    deliver(*stub.dispute_ends(page.payment, "lost"))
    assert (lines(paid), CardDispute.objects.get().has_ended) == ([D("6.00"), D("-6.00")], True)


def test_an_older_notice_of_a_dispute_does_not_open_it_again(stub, paid, page, deliver):
    opened, taken = stub.dispute(page.payment)
    (closed,) = stub.dispute_ends(page.payment, "lost")
    deliver(closed, taken, opened)
    assert (CardDispute.objects.get().status, lines(paid)) == ("lost", [D("6.00"), D("-6.00")])


def test_money_taken_twice_is_written_twice(stub, owe, paid, page, deliver):
    """Refunded and disputed as well: the order then holds less than nothing, and the books say so."""
    owe()
    tasks.send_refunds()
    deliver(*stub.dispute(page.payment))
    assert ledger.balance(paid) == D("-6.00")


def test_the_database_keeps_a_dispute_once(stub, paid, page, deliver):
    deliver(*stub.dispute(page.payment))
    dispute = CardDispute.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        CardDispute.objects.filter(pk=dispute.pk).update(amount=0)
    dispute.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        dispute.save(force_insert=True)


# --- news that never came -------------------------------------------------------------------------------------------


def later():
    CardSession.objects.update(ask_at=clock() - timedelta(seconds=1))


def test_a_payment_of_which_no_notice_came_is_found_by_asking(stub, page, order):
    stub.pay(page.stripe_id)
    assert tasks.reconcile() == 0  # not so soon
    later()
    assert tasks.reconcile() == 1
    order.refresh_from_db()
    assert (order.state, lines(order)) == (Order.State.PAID, [D("6.00")])


def test_and_its_notice_that_comes_at_last_changes_nothing(stub, page, order, deliver):
    event = stub.pay(page.stripe_id)
    later()
    tasks.reconcile()
    deliver(event)
    assert lines(order) == [D("6.00")]


def test_a_debit_that_failed_unheard_is_found_by_asking(stub, page, order, deliver):
    deliver(stub.pay_later(page.stripe_id))
    later()
    tasks.reconcile()
    page.refresh_from_db()
    assert page.state == "processing"
    stub.money_does_not_come(page.stripe_id)
    later()
    tasks.reconcile()
    page.refresh_from_db()
    assert page.state == "failed"


def test_stripe_is_asked_ever_more_rarely(stub, page):
    waits = []
    for _question in range(4):
        later()
        tasks.reconcile()
        page.refresh_from_db()
        waits.append(round((page.ask_at - clock()) / timedelta(minutes=1)))
    assert waits == [10, 20, 40, 80]


def test_a_page_that_was_never_made_is_dropped_once_it_would_have_ended(stub, page, order):
    type(page).objects.filter(pk=page.pk).update(state="asked", stripe_id="", expires_at=clock() - timedelta(seconds=1))
    later()
    tasks.reconcile()
    page.refresh_from_db()
    assert page.state == "expired"


def test_the_page_of_an_order_that_lapsed_is_closed(stub, page, order):
    Order.objects.update(state=Order.State.LAPSED, closed_at=clock())
    assert tasks.reconcile() == 1
    page.refresh_from_db()
    assert (page.state, stub.account.sessions[page.stripe_id]["status"]) == ("expired", "expired")


def test_a_page_paid_in_the_instant_of_its_closing_is_a_late_payment(stub, page, order):
    stub.pay(page.stripe_id)
    orders.lapse(order=order, at=order.expires_at)
    tasks.reconcile()
    order.refresh_from_db()
    assert (order.state, lines(order)) == (Order.State.PAID, [D("6.00")])


def test_one_account_that_does_not_answer_keeps_nobody_waiting(stub, page, order):
    stub.failing = ["500"] * 3
    later()
    assert tasks.reconcile() == 0
    later()
    assert tasks.reconcile() == 1


# --- what the treasurer sees ----------------------------------------------------------------------------------------


@pytest.fixture
def treasurer(client, order, anna):
    RoleFactory(person=anna, partner=order.event.partner, kind="finance")
    client.force_login(anna, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_treasurer_sees_what_asks_for_a_look(treasurer, stub, paid, page, deliver, django_assert_max_num_queries):
    deliver(*stub.dispute(page.payment))
    CardNotice.objects.filter(kind="charge.dispute.created").update(booked_at=None, outcome="", tries=3, error="RuntimeError: upstairs")
    with django_assert_max_num_queries(30):
        seen = treasurer.get("/desk/partners/rezekne/cards/").content.decode()
    for words in ("Disputes", "says it was not them", "RuntimeError: upstairs", "buyers pay here", paid.code):
        assert words in seen
    money = treasurer.get(f"/desk/{paid.event.slug}/money/").content.decode()
    assert "A card holder disputes 1 payment." in money
    assert "1 notice of Stripe could not be booked." in money
    assert "disputed" in treasurer.get(f"/desk/{paid.event.slug}/orders/{paid.code}/").content.decode()


def test_the_treasurer_has_a_notice_booked_at_once(treasurer, stub, paid):
    CardNotice.objects.update(booked_at=None, outcome="", tries=3, error="RuntimeError: upstairs")
    notice = CardNotice.objects.get()
    seen = treasurer.post(f"/desk/partners/rezekne/cards/notices/{notice.pk}/book/", follow=True).content.decode()
    assert "The notice is booked." in seen
    assert lines(paid) == [D("6.00")]
    assert Payment.objects.count() == 1


def test_other_money_than_was_asked_is_shown(treasurer, stub, page, deliver):
    deliver(stub.pay(page.stripe_id, amount_total=500))
    assert "Other money came than was asked" in treasurer.get("/desk/partners/rezekne/cards/").content.decode()
