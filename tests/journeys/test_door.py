"""Jānis on his first day: his own phone's browser, paired at the gate, reads what visitors hold in front of it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.film import Scene, camera_flags, code_picture, film, near_code, page_of
from tests.journeys.phones import code_of, forged, link_for, paired, type_like_a_scanner, verdict
from ticketing.door import operations
from ticketing.models import Scan
from ticketing.tickets import codes, documents, queries

pytestmark = pytest.mark.browser
RUSSIAN = str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ")


def test_a_ticket_from_its_pdf_is_admitted_once_by_the_camera(site, gate, ticket, launch_browser, open_page, tmp_path):
    pdf = documents.ticket_pdf([queries.with_code().get(pk=ticket.pk)])
    scenes = [
        Scene(code_picture("https://example.org/menu"), 1),
        Scene(near_code(page_of(pdf)), 3),
        Scene(None, 3),
        Scene(code_picture(forged(code_of(ticket))), 3),
        Scene(None, 2),
    ]
    browser = launch_browser(*camera_flags(film(tmp_path / "gate.mjpeg", scenes)))
    page = paired(open_page, site, gate, browser)
    assert "#" not in page.url
    page.get_by_role("button", name="Start the camera").click()

    expect(page.locator("#hint")).to_contain_text("Not one of our codes", timeout=30_000)
    expect(verdict(page, "admit")).to_contain_text("Come in", timeout=30_000)
    expect(verdict(page, "admit")).to_contain_text("Vera Ščukina")
    expect(page.get_by_role("status").filter(has_text="Come in")).to_have_count(1)
    expect(verdict(page, "refuse")).to_contain_text("Not genuine", timeout=30_000)
    expect(verdict(page, "refuse")).to_contain_text("Already used", timeout=30_000)
    expect(verdict(page, "refuse")).to_contain_text(re.compile(r"First scanned at \d\d:\d\d, .* ago, at Ziemeļu vārti"))
    assert Scan.objects.filter(ticket=ticket, verdict="admit").count() == 1


def test_the_camera_reads_the_pairing_code_too(site, gate, launch_browser, open_page, tmp_path):
    picture = code_picture(link_for(site, gate))
    browser = launch_browser(*camera_flags(film(tmp_path / "pair.mjpeg", [Scene(picture, 4), Scene(None, 1)])))
    page = open_page(browser, locale="en-GB", permissions=["camera"])
    page.goto(f"{site}/door/")
    page.get_by_role("button", name="Scan the pairing code").click()
    expect(page.locator("#gate")).to_contain_text(gate.name, timeout=30_000)


def test_a_keyboard_scanner_is_read_whatever_the_layout(site, gate, ticket, open_page):
    page = paired(open_page, site, gate)
    page.get_by_role("button", name="More").click()
    page.get_by_label("Back to the camera by itself").uncheck()
    page.keyboard.press("Escape")
    type_like_a_scanner(page, code_of(ticket).translate(RUSSIAN))
    expect(verdict(page, "admit")).to_contain_text("Come in")
    page.locator("#verdict").click()
    expect(page.locator("#verdict")).to_be_hidden()
    type_like_a_scanner(page, "https://example.org/menu")
    expect(verdict(page, "refuse")).to_contain_text("Not a ticket")


KEEPS_WHAT_IS_SAID = """() => {
  window.said = [];
  const verdict = document.querySelector("#verdict");
  new MutationObserver(() => window.said.push(verdict.textContent)).observe(verdict, {subtree: true, childList: true, characterData: true});
}"""


def test_two_codes_at_once_are_answered_in_turn_and_the_camera_comes_back(site, gate, ticket, other_ticket, open_page):
    page = paired(open_page, site, gate)
    page.evaluate(KEEPS_WHAT_IS_SAID)  # each stands for a moment only, which a busy machine can miss
    for code in (code_of(ticket), code_of(other_ticket)):
        type_like_a_scanner(page, code)
    numbers = [codes.spoken(one.pk) for one in (ticket, other_ticket)]
    page.wait_for_function("numbers => numbers.every(one => window.said.some(text => text.includes(one)))", arg=numbers)
    first, second = (page.evaluate("one => window.said.findIndex(text => text.includes(one))", number) for number in numbers)
    assert first < second
    expect(page.locator("#verdict")).to_be_hidden()
    assert Scan.objects.filter(verdict="admit").count() == 2


def test_a_supervisor_undoes_and_finds_by_name(site, gate, ticket, open_page):
    page = paired(open_page, site, gate)
    type_like_a_scanner(page, code_of(ticket))
    expect(verdict(page, "admit")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#hint")).to_contain_text("Undone")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("searchbox").fill("щук")
    page.get_by_role("button", name="Vera Ščukina").click()
    expect(verdict(page, "look")).to_contain_text("compare the name")
    assert [(scan.reason, scan.undone_at is None) for scan in Scan.objects.order_by("pk")] == [("ok", False), ("typed", True)]


def test_a_stewards_phone_has_neither_search_nor_undo(site, gate, open_page):
    page = paired(open_page, site, gate, rights="steward")
    expect(page.get_by_role("button", name="More")).to_be_visible()
    expect(page.get_by_role("button", name="Search")).to_be_hidden()
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()


def test_an_unpaid_ticket_is_let_in_only_by_a_second_tap(site, gate, ticket, open_page):
    ticket.state = "unpaid"
    ticket.save()
    page = paired(open_page, site, gate)
    type_like_a_scanner(page, code_of(ticket))
    expect(verdict(page, "look")).to_contain_text("Not paid")
    page.get_by_role("button", name="Let in anyway").click()
    expect(verdict(page, "admit")).to_contain_text("Vera Ščukina")


def test_a_used_pairing_link_is_explained(site, gate, open_page):
    link = link_for(site, gate)
    operations.pair(token=link.partition("#")[2], at=timezone.now())
    page = open_page(locale="en-GB")
    page.goto(link)
    expect(page.get_by_role("alert").filter(has_text="works once")).to_be_visible()


@pytest.mark.parametrize(("language", "words"), [("lv-LV", "lv"), ("ru-RU", "ru"), ("en-GB", "en")])
def test_the_page_opens_in_the_phones_language(site, open_page, language, words):
    page = open_page(locale=language)
    page.goto(f"{site}/door/")
    expect(page.locator("html")).to_have_attribute("lang", words)
