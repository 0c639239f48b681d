"""Every state of the scanner page, as phones show it: nothing cut off, nothing sideways, every button large enough for a thumb.

The suite looks at the smallest phone in Latvian. `SCREENS=folder pytest tests/journeys/test_door_screens.py` keeps pictures of both
phones in three languages, light and dark.
"""

import os
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.film import Scene, camera_flags, code_picture, film
from tests.journeys.phones import code_of, forged, link_for, type_like_a_scanner, verdict
from ticketing.door import operations
from ticketing.factories import BankAccountFactory, GateFactory, ProductFactory, TicketFactory, VariationFactory
from ticketing.models import Gate, Ticket
from ticketing.orders import operations as orders

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("known_hasher")]

SHOWN = os.environ.get("SCREENS")
PHONES = [(360, 640), *([(390, 844)] if SHOWN else [])]
LANGUAGES = {"lv": "lv-LV", **({"ru": "ru-RU", "en": "en-GB"} if SHOWN else {})}
THEMES = ["light", *(["dark"] if SHOWN else [])]

STAYS = "localStorage.setItem('rapid', 'off');"
FULL = """const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...what) {
    if (this.name === "queue") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, what); };"""
FAST = "const now = Date.now; Date.now = () => now() + 7500000;"

WRONG = """() => {
  const wrong = [];
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) wrong.push("scrolls sideways");
  for (const one of document.querySelectorAll("button, a, select, input:not([type=checkbox], [type=radio], [type=file])")) {
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    const { width, height, left, right } = one.getBoundingClientRect();
    const name = one.textContent.trim() || one.id;
    if (height < 44 || width < 44) wrong.push(`${name}: ${Math.round(width)} x ${Math.round(height)}`);
    if (one.scrollWidth > one.clientWidth + 1 || left < 0 || right > innerWidth + 1) wrong.push(`${name}: cut off`);
  }
  return wrong;
}"""


class Looking:
    """Looks at a page in its states; gathers what is wrong, and keeps the pictures if asked."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.number = 0
        self.wrong: list[str] = []

    def at(self, page: Page, name: str) -> None:
        """Look at what is on the screen now, in each size and theme."""
        self.number += 1
        for width, height in PHONES:
            page.set_viewport_size({"width": width, "height": height})
            for theme in THEMES:
                page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                if SHOWN:
                    Path(SHOWN).mkdir(parents=True, exist_ok=True)
                    page.screenshot(path=f"{SHOWN}/{width}-{theme}-{self.language}-{self.number:02}-{name}.png")
            self.wrong += [f"{name} at {width}, {self.language}: {one}" for one in page.evaluate(WRONG)]


# --- the gate -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def busy_gate(gate: Gate) -> Gate:
    """A gate that sells two things and counts both ways, a second gate for parking, a number for supervisors, and a bank account."""
    product = gate.products.get()
    child = ProductFactory(event=gate.event, name_lv="Bērna biļete", name_ru="Детский билет", name_en="Child's ticket", price="1.50")
    VariationFactory(product=child, name_lv="līdz 7 gadiem", name_ru="до 7 лет", name_en="up to 7 years")
    VariationFactory(product=child, name_lv="7–16 gadi", name_ru="7–16 лет", name_en="7–16 years")
    gate.products.add(child)
    gate.rule = "in_and_out"
    gate.save()
    car = ProductFactory(event=gate.event, name_lv="Stāvvieta", name_ru="Парковка", name_en="Parking", is_public=False)
    GateFactory(event=gate.event, area=gate.area, name="Autostāvvietas iebrauktuve pie dzirnavām", products=[car])
    BankAccountFactory(partner=gate.event.partner)
    operations.set_pin(event=gate.event, pin="2580", by="Anna", at=timezone.now())
    facts = {
        "text_lv": "Kuru darbnīcu jūs apmeklēsiet?", "text_ru": "Какую мастерскую вы посетите?", "text_en": "Which workshop will you join?",
        "kind": "choice", "is_required": True, "ask_at_door": True,
    }  # fmt: skip
    options = [
        {"text_lv": "Aušana", "text_ru": "Ткачество", "text_en": "Weaving"},
        {"text_lv": "Māla trauku virpošana", "text_ru": "Гончарный круг", "text_en": "Throwing pots"},
    ]
    said = {"event": gate.event, "by": "Anna", "at": timezone.now()}
    orders.save_question(facts=facts, options=options, products=[child], **said)
    children = {"text_lv": "Bērni", "text_ru": "Дети", "text_en": "Children", "kind": "number", "ask_at_door": True}
    orders.save_question(facts=children, options=[], products=[child], **said)
    assert product != child
    return gate


def ordered(gate: Gate, product, name: str, state: str) -> Ticket:
    """Return a ticket of an order, valid or still to be paid."""
    now = timezone.now()
    variation = product.variations.first()
    wants = [orders.Want(product.pk, variation and variation.pk, 1)]
    cart = orders.hold(event=gate.event, wants=wants, request_key=uuid.uuid4(), language="lv", by="Vera", at=now)
    holders = {line.pk: orders.Holder(name=name) for line in cart.lines.all()}
    orders.place(order=cart, buyer=orders.Buyer("vera@example.org", name), holders=holders, by="Vera", at=now)
    ticket = Ticket.objects.get(order_line__order=cart)
    Ticket.objects.filter(pk=ticket.pk).update(state=state)
    return ticket


def ticket_of(gate: Gate, **more) -> Ticket:
    return TicketFactory(**{"event": gate.event, "product": gate.products.order_by("pk").first(), **more})


# --- the states ----------------------------------------------------------------------------------------------------------


def unpaired(look: Looking, site: str, gate: Gate, page: Page) -> None:
    page.goto(f"{site}/door/")
    expect(page.locator("#start-pairing")).to_be_visible()
    look.at(page, "pairing")
    link = link_for(site, gate, name=f"Ilze {look.language}")
    operations.pair(token=link.partition("#")[2], at=timezone.now())
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator("#pairing-problem")).not_to_be_empty()
    look.at(page, "pairing-used-link")


def verdicts(look: Looking, page: Page, gate: Gate) -> None:
    """What the helper sees after a code; the page gives the words."""
    car = ticket_of(gate, product=gate.event.products.get(name_lv="Stāvvieta"))
    guest = ticket_of(gate, name="Aleksandra Konstantīnova-Vasiļjeva", name_other="Александра Константинова-Васильева")
    said = {
        "admit": (code_of(guest), "admit"),
        "used": (code_of(used_by_another(gate)), "refuse"),
        "read-twice": (code_of(guest), "look"),
        "wrong-gate": (code_of(car), "refuse"),
        "cancelled": (code_of(ticket_of(gate, state="cancelled")), "refuse"),
        "forged": (forged(code_of(guest)), "refuse"),
        "attention": (code_of(ticket_of(gate, attention="Vajadzīga uzbrauktuve ratiņkrēslam; sagaida Ilze, tālr. 2612 3456")), "look"),
        "unpaid": (code_of(ordered(gate, gate.products.order_by("pk").first(), "Juris Bērziņš", "unpaid")), "look"),
    }
    for name, (code, kind) in said.items():
        type_like_a_scanner(page, code)
        expect(verdict(page, kind)).to_be_visible()
        page.wait_for_timeout(100)
        if name != "read-twice":
            page.wait_for_function("() => document.body.dataset.asking !== 'yes'")
        look.at(page, name)
    page.locator("#verdict .on-verdict").first.click()
    expect(page.locator("dialog[open] .total")).to_be_visible()
    look.at(page, "take-payment")
    page.locator("dialog[open] .action").first.click()
    expect(page.locator("dialog[open] .bank-code")).to_be_visible()
    look.at(page, "bank-code")
    page.keyboard.press("Escape")


def used_by_another(gate: Gate) -> Ticket:
    """A ticket that was let in at another phone twenty minutes ago."""
    ticket = ticket_of(gate, name="Pēteris Ozols", name_other="")
    scan_elsewhere(gate, ticket, minutes_ago=20)
    return ticket


def scan_elsewhere(gate: Gate, ticket: Ticket, minutes_ago: int) -> None:
    """Let the ticket in at another phone."""
    _device, token = operations.make_device(event=gate.event, gate=gate, name=f"Otrs {ticket.pk}", by="Anna", at=timezone.now())
    _device, key = operations.pair(token=token, at=timezone.now())
    operations.scan(key=key, code=code_of(ticket), nonce=uuid.uuid4(), at=timezone.now() - timedelta(minutes=minutes_ago))


def questions(look: Looking, page: Page, gate: Gate) -> None:
    child = gate.products.get(name_lv="Bērna biļete")
    type_like_a_scanner(page, code_of(ordered(gate, child, "Anete Kalniņa", "valid")))
    expect(page.locator("dialog[open] .asked").first).to_be_visible()
    look.at(page, "questions")
    page.keyboard.press("Escape")
    expect(verdict(page, "look")).to_be_visible()
    look.at(page, "ask-first")
    page.locator("#verdict").click(position={"x": 10, "y": 10})


def sheets(look: Looking, page: Page) -> None:
    page.locator("#find").click()
    page.get_by_role("searchbox").fill("щук")
    expect(page.locator("#search li")).not_to_have_count(0)
    look.at(page, "search")
    page.locator("#search li button").first.click()
    expect(page.locator("#verdict")).to_be_visible()
    look.at(page, "typed")
    page.locator("#verdict").click(position={"x": 10, "y": 10})
    page.locator("#more").click()
    look.at(page, "settings")
    page.locator("#extras button").first.click()
    expect(page.locator("dialog[open] li")).to_have_count(3)
    look.at(page, "sell")
    page.locator("dialog[open] li button").first.click()
    page.locator("dialog[open] .step").last.click()
    look.at(page, "till")
    page.locator("dialog[open] .big").click()
    expect(page.locator("dialog[open] .outcome")).to_be_visible()
    look.at(page, "sold")
    page.locator("dialog[open] .big").click()


def alone(look: Looking, page: Page, gate: Gate) -> None:
    """Without a network, until the server corrects what was let in twice."""
    ticket = ticket_of(gate)
    page.evaluate("() => dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    expect(page.locator("body[data-online=no]")).to_be_visible()
    look.at(page, "offline-ready")
    type_like_a_scanner(page, code_of(ticket))
    expect(page.locator("#unsent")).to_be_visible()
    look.at(page, "offline-admit")
    scan_elsewhere(gate, ticket, minutes_ago=5)
    page.locator("#verdict").click(position={"x": 10, "y": 10})
    page.context.set_offline(False)
    expect(page.locator("#hint")).to_be_visible()
    look.at(page, "clash-told")
    page.locator("#direction").click()
    look.at(page, "exit")


def others(look: Looking, site: str, gate: Gate, open_page, options: dict) -> Iterator[Page]:
    """A steward's phone, a kiosk, one with a full storage and a wrong clock, one that was switched off."""
    steward = opened(open_page, site, gate, options, name="Mārtiņš", rights="steward")
    steward.locator("#more").click()
    steward.locator("#extras button").first.click()
    expect(steward.locator("#pin-field")).to_be_visible()
    look.at(steward, "number")
    yield steward
    kiosk = opened(open_page, site, gate, options, name="Ieeja", rights="kiosk")
    look.at(kiosk, "kiosk-ready")
    type_like_a_scanner(kiosk, code_of(ticket_of(gate)))
    expect(kiosk.locator("#verdict .on-verdict")).to_be_visible()
    look.at(kiosk, "kiosk-admit")
    yield kiosk
    poor = opened(open_page, site, gate, options, name="Vecais", init=FULL + FAST)
    expect(poor.locator("#clock-warning")).to_be_visible()
    look.at(poor, "clock-wrong")
    poor.context.set_offline(True)
    type_like_a_scanner(poor, code_of(ticket_of(gate)))
    expect(poor.locator("#verdict")).to_be_visible()
    look.at(poor, "storage-full")
    yield poor
    off = opened(open_page, site, gate, options, name="Zudušais")
    operations.revoke(device=gate.devices.get(name=f"Zudušais {look.language}"), by="Anna", at=timezone.now())
    off.evaluate("() => dispatchEvent(new Event('focus'))")
    expect(off.locator("#pairing-problem")).not_to_be_empty()
    look.at(off, "switched-off")
    yield off


def opened(open_page, site: str, gate: Gate, options: dict, *, name: str, rights: str = "supervisor", init: str = "") -> Page:
    """A page of a newly paired phone that has heard of its tickets."""
    page = open_page(**options)
    page.add_init_script(STAYS + init)
    language = options["locale"][:2]
    page.goto(link_for(site, gate, name=f"{name} {language}", rights=rights))
    expect(page.locator("body[data-paired=yes]")).to_be_visible()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    expect(page.locator("#counts")).not_to_be_empty()
    return page


def camera(look: Looking, site: str, gate: Gate, open_page, launch_browser, options: dict, folder: Path) -> None:
    """The picture itself, a code of somebody else's, and the camera at rest."""
    seen = film(folder / f"{look.language}.mjpeg", [Scene(code_picture("https://example.org/menu"), 4), Scene(None, 1)])
    page = open_page(launch_browser(*camera_flags(seen)), **options, permissions=["camera"])
    page.goto(link_for(site, gate, name=f"Kamera {look.language}"))
    page.locator("#start").click()
    expect(page.locator("#hint")).to_be_visible(timeout=30_000)
    look.at(page, "not-ours")
    page.evaluate("() => { document.body.dataset.camera = 'paused' }")
    look.at(page, "camera-rests")
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_the_page_fits_its_phone(site, busy_gate, open_page, launch_browser, tmp_path, language):
    look = Looking(language)
    options = {"locale": LANGUAGES[language], "device_scale_factor": 2, "viewport": {"width": 360, "height": 640}, "has_touch": True}
    unpaired(look, site, busy_gate, open_page(**options))
    page = opened(open_page, site, busy_gate, options, name="Jānis")
    look.at(page, "ready")
    verdicts(look, page, busy_gate)
    questions(look, page, busy_gate)
    sheets(look, page)
    alone(look, page, busy_gate)
    for one in others(look, site, busy_gate, open_page, options):
        one.close()
    if SHOWN:
        camera(look, site, busy_gate, open_page, launch_browser, options, tmp_path)
    assert not look.wrong, "\n".join(look.wrong)
