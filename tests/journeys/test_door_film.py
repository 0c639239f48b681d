"""Paper in front of the camera: the product's own ticket and badges, filmed, read and judged under six circumstances.

The film shows a ticket of A4, a badge of A6 held whole, and a badge cut from the sheet of eight, as a visitor would hold them.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.film import Scene, camera_flags, film, near_code, page_of
from tests.journeys.phones import kept, paired, verdict
from tests.journeys.test_door_offline import offline, online
from ticketing.door import operations, queries
from ticketing.factories import TicketFactory
from ticketing.models import PrintRun, Scan, Ticket
from ticketing.tickets import documents
from ticketing.tickets import queries as tickets

pytestmark = pytest.mark.browser
LAYOUTS = (None, PrintRun.Layout.A6, PrintRun.Layout.A4_8)  # None: the ticket
QUEUE = """() => new Promise((done) => { indexedDB.open("door").onsuccess = ({ target: { result } }) => {
  result.transaction("queue").objectStore("queue").getAll().onsuccess = ({ target }) => { result.close(); done(target.result); } } })"""


def paper(ticket: Ticket, layout: str | None):
    """Return what its holder shows: the product's own PDF as it is printed."""
    drawn = [tickets.with_code().get(pk=ticket.pk)]
    if layout is None:
        return near_code(page_of(documents.ticket_pdf(drawn)), margin=1.0)
    page = page_of(documents.badges_pdf(drawn, layout, at=timezone.now()))
    return page if layout == PrintRun.Layout.A6 else near_code(page, margin=0.9)


@pytest.fixture
def holders(gate):
    names = ("Vera Ščukina", "Юрий Ёлкин", "Anna Marija Bērziņa-Kalniņa")
    return [TicketFactory(event=gate.event, product=gate.products.get(), name=name) for name in names]


@pytest.fixture
def filmed(holders, launch_browser, tmp_path):
    """A browser whose camera sees the ticket and the badges, one after the other, again and again."""
    scenes = [scene for one in zip(holders, LAYOUTS, strict=True) for scene in (Scene(paper(*one), 1.5), Scene(None, 0.7))]
    return launch_browser(*camera_flags(film(tmp_path / "papers.mjpeg", [Scene(None, 1.5), *scenes])))


def start(page):
    page.get_by_role("button", name="Start the camera").click()


def until(page, told, wanted, seconds=60):
    """Wait until `told()` is `wanted`."""
    end = datetime.now(UTC) + timedelta(seconds=seconds)
    while (found := told()) != wanted and datetime.now(UTC) < end:
        page.wait_for_timeout(200)
    assert found == wanted


def let_in():
    return set(Scan.objects.filter(verdict="admit").values_list("ticket", flat=True))


def kept_here(page):
    return {scan["code"] for scan in page.evaluate(QUEUE) if scan["verdict"] == "admit"}


def rest_the_camera(page):
    """Open the page anew, so that nothing more is read, and wait until it has counted what it holds unsent."""
    page.reload()
    expect(page.locator("#unsent")).to_be_visible()


def all_of(holders):
    return {one.pk for one in holders}


def codes_of(holders):
    return {tickets.code(tickets.with_code().get(pk=one.pk)) for one in holders}


def test_online(site, gate, holders, filmed, open_page):
    page = paired(open_page, site, gate, filmed)
    kept(page)
    start(page)
    for one in holders:
        expect(verdict(page, "admit")).to_contain_text(one.name, timeout=30_000)
    until(page, let_in, all_of(holders))
    assert set(Scan.objects.filter(verdict="admit").values_list("phone_verdict", "reason")) == {("", "ok")}


def test_offline(site, gate, holders, filmed, open_page):
    page = paired(open_page, site, gate, filmed)
    kept(page)
    offline(page)
    start(page)
    expect(verdict(page, "admit")).to_contain_text("judged by this phone", timeout=30_000)
    until(page, lambda: kept_here(page), codes_of(holders))
    rest_the_camera(page)
    expect(page.locator("#unsent")).to_contain_text("not sent")
    assert kept_here(page) == codes_of(holders)
    assert not Scan.objects.exists()


def test_offline_then_sent(site, gate, holders, filmed, open_page):
    page = paired(open_page, site, gate, filmed)
    kept(page)
    offline(page)
    start(page)
    until(page, lambda: kept_here(page), codes_of(holders))
    rest_the_camera(page)
    online(page)
    assert let_in() == all_of(holders)
    assert Scan.objects.filter(verdict="admit").count() == 3
    assert page.evaluate(QUEUE) == []
    assert not queries.clashes(gate.event).exists()


def test_two_phones_without_a_network_and_the_same_papers(site, gate, holders, filmed, open_page):
    phones = [paired(open_page, site, gate, filmed, name=name) for name in ("Jānis", "Ilze")]
    for page in phones:
        kept(page)
        offline(page)
        start(page)
    for page in phones:
        until(page, lambda page=page: kept_here(page), codes_of(holders))
        rest_the_camera(page)
    for page in phones:
        online(page)
    assert Scan.objects.filter(verdict="admit").count() == 3
    assert let_in() == all_of(holders)
    clashes = queries.clashes(gate.event)
    assert set(clashes.values_list("ticket", flat=True)) == all_of(holders)


def test_a_phone_switched_off_lets_nobody_in_any_more(site, gate, holders, filmed, open_page):
    page = paired(open_page, site, gate, filmed)
    kept(page)
    start(page)
    expect(verdict(page, "admit")).to_contain_text(holders[0].name, timeout=30_000)
    operations.revoke(device=gate.devices.get(), by="Anna", at=timezone.now())
    before = let_in()
    expect(page.get_by_role("alert").filter(has_text="switched this phone off")).to_be_visible()
    page.wait_for_timeout(8000)  # the film goes round once more
    expect(page.locator("#verdict")).to_be_hidden()
    assert let_in() == before
    assert page.evaluate(QUEUE) == []


def test_a_clock_wrong_by_a_day(site, gate, holders, filmed, open_page):
    gate.opens_at, gate.closes_at = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=1)
    gate.save()
    page = paired(open_page, site, gate, filmed, init="const now = Date.now; Date.now = () => now() - 86400000;")
    kept(page)
    expect(page.locator("#clock-warning")).to_contain_text("24 hr slow")
    offline(page)
    start(page)
    until(page, lambda: kept_here(page), codes_of(holders))
    rest_the_camera(page)
    online(page)
    assert let_in() == all_of(holders)
    for moment in Scan.objects.filter(verdict="admit").values_list("at", flat=True):
        assert abs(moment - datetime.now(UTC)) < timedelta(minutes=2)
