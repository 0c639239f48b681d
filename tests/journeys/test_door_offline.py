"""The field has no network: the phone judges by itself, keeps everything, and tells the server later."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.film import Scene, camera_flags, code_picture, film
from tests.journeys.phones import code_of, forged, kept, paired, type_like_a_scanner, verdict
from ticketing.door import operations, queries
from ticketing.factories import TicketFactory
from ticketing.models import Scan
from ticketing.tickets import codes

pytestmark = pytest.mark.browser


def offline(page):
    page.context.set_offline(True)
    expect(page.locator("#touch")).to_contain_text("No connection")


def online(page):
    page.context.set_offline(False)
    expect(page.locator("#unsent")).to_be_hidden()


def test_the_phone_judges_keeps_and_sends_later(site, gate, ticket, other_ticket, open_page):
    cancelled = TicketFactory(event=gate.event, product=gate.products.get(), state="cancelled")
    page = paired(open_page, site, gate)
    kept(page)
    later = TicketFactory(event=gate.event, product=gate.products.get())  # sold after the last contact
    offline(page)
    good = code_of(ticket)
    type_like_a_scanner(page, good)
    expect(verdict(page, "admit")).to_contain_text("judged by this phone")
    expect(verdict(page, "admit")).to_contain_text("Vera Ščukina")
    expect(page.locator("#unsent")).to_contain_text("1 not sent")
    type_like_a_scanner(page, good)
    expect(verdict(page, "look")).to_contain_text("Read twice")
    type_like_a_scanner(page, forged(good))
    expect(verdict(page, "refuse")).to_contain_text("Not genuine")
    type_like_a_scanner(page, code_of(cancelled))
    expect(verdict(page, "refuse")).to_contain_text("Cancelled")
    type_like_a_scanner(page, code_of(later))
    expect(verdict(page, "admit")).to_contain_text(codes.spoken(later.pk))
    page.get_by_role("button", name="Search").click()
    page.get_by_role("searchbox").fill("ščuk")
    page.get_by_role("button", name=codes.spoken(other_ticket.pk)).click()
    expect(verdict(page, "look")).to_contain_text("compare the name")
    assert not Scan.objects.exists()
    online(page)
    stored = Scan.objects.order_by("at").values_list("ticket", "verdict", "phone_verdict")
    assert list(stored) == [
        (ticket.pk, "admit", "admit"),
        (ticket.pk, "refuse", "refuse"),
        (cancelled.pk, "refuse", "refuse"),
        (later.pk, "admit", "admit"),
        (other_ticket.pk, "admit", "admit"),
    ]


def test_two_phones_let_one_ticket_in_and_the_desk_sees_a_clash(site, gate, ticket, open_page):
    phones = [paired(open_page, site, gate, name=name) for name in ("Jānis", "Ilze")]
    for page in phones:
        kept(page)
        offline(page)
        type_like_a_scanner(page, code_of(ticket))
        expect(verdict(page, "admit")).to_be_visible()
    online(phones[1])
    online(phones[0])
    assert Scan.objects.get(verdict="admit").device.name == "Jānis"
    assert queries.clashes(gate.event).count() == 1
    expect(phones[1].locator("#unsent")).to_be_hidden()


def test_a_revoked_phone_is_shut_out_and_keeps_only_what_is_not_sent(site, gate, ticket, open_page):
    page = paired(open_page, site, gate)
    kept(page)
    offline(page)
    type_like_a_scanner(page, code_of(ticket))
    expect(page.locator("#unsent")).to_contain_text("1 not sent")
    operations.revoke(device=gate.devices.get(), by="Anna", at=timezone.now())
    page.context.set_offline(False)
    expect(page.get_by_role("alert").filter(has_text="switched this phone off")).to_be_visible()
    left = page.evaluate(
        """() => new Promise((done) => { indexedDB.open("door").onsuccess = ({ target: { result } }) => {
             const names = [...result.objectStoreNames], left = {};
             const transaction = result.transaction(names);
             for (const name of names) transaction.objectStore(name).count().onsuccess = ({ target }) => (left[name] = target.result);
             transaction.oncomplete = () => { result.close(); done(left); } } })"""
    )
    assert {name for name, count in left.items() if count} == {"queue"}
    expect(page.get_by_role("button", name="Save unsent scans as a file")).to_be_visible()


def test_a_clock_wrong_by_a_day_changes_no_verdict_and_no_time(site, gate, ticket, open_page):
    gate.opens_at, gate.closes_at = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1)
    gate.save()
    wrong = "const now = Date.now; Date.now = () => now() + 86400000;"
    page = paired(open_page, site, gate, init=wrong)
    kept(page)
    expect(page.locator("#clock-warning")).to_contain_text("24 hr fast")
    offline(page)
    type_like_a_scanner(page, code_of(ticket))
    expect(verdict(page, "admit")).to_be_visible()
    online(page)
    assert abs(Scan.objects.get(verdict="admit").at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_full_storage_is_said_and_the_scan_is_still_sent(site, gate, ticket, open_page):
    full = """const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...what) {
        if (this.name === "queue") throw new DOMException("full", "QuotaExceededError");
        return put.apply(this, what); };"""
    page = paired(open_page, site, gate, init=full)
    kept(page)
    offline(page)
    type_like_a_scanner(page, code_of(ticket))
    expect(verdict(page, "look")).to_contain_text("storage is full")
    expect(page.locator("#unsent")).to_contain_text("1 not sent")
    online(page)
    assert Scan.objects.get(ticket=ticket).verdict == "admit"


def test_ten_tickets_offline_the_tab_closed_and_opened_again(site, gate, launch_browser, open_page, tmp_path):
    tickets = [TicketFactory(event=gate.event, product=gate.products.get()) for _ in range(10)]
    scenes = [scene for one in tickets for scene in (Scene(code_picture(code_of(one)), 0.7), Scene(None, 0.3))]
    browser = launch_browser(*camera_flags(film(tmp_path / "ten.mjpeg", scenes)))
    page = paired(open_page, site, gate, browser)
    kept(page)
    offline(page)
    page.get_by_role("button", name="Start the camera").click()
    expect(page.locator("#unsent")).to_contain_text("10 not sent", timeout=40_000)
    context = page.context
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(f"{site}/door/")
    expect(again.locator("#unsent")).to_contain_text("not sent")
    heard = re.compile(r"^No connection( · \d+ min since the last contact)?$")  # and not: no contact yet
    expect(again.locator("#touch")).to_have_text(heard)
    online(again)
    admitted = list(Scan.objects.filter(verdict="admit").values_list("ticket", flat=True))
    assert sorted(admitted) == sorted(one.pk for one in tickets)
