"""One order paid by card: chosen in the shop, paid on Stripe's page (a stub of it), told twice and late, mailed once."""

import re

import pytest
from django.db.models import Sum
from playwright.sync_api import Page, expect

from common.outbox import tasks as outbox
from ticketing.cards.tests.conftest import account_at
from ticketing.cards.tests.stub.server import Stub
from ticketing.factories import EventFactory, ProductFactory, QuotaFactory
from ticketing.models import CardNotice, Order, Payment, Ticket
from ticketing.orders import tasks as orders

pytestmark = pytest.mark.browser


@pytest.fixture
def stub(stripe_port):
    with Stub(stripe_port) as running:
        yield running


@pytest.fixture
def fair(transactional_db, stub):
    event = EventFactory(slug="maras-tirgus")
    QuotaFactory(event=event, size=5, products=[ProductFactory(event=event)])
    account_at(stub, event.partner)
    return event


def to_stripe(page: Page, site: str) -> None:
    """Order two tickets and go to the card page, as Vera does it."""
    page.goto(f"{site}/e/maras-tirgus/tickets/")
    page.get_by_role("spinbutton", name="Day ticket").fill("2")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your name").fill("Vera Ščukina")
    page.get_by_label("Your e-mail").fill("vera@example.org")
    page.get_by_role("button", name="Order and pay €6.00").click()
    expect(page.get_by_role("radio", name="Card")).to_be_checked()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="600 eur")).to_be_visible()


def letters_sent(mailoutbox) -> list[str]:
    """Let the worker make its round; return the subjects of letters with tickets."""
    orders.prepare_mails()
    outbox.drain()
    return [mail.subject for mail in mailoutbox if any(name.endswith(".pdf") for name, *_rest in mail.attachments)]


def test_paid_once_and_mailed_once_though_told_twice_and_late(site, fair, stub, open_page, mailoutbox):
    page = open_page(locale="en-GB", viewport={"width": 390, "height": 844})
    to_stripe(page, site)
    page.get_by_role("button", name="Pay with a bad card").click()
    expect(page.get_by_text("Your card was declined.")).to_be_visible()
    page.get_by_role("button", name="Pay", exact=True).click()

    # back here: the browser says it is paid, Stripe has not said so yet
    expect(page.get_by_role("heading", name="Is your payment here?")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Waiting for word from Stripe")).to_be_visible()
    order = Order.objects.get()
    assert (order.state, Payment.objects.count()) == (Order.State.PLACED, 0)
    assert letters_sent(mailoutbox) == []

    (event,) = stub.account.events
    hook = f"{site}/cards/notices/{fair.partner.code}/"
    assert [stub.deliver(event, hook=hook), stub.deliver(event, hook=hook)] == [200, 200]
    expect(page).to_have_url(re.compile(r"/o/[A-Z0-9]+/[\w-]+/$"))
    expect(page.get_by_text("Vera Ščukina").first).to_be_visible()
    assert len(letters_sent(mailoutbox)) == 1

    assert stub.deliver(event, hook=hook) == 200  # and once more, late
    order.refresh_from_db()
    assert (order.state, order.payments.count(), order.payments.aggregate(sum=Sum("amount"))["sum"]) == (Order.State.PAID, 1, order.total)
    assert set(Ticket.objects.values_list("state", flat=True)) == {"valid"}
    assert CardNotice.objects.count() == 1
    assert len(letters_sent(mailoutbox)) == 1


def test_who_turns_back_pays_otherwise_and_without_script_waits_by_looking_again(site, fair, stub, open_page):
    page = open_page(locale="en-GB", java_script_enabled=False)
    to_stripe(page, site)
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", name="Pay €6.00")).to_be_visible()
    page.get_by_role("button", name="Pay now").click()
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_role("heading", name="Is your payment here?")).to_be_visible()
    assert len(stub.account.sessions) == 1
    stub.deliver(stub.account.events[-1], hook=f"{site}/cards/notices/{fair.partner.code}/")
    expect(page).to_have_url(re.compile(r"/o/[A-Z0-9]+/[\w-]+/$"))  # the page looks again by itself
