"""A family comes too late, waits for three places, somebody cancels, and they come after all."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from accounts.factories import PersonFactory
from common.models import Message
from ticketing.factories import EventFactory, ProductFactory, QuotaFactory
from ticketing.models import EventDay, Order, Wait
from ticketing.orders import operations as orders
from ticketing.waiting import operations as waiting
from ticketing.waiting import tasks

pytestmark = pytest.mark.browser


@pytest.fixture
def workshop(transactional_db):
    """Four places in a month, all booked by one school."""
    now = datetime.now(UTC)
    event = EventFactory(slug="maras-tirgus", starts_at=now + timedelta(days=30), ends_at=now + timedelta(days=30, hours=6))
    EventDay.objects.filter(event=event).update(opens_at=event.starts_at, closes_at=event.ends_at)
    product = ProductFactory(event=event, name_en="Pottery workshop", name_lv="Podniecības darbnīca", price="0.00")
    QuotaFactory(event=event, size=4, products=[product])
    waiting.save_rule(event=event, facts={}, by="Anna", at=now)
    return product


@pytest.fixture
def school(workshop):
    cart = orders.hold(
        event=workshop.event,
        wants=[orders.Want(workshop.pk, None, 4)],
        request_key=uuid.uuid4(),
        language="lv",
        by="visitor",
        at=datetime.now(UTC),
    )
    holders = {line.pk: orders.Holder(name="Skola") for line in cart.lines.all()}
    buyer = orders.Buyer(email="skola@example.org", name="Skola")
    return orders.place(order=cart, buyer=buyer, holders=holders, by="visitor", at=datetime.now(UTC))


def test_from_sold_out_to_three_tickets(site, workshop, school, open_page):
    page = open_page(locale="en-GB", viewport={"width": 390, "height": 844})
    page.goto(f"{site}/e/maras-tirgus/tickets/")
    expect(page.get_by_text("sold out", exact=True)).to_be_visible()
    page.get_by_role("link", name="Join the waiting list").first.click()
    page.get_by_role("spinbutton", name="Pottery workshop").fill("3")
    page.get_by_label("Your name").fill("Guntis Paraugs")
    page.get_by_label("Your e-mail").fill("guntis@example.org")
    page.get_by_role("button", name="Join the waiting list").click()
    expect(page.get_by_text("You are No. 1 on the waiting list.")).to_be_visible()
    wait = Wait.objects.get()

    orders.cancel(order=school, by=PersonFactory(), at=datetime.now(UTC))
    stranger = open_page(locale="en-GB")
    stranger.goto(f"{site}/e/maras-tirgus/tickets/")
    expect(stranger.get_by_role("spinbutton", name="Pottery workshop")).to_have_attribute("max", "1")  # the fourth is nobody's
    assert tasks.attend() == 1
    assert wait.secret in Message.objects.get(kind="waiting.offered").text

    page.reload()
    expect(page.get_by_text("It is your turn!")).to_be_visible()
    page.get_by_role("link", name="Take the places").click()
    expect(page.get_by_label("Your name")).to_have_value("Guntis Paraugs")
    page.get_by_role("button", name="Get the tickets").click()
    expect(page).to_have_url(re.compile(r"/o/[A-Z0-9]+/[\w-]+/$"))
    order = Order.objects.get(email="guntis@example.org")
    assert (order.state, order.lines.count()) == (Order.State.PAID, 3)
    tasks.attend()
    wait.refresh_from_db()
    assert wait.state == "taken"
