"""At the gate with a phone: a walk-in sale, an unpaid ticket, the supervisors' number, a kiosk."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.phones import code_of, kept, paired, type_like_a_scanner, verdict
from ticketing.door import operations
from ticketing.models import Order, Payment, Scan

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("known_hasher")]


def menu(page, name):
    page.get_by_role("button", name="More").click()
    page.get_by_role("dialog").get_by_role("button", name=name).click()


def test_a_supervisor_sells_two_tickets_for_cash_and_lets_them_in(site, gate, open_page):
    page = paired(open_page, site, gate)
    kept(page)
    menu(page, "Sell a ticket")
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="Cash taken: €6.00").click()
    expect(page.get_by_role("status").filter(has_text="Come in × 2")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    assert (Order.objects.get().state, Scan.objects.filter(verdict="admit").count()) == ("paid", 2)


def test_the_phone_asks_whether_it_was_cash_or_the_card_terminal(site, gate, open_page):
    page = paired(open_page, site, gate)
    kept(page)
    menu(page, "Sell a ticket")
    page.get_by_role("button", name="Card terminal: €3.00").click()
    expect(page.get_by_role("status").filter(has_text="Come in")).to_be_visible()
    assert Payment.objects.get().provider == "terminal"


def test_a_stewards_phone_needs_the_number_to_settle_an_unpaid_ticket(site, gate, ticket, open_page):
    ticket.state = "unpaid"
    ticket.save()
    operations.set_pin(event=gate.event, pin="2580", by="Anna", at=timezone.now())
    page = paired(open_page, site, gate, rights="steward")
    kept(page)
    type_like_a_scanner(page, code_of(ticket))
    page.get_by_role("button", name="Supervisors' number").click()
    page.get_by_label("For ten minutes").fill("1111")
    page.get_by_role("button", name="Give the rights").click()
    expect(page.get_by_role("alert").filter(has_text="not the supervisors' number")).to_be_visible()
    page.get_by_label("For ten minutes").fill("2580")
    page.get_by_role("button", name="Give the rights").click()
    page.get_by_role("button", name="Let in anyway").click()
    expect(verdict(page, "admit")).to_contain_text("Vera Ščukina")


def test_a_kiosk_lets_in_and_keeps_its_settings_from_visitors(site, gate, ticket, open_page):
    operations.set_pin(event=gate.event, pin="2580", by="Anna", at=timezone.now())
    page = paired(open_page, site, gate, rights="kiosk")
    kept(page)
    page.get_by_role("button", name="More").click()
    expect(page.get_by_label("For ten minutes")).to_be_visible()
    expect(page.get_by_role("button", name="Unpair this phone")).to_be_hidden()
    page.keyboard.press("Escape")
    type_like_a_scanner(page, code_of(ticket))
    expect(verdict(page, "admit").get_by_role("button", name="Print the label")).to_be_visible()
