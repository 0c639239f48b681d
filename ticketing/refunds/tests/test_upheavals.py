"""An event that is cancelled gives everything back; one that is moved asks its buyers."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.factories import RoleFactory
from common.errors import Refused
from common.outbox.models import Message
from ticketing.billing import queries as ledger
from ticketing.events import operations as events
from ticketing.events.rules import Day
from ticketing.models import Event, Keeping, Order, Refund, Reply, Ticket, Upheaval, Voucher
from ticketing.orders import links
from ticketing.orders import operations as orders
from ticketing.refunds import operations as refunds
from ticketing.refunds import queries, tables, tasks
from ticketing.treasury import checking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def browser():
    client = Client()
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def desk(fair, anna):
    RoleFactory(person=anna, partner=fair.partner)
    anna.language = "en"
    anna.save()
    client = Client()
    client.force_login(anna)
    return client


@pytest.fixture
def cancel_event(anna, now):
    return lambda event: events.move_state(event=Event.objects.get(pk=event.pk), to="cancelled", by=anna, at=now)


@pytest.fixture
def move_event(fair, anna, now):
    """`move_event(days)` moves the fair to so many days from now."""

    def move(days=40, at=now):
        event, start = Event.objects.get(pk=fair.pk), now + timedelta(days=days)
        moved = events.move_dates(event=event, days=[Day(start, start + timedelta(hours=8))], by=anna, at=at)
        return queries.upheaval_of(moved, "moved")

    return move


def read(order):
    return Order.objects.select_related("event__partner").get(pk=order.pk)


# --- cancelled --------------------------------------------------------------------------------------------------------


def test_a_cancelled_event_gives_everybody_everything_back(buy, pay, fair, cancel_event, now):
    found = [buy() for _number in range(3)]
    for order in found[:2]:
        pay(order)
    cancel_event(fair)
    assert tasks.attend() == 3
    assert {read(order).state for order in found} == {"cancelled"}
    assert sorted(Refund.objects.values_list("amount", "reason")) == [(Decimal("6.00"), "event_cancelled")] * 2
    assert not Keeping.objects.exists()
    assert not Ticket.objects.live().exists()
    assert Upheaval.objects.get().done_at is not None
    assert tasks.attend() == 0
    assert (Refund.objects.count(), Message.objects.filter(kind="order.cancelled").count()) == (2, 3)
    assert list(checking.faults(now)) == []


def test_an_order_says_that_its_event_is_cancelled_before_its_own_turn_and_after(browser, paid, fair, cancel_event):
    cancel_event(fair)
    for state in ("paid", "cancelled"):
        assert read(paid).state == state
        page = browser.get(links.to(paid)).content.decode()
        assert "This event is cancelled." in page
        assert "This order is cancelled." not in page
        tasks.attend()


def test_the_work_may_die_in_the_middle_and_goes_on(buy, pay, fair, cancel_event, now):
    for _number in range(3):
        pay(buy())
    cancel_event(fair)
    upheaval = Upheaval.objects.get()
    assert refunds.step(upheaval=upheaval, at=now, limit=2) == 2
    upheaval.refresh_from_db()
    progress = queries.progress(upheaval)
    assert (progress.done, progress.total, upheaval.done_at) == (2, 3, None)
    assert refunds.step(upheaval=upheaval, at=now, limit=2) == 1
    assert (Refund.objects.count(), Message.objects.filter(kind="refund.owed").count()) == (3, 3)


def test_one_order_that_cannot_be_cancelled_keeps_no_other_waiting(buy, pay, fair, cancel_event, anna, now, monkeypatch):
    bad, good = buy(), buy()
    pay(bad)
    pay(good)
    cancel_event(fair)
    upheaval, really = Upheaval.objects.get(), orders.cancel

    def cancel(*, order, **more):
        if order.pk == bad.pk:
            raise RuntimeError("a floor above refuses")
        return really(order=order, **more)

    monkeypatch.setattr(orders, "cancel", cancel)
    assert refunds.step(upheaval=upheaval, at=now) == 1
    monkeypatch.undo()
    upheaval.refresh_from_db()
    assert queries.progress(upheaval).troubles == [(bad.code, "a floor above refuses")]
    assert (read(bad).state, read(good).state) == ("paid", "cancelled")
    refunds.try_again(upheaval=upheaval, by=anna, at=now)
    assert tasks.attend() == 1
    assert read(bad).state == "cancelled"


def test_what_was_sold_at_the_gate_goes_back_in_cash(paid, fair, cancel_event):
    Order.objects.update(email="", is_walk_in=True)
    cancel_event(fair)
    tasks.attend()
    assert Refund.objects.get().way == "cash"


def test_cancelling_told_twice_is_one(fair, anna, now):
    for _number in range(2):
        refunds.call_off(event=fair, by=anna, at=now)
    assert Upheaval.objects.count() == 1


def test_the_desk_sees_how_far_it_is_and_asks_for_accounts_once_a_day(desk, paid, buy, pay, fair, cancel_event):
    other = buy()
    pay(other)
    cancel_event(fair)
    tasks.attend()
    refunds.again(refund=Refund.objects.get(order=other), way="credit", by="visitor", at=timezone.now())
    address = reverse("desk:called_off", args=[fair.slug])
    page = desk.get(address).content.decode()
    for said in ("2 of 2 orders are cancelled.", "1 buyer has still to say", "As credit"):
        assert said in page
    for _number in range(2):
        desk.post(address, {"action": "ask"})
    letter = Message.objects.get(kind="refund.account")
    assert links.to(read(paid), "refund_account", refund=Refund.objects.get(order=paid).pk) in letter.text
    listed = desk.get(reverse("desk:refunds", args=[fair.slug]) + "?way=no_account").content.decode()
    assert paid.code in listed
    assert other.code not in listed


def test_without_a_cancelled_or_moved_event_there_is_nothing_to_see(desk, fair):
    for page in ("called_off", "answers"):
        assert desk.get(reverse(f"desk:{page}", args=[fair.slug])).status_code == 404


def test_a_moved_event_that_is_cancelled_asks_nobody_any_more(paid, fair, move_event, cancel_event, now):
    upheaval = move_event()
    cancel_event(fair)
    tasks.attend()
    upheaval.refresh_from_db()
    assert (upheaval.answer_until, upheaval.done_at, Reply.objects.count()) == (now, now, 0)
    assert Refund.objects.get().reason == "event_cancelled"


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda one: Upheaval.objects.create(event=one.upheaval.event, kind="moved", begun_at=one.asked_at), "upheaval_kind_known"),
        (lambda one: Upheaval.objects.filter(pk=one.upheaval.pk).update(kind="lost"), "upheaval_kind_known"),
        (lambda one: Reply.objects.filter(pk=one.pk).update(answer="yes"), "reply_known"),
        (lambda one: Reply.objects.create(upheaval=one.upheaval, order=one.order, asked_at=one.asked_at), ""),
    ],
)
def test_what_the_tables_refuse(paid, move_event, make, name):
    move_event()
    tasks.attend()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(Reply.objects.get())


def test_an_event_is_called_off_once(fair, now):
    Upheaval.objects.create(event=fair, kind="cancelled", begun_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Upheaval.objects.create(event=fair, kind="cancelled", begun_at=now)


# --- moved ------------------------------------------------------------------------------------------------------------


def test_a_moved_event_asks_each_buyer_once_and_says_where_to_answer(paid, buy, move_event):
    waiting, upheaval = buy(), move_event()
    for _number in range(2):
        tasks.attend()
    assert set(Reply.objects.values_list("order_id", flat=True)) == {paid.pk, waiting.pk}
    letters = Message.objects.filter(kind="order.moved")
    assert letters.count() == 2
    assert f"/o/{paid.code}/{paid.secret}/moved/" in " ".join(letters.values_list("text", flat=True))
    upheaval.refresh_from_db()
    assert upheaval.done_at is not None


def test_who_orders_after_the_move_is_not_asked(buy, move_event, now):
    move_event(at=now - timedelta(hours=1))
    buy()
    tasks.attend()
    assert not Reply.objects.exists()


def test_yes_keeps_the_tickets(browser, paid, move_event):
    move_event()
    tasks.attend()
    asked = browser.get(links.to(paid)).content.decode()
    assert "Do you come?" in asked
    assert "This event has been moved." not in asked  # the question says it
    browser.post(links.to(paid, "moved"), {"answer": "yes"})
    assert (Reply.objects.get().answer, read(paid).state) == ("yes", "paid")
    assert "Do you come?" not in browser.get(links.to(paid)).content.decode()


def test_looking_is_no_answer(browser, paid, move_event):
    move_event()
    tasks.attend()
    assert "€6.00" in browser.get(links.to(paid, "moved")).content.decode()
    browser.post(links.to(paid, "moved"), {"answer": "maybe"})
    assert Reply.objects.get().answer == ""


def test_no_gives_everything_back_whatever_the_conditions_and_asks_where_to(browser, paid, move_event, now):
    move_event(days=5)
    tasks.attend()
    page = browser.post(links.to(paid, "moved"), {"answer": "no"}, follow=True)
    refund = Refund.objects.get()
    assert (refund.amount, refund.reason, read(paid).state) == (Decimal("6.00"), "moved", "cancelled")
    assert page.redirect_chain[-1][0] == links.to(paid, "refund_account", refund=refund.pk)
    browser.post(links.to(paid, "moved"), {"answer": "no"})
    assert (Reply.objects.get().answer, Refund.objects.count()) == ("no", 1)
    assert list(checking.faults(now)) == []


def test_no_may_become_a_credit(browser, paid, move_event):
    move_event()
    tasks.attend()
    browser.post(links.to(paid, "moved"), {"answer": "no", "way": "credit"})
    assert (Voucher.objects.get().value, ledger.balance(paid)) == (Decimal("6.00"), Decimal("0.00"))


def test_a_yes_may_become_a_no_until_the_deadline(browser, paid, move_event):
    move_event()
    tasks.attend()
    for answer in ("yes", "no"):
        browser.post(links.to(paid, "moved"), {"answer": answer})
    assert (Reply.objects.get().answer, Refund.objects.get().amount) == ("no", Decimal("6.00"))


def test_after_the_deadline_the_usual_conditions_hold_again(browser, paid, move_event, now):
    move_event()
    tasks.attend()
    assert queries.cause(read(paid), now) == "moved"
    Upheaval.objects.update(answer_until=now - timedelta(minutes=1))
    assert queries.cause(read(paid), now) == ""
    reply = Reply.objects.select_related("upheaval", "order__event__partner").get()
    with pytest.raises(Refused) as refused:
        refunds.answer(reply=reply, comes=False, by="visitor", at=now)
    assert refused.value.code == "too_late_to_answer"
    assert browser.get(links.to(paid, "moved")).status_code == 302


def test_no_answer_leaves_the_order_valid_and_is_reminded_of_once(paid, buy, pay, move_event, now, browser):
    other = buy()
    pay(other)
    upheaval = move_event()
    tasks.attend()
    browser.post(links.to(other, "moved"), {"answer": "yes"})
    late = upheaval.answer_until - timedelta(days=2)
    assert [refunds.remind(upheaval=upheaval, at=at) for at in (now, late, late)] == [0, 1, 0]
    assert Message.objects.filter(kind="order.moved", key__endswith=":again").count() == 1
    assert read(paid).state == "paid"


def test_a_second_move_asks_anew_and_ends_the_first_question(paid, move_event, now):
    first = move_event(days=40)
    tasks.attend()
    second = move_event(days=50, at=now + timedelta(minutes=1))
    tasks.attend()
    first.refresh_from_db()
    assert first.answer_until == now + timedelta(minutes=1)
    assert Reply.objects.filter(upheaval=second).count() == 1
    assert Message.objects.filter(kind="order.moved").count() == 2


def test_the_desk_lists_the_answers_finds_and_exports_them(desk, paid, buy, fair, move_event, browser):
    buy()
    upheaval = move_event()
    tasks.attend()
    browser.post(links.to(paid, "moved"), {"answer": "yes"})
    assert tables.answers(upheaval) == {"yes": 1, "no": 0, "open": 1}
    address = reverse("desk:answers", args=[fair.slug])
    assert paid.code in desk.get(address, {"answer": "yes", "q": "Ščukina"}).content.decode()
    assert paid.code not in desk.get(address, {"answer": "open"}).content.decode()
    file = desk.get(reverse("desk:answers_file", args=[fair.slug, "csv"]), {"answer": "yes"})
    text = b"".join(file.streaming_content if file.streaming else [file.content]).decode("utf-8-sig")
    assert paid.code in text
    assert len(text.strip().splitlines()) == 2


def test_a_wrong_link_answers_nothing(browser, paid, move_event):
    move_event()
    tasks.attend()
    assert browser.post(f"/o/{paid.code}/wrong/moved/", {"answer": "no"}).status_code == 404
    assert read(paid).state == "paid"
