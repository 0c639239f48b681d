from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from accounts.factories import PersonFactory
from common.models import Message
from ticketing.cockpit import lacks, milestones, queries
from ticketing.cockpit.queries import Wanted
from ticketing.factories import (
    DeviceFactory,
    EventFactory,
    GateFactory,
    OrderFactory,
    OrderLineFactory,
    ProductFactory,
    QuotaFactory,
    TicketFactory,
)
from ticketing.models import Event, EventRole, Order, Payment


def order_of(event, state, *, lines=1, at=None, **more):
    order = OrderFactory(event=event, state=state, total=Decimal("3.00") * lines, placed_at=at, **more)
    for _number in range(lines):
        OrderLineFactory(order=order, product=event.products.first())
    return order


def letter(event, state, **more):
    facts = {"kind": "order.placed", "about": "order:1", "within": f"event:{event.pk}", "to": "vera@example.org", "language": "lv"}
    at = event.starts_at
    times = {"created_at": at, "due_at": at, "sent_at": at}
    return Message.objects.create(key=f"k{Message.objects.count()}", subject="Pasūtījums", text="…", state=state, **facts, **times, **more)


# --- figures ---------------------------------------------------------------------------------------------------------


def test_the_figures_tell_carts_unpaid_and_paid_apart(event, now):
    product = ProductFactory(event=event)
    order_of(event, Order.State.HELD, lines=2, expires_at=now + timedelta(minutes=9))
    order_of(event, Order.State.HELD, lines=4, expires_at=now - timedelta(minutes=1))
    order_of(event, Order.State.PLACED, lines=2, at=now)
    paid = order_of(event, Order.State.PAID, at=now)
    order_of(event, Order.State.LAPSED, at=now)
    Payment.objects.create(order=paid, provider="bank", reference="1", amount=Decimal("3.00"), currency="EUR", recorded_at=now)
    TicketFactory(event=event, product=product)
    TicketFactory(event=event, product=product, state="unpaid")
    found = queries.figures(event, now)
    assert (found.held, found.carts) == (2, 1)
    assert (found.unpaid_orders, found.unpaid) == (1, {"EUR": Decimal("6.00")})
    assert (found.paid_orders, found.received, found.tickets) == (1, {"EUR": Decimal("3.00")}, 1)


def test_another_events_figures_are_not_mixed_in(event, now):
    ProductFactory(event=event)
    order_of(event, Order.State.PLACED, at=now)
    found = queries.figures(EventFactory(), now)
    assert (found.held, found.unpaid_orders, found.received, found.tickets, found.quotas) == (0, 0, {"EUR": Decimal("0.00")}, 0, [])


def test_the_curve_has_thirty_days_of_the_events_calendar(event, now):
    ProductFactory(event=event)
    stall_fee = ProductFactory(event=event, admits=False)
    today = now.astimezone(event.tz).date()
    order_of(event, Order.State.PAID, lines=2, at=now)
    order_of(event, Order.State.PLACED, at=now - timedelta(days=2))
    order_of(event, Order.State.CANCELLED, at=now)
    order_of(event, Order.State.PAID, at=now - timedelta(days=40))
    OrderLineFactory(order=OrderFactory(event=event, placed_at=now), product=stall_fee)
    curve = queries.curve(event, now)
    assert [day for day, _count in curve] == [today - timedelta(days=29 - n) for n in range(30)]
    assert {day: count for day, count in curve if count} == {today: 2, today - timedelta(days=2): 1}


def test_an_order_just_after_midnight_counts_for_the_new_day(event):
    ProductFactory(event=event)
    just_after = event.starts_at.astimezone(event.tz).replace(hour=0, minute=5)
    order_of(event, Order.State.PAID, at=just_after)
    assert queries.curve(event, just_after + timedelta(hours=1))[-1] == (just_after.date(), 1)


# --- what is missing -------------------------------------------------------------------------------------------------


def codes(event, at):
    return [lack.code for lack in lacks.of(event, at)]


@pytest.fixture
def ready(event):
    """A fair that lacks nothing."""
    texts = {"summary": "Amatnieki Lūznavā", "contact_email": "anna@example.org"}
    Event.objects.filter(pk=event.pk).update(**texts, summary_lv=texts["summary"])
    event.refresh_from_db()
    product = ProductFactory(event=event)
    QuotaFactory(event=event, products=[product])
    gate = GateFactory(event=event, products=[product])
    DeviceFactory(event=event, gate=gate, key_hash="a" * 64)
    return event


def test_a_fair_with_all_it_needs_lacks_nothing(ready, now):
    assert codes(ready, now) == []


def test_each_missing_thing_is_named(ready, now):
    ready.devices.all().delete()
    assert codes(ready, now) == ["no_device"]
    ready.gates.all().delete()
    assert codes(ready, now) == ["no_gate"]
    ready.quotas.all().delete()
    assert codes(ready, now) == ["no_quota", "no_gate"]
    ready.products.update(is_active=False)
    assert codes(ready, now) == ["no_products", "no_gate"]


def test_what_staff_issues_needs_no_quota(ready, now):
    ProductFactory(event=ready, is_public=False)
    ProductFactory(event=ready, admits=False)
    assert codes(ready, now) == []


def test_what_blocks_comes_first(ready, now):
    Event.objects.filter(pk=ready.pk).update(state="draft", site=None, contact_email="")
    ready.refresh_from_db()
    found = lacks.of(ready, ready.ends_at)
    assert [(lack.code, lack.is_blocking) for lack in found] == [("no_site", True), ("in_the_past", True), ("no_contact", False)]


def test_letters_that_failed_or_are_in_doubt_are_told(ready, now):
    letter(ready, "failed")
    letter(ready, "doubtful")
    letter(ready, "sent")
    letter(EventFactory(), "failed")
    assert codes(ready, now) == ["mails_failed", "mails_doubtful"]


def test_paid_orders_of_a_cancelled_event_wait_for_their_money(ready, now):
    order = order_of(ready, Order.State.PAID, at=now)
    Payment.objects.create(order=order, provider="manual", reference="1", amount=order.total, currency="EUR", recorded_at=now)
    Event.objects.filter(pk=ready.pk).update(state="cancelled")
    ready.refresh_from_db()
    ready.products.update(is_active=False)
    assert codes(ready, now) == ["to_refund"]


# --- milestones ------------------------------------------------------------------------------------------------------


def test_milestones_come_in_order_and_the_next_one_is_current(event):
    ProductFactory(event=event, sale_from=event.starts_at - timedelta(days=9), sale_until=event.starts_at - timedelta(days=1))
    ProductFactory(event=event, sale_from=event.starts_at - timedelta(days=20), is_active=False)
    with translation.override("en"):
        found = [(str(step.label), step.state) for step in milestones.of(event, event.starts_at - timedelta(days=2))]
    assert found == [
        ("Sale opens", "done"),
        ("Sale ends", "current"),
        ("Doors open", ""),
        ("Doors close", ""),
    ]


# --- my events -------------------------------------------------------------------------------------------------------


@pytest.fixture
def year(event, anna, now):
    """Anna's events: one over, one running, one to come; and one of Boris's."""

    def made(days, **more):
        starts_at = now + timedelta(days=days, hours=-1)
        return EventFactory(partner=event.partner, starts_at=starts_at, ends_at=starts_at + timedelta(hours=8), **more)

    event.delete()
    EventFactory(title_lv="Borisa tirgus")
    return SimpleNamespace(
        over=made(-9, title_lv="Rudens tirgus", kind="fair"),
        running=made(0, title_lv="Podnieku diena", kind="workshop"),
        to_come=made(9, title_lv="Ziemassvētku tirgus", kind="fair", state="draft"),
    )


def test_the_list_tells_running_to_come_and_over_apart(year, anna, now):
    def found(**wanted):
        return list(queries.my_events(anna, Wanted(**wanted), now))

    assert found() == [year.running, year.to_come]
    assert found(when="now") == [year.running]
    assert found(when="past") == [year.over]
    assert found(when="all") == [year.to_come, year.running, year.over]
    assert found(when="all", sort="title") == [year.running, year.over, year.to_come]
    assert queries.counts(anna, now) == {"": 2, "now": 1, "past": 1, "all": 3}


def test_the_list_is_searched_and_filtered_in_whatever_script(year, anna, now):
    def found(**wanted):
        return list(queries.my_events(anna, Wanted(when="all", **wanted), now))

    assert found(words="ziemassvetku") == found(state="draft") == [year.to_come]
    assert found(kind="workshop") == [year.running]
    assert found(words="ярмарка мары rudens") == [year.over]
    assert found(partner=year.over.partner_id) != []
    assert found(partner=10**9) == []


def test_the_list_counts_valid_tickets_of_people_in_one_statement(year, anna, now, django_assert_num_queries):
    product, fee = ProductFactory(event=year.running), ProductFactory(event=year.running, admits=False)
    for state, of in (("valid", product), ("valid", product), ("unpaid", product), ("valid", fee)):
        TicketFactory(event=year.running, product=of, state=state)
    with django_assert_num_queries(1):
        running, to_come = queries.my_events(anna, Wanted(), now)
        assert (running.tickets_valid, to_come.tickets_valid) == (2, 0)
        assert str(running.partner)
        assert str(running.site)


def test_a_steward_sees_the_one_event_of_his_role(year, now):
    janis = EventRole.objects.create(person=PersonFactory(name="Jānis"), event=year.over, kind="steward").person
    assert list(queries.my_events(janis, Wanted(when="all"), now)) == [year.over]


def test_letters_are_found_by_address_and_state(event):
    failed, sent = letter(event, "failed"), letter(event, "sent")
    letter(EventFactory(), "failed")
    assert list(queries.letters(event)) == [sent, failed]
    assert list(queries.letters(event, "VERA pasūt", "trouble")) == [failed]
    assert list(queries.letters(event, "boris")) == []
    assert queries.letter_counts(event) == {"": 2, "trouble": 1, "under_way": 0, "sent": 1}
