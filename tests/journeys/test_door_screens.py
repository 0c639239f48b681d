"""Every state of the scanner as a photograph of a phone would show it: nothing cut, nothing sideways, enough contrast.

`SCREENS=folder pytest tests/journeys/test_door_screens.py` keeps a picture of each, in lv, ru and en, light and dark, at 360 pixels; a
sheet of all states for each language and light, too.
"""

import os
from datetime import timedelta
from math import ceil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone, translation
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.phones import code_of, forged, kept, link_for, type_like_a_scanner, verdict
from tests.journeys.test_door_money import known_hasher  # noqa: F401 - the number must be one that the site can read
from ticketing.door import operations
from ticketing.factories import OrderFactory, OrderLineFactory, ProductFactory, TicketFactory
from ticketing.models import Question
from ticketing.orders import operations as orders

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
LIGHTS = ("dark", "light")
AXE = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "button-name", "label"]}, "resultTypes": ["violations"]}

# Text that does not fit its box although it neither scrolls nor ends in an ellipsis, and what reaches out of the window.
WRONG = """() => {
  const out = [];
  if (document.documentElement.scrollWidth > innerWidth) out.push("scrolls sideways");
  const seen = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !e.closest(".spoken, svg, select");
  for (const e of document.body.querySelectorAll("p, b, span, h1, h2, label, button, input, legend, dialog, output, img")) {
    if (!seen(e)) continue;
    const box = e.getBoundingClientRect();
    const name = `${e.localName}#${e.id}.${e.className} “${e.textContent.trim().slice(0, 40)}”`;
    if (box.left < -1 || box.right > innerWidth + 1) out.push(`${name} reaches out of the window`);
    const says = [...e.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (says && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline") out.push(`${name} is cut`);
    if (says && e.localName === "button" && e.scrollHeight > e.clientHeight + 1) out.push(`${name} is too high for its button`);
  }
  return out; }"""


class Photographer:
    """Looks at one page in both lights; remembers what is wrong, keeps pictures where SCREENS says so."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language
        self.folder = os.environ.get("SCREENS")
        self.wrong: list[str] = []
        self.kept: dict[str, list[Path]] = {light: [] for light in LIGHTS}

    def take(self, name: str) -> None:
        for light in LIGHTS:
            self.page.evaluate("(light) => (document.documentElement.dataset.theme = light)", light)
            where = f"{name}, {self.language}, {light}: "
            self.wrong += [where + one for one in self.page.evaluate(WRONG)]
            if light == "light" or self.language == "lv":
                found = Axe().run(self.page, options=AXE).response["violations"]
                self.wrong += [f"{where}{one['id']} {one['nodes'][0]['html'][:140]}" for one in found]
            if self.folder:
                path = Path(self.folder) / f"door-{self.language}-{light}-{len(self.kept[light]):02}-{name.replace(' ', '-')}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=path)
                self.kept[light].append(path)

    def lay_out(self) -> None:
        """Put all pictures of a light onto one sheet."""
        for light, paths in self.kept.items():
            if not paths:
                continue
            across = 8
            sheet = Image.new("RGB", (across * (PHONE["width"] + 10), ceil(len(paths) / across) * (PHONE["height"] + 10)), "grey")
            for place, path in enumerate(paths):
                corner = (place % across * (PHONE["width"] + 10), place // across * (PHONE["height"] + 10))
                sheet.paste(Image.open(path), corner)
            sheet.save(Path(self.folder or "") / f"sheet-{self.language}-{light}.png")


@pytest.fixture
def people(gate):
    """Tickets of every sort that the gate may meet, with long names."""
    event, product = gate.event, gate.products.get()
    gate.name = "Ziemeļu vārti pie skolas"
    gate.save()
    other_day = ProductFactory(event=event, name_lv="Divu dienu biļete ar darbnīcu", name_ru="Билет на два дня с мастерской")
    whole = {"event": event, "product": product}
    made = {
        "fine": TicketFactory(**whole, organisation="Latgales amatnieku apvienība"),
        "noted": TicketFactory(**whole, name="Anna Marija Bērziņa-Kalniņa", name_other="", attention="Ratiņkrēsls: laist pa sānu vārtiem"),
        "unpaid": TicketFactory(**whole, name="Юрий Ёлкин", name_other="Jurijs Joļkins", state="unpaid"),
        "cancelled": TicketFactory(**whole, state="cancelled"),
        "elsewhere": TicketFactory(event=event, product=other_day),
        "asked": TicketFactory(**whole, name="Konstantīns Aleksandrovičs", to_ask=False),
        "last": TicketFactory(**whole),
    }
    for name in ("unpaid", "asked"):
        order = OrderFactory(event=event, state="placed", total=3)
        OrderLineFactory(order=order, product=product, ticket=made[name], price=3)
    facts = {"text_lv": "Kurā darbnīcā piedalīsieties?", "text_ru": "В какой мастерской?", "text_en": "Which workshop?"}
    options = [{"text_lv": "Aušana stellēs", "text_ru": "Ткачество", "text_en": "Weaving"}, {"text_lv": "Māls", "text_ru": "Глина", "text_en": "Clay"}]
    said = {"event": event, "products": [product], "by": "Anna", "at": timezone.now()}
    asking = {**facts, "kind": Question.Kind.CHOICE, "ask_at_door": True, "is_required": True}
    orders.save_question(facts=asking, options=options, **said)
    type(made["asked"]).objects.exclude(pk=made["asked"].pk).update(to_ask=False)
    operations.set_pin(event=event, pin="2580", by="Anna", at=timezone.now())
    return made


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_every_state_of_the_scanner_is_whole(site, gate, people, launch_browser, open_page, language):
    camera = launch_browser("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    page = open_page(camera, locale=language, permissions=["camera"], viewport=PHONE, device_scale_factor=1, has_touch=True, is_mobile=True)
    photo = Photographer(page, language)
    shown = page.locator("#verdict")

    def scan(name: str, code: str, kind: str, reason: str = "") -> None:
        type_like_a_scanner(page, code)
        expect(verdict(page, kind)).to_contain_text(reason)
        photo.take(name)

    def sheet(button: str) -> None:
        page.locator("#more").click()
        page.locator(button).click()

    def closed() -> None:
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)

    # before the gate
    page.goto(f"{site}/door/")
    photo.take("not paired")
    page.locator("#link-field").fill("https://example.org/door/pair#nothing")
    page.locator("#link button").click()
    page.locator("#link-field").fill(f"{site}/door/pair#" + "A" * 43)
    page.locator("#link button").click()
    expect(page.locator("#pairing-problem")).not_to_be_empty()
    photo.take("pairing failed")
    page.goto("about:blank")
    page.goto(link_for(site, gate))
    expect(page.locator("#gate")).to_contain_text(gate.name)
    kept(page)
    page.evaluate("() => localStorage.setItem('rapid', 'off')")
    page.reload()
    expect(page.locator("#counts")).to_contain_text("7")
    photo.take("ready")

    # what is said of a ticket
    page.locator("#start").click()
    expect(page.locator("body[data-camera=on]")).to_be_visible()
    photo.take("camera on")
    expect(page.locator("body[data-nothing=yes]")).to_be_visible()
    photo.take("nothing read")
    scan("admit", code_of(people["fine"]), "admit", "Vera")
    scan("used", code_of(people["fine"]), "refuse" if shown.get_attribute("data-verdict") == "refuse" else "look")
    scan("attention", code_of(people["noted"]), "look", "Ratiņkrēsls")
    scan("forged", forged(code_of(people["last"])), "refuse")
    scan("cancelled", code_of(people["cancelled"]), "refuse")
    scan("wrong gate", code_of(people["elsewhere"]), "refuse")

    # questions, money, rights
    type_like_a_scanner(page, code_of(people["asked"]))
    expect(page.locator("dialog[open] .asked")).to_be_visible()
    photo.take("question")
    closed()
    photo.take("asked first")
    scan("unpaid", code_of(people["unpaid"]), "look")
    page.locator(".on-verdict").first.click()
    expect(page.locator("dialog[open] .total")).to_be_visible()
    photo.take("owed")
    closed()
    sheet("#extra-walkin")
    expect(page.locator(".count")).to_be_visible()
    page.locator(".step").last.click()
    photo.take("sale")
    page.locator("dialog[open] .action, dialog[open] .big").first.click()
    expect(page.locator(".bank-code, dialog[open] .action, dialog[open] .big").first).to_be_visible()
    photo.take("bank code")
    page.locator("dialog[open] button").filter(has_text="6").last.click()
    expect(page.locator(".outcome")).to_be_visible()
    photo.take("sold")
    closed()
    page.locator("#find").click()
    page.locator("#search input").fill("vera")
    expect(page.locator("#search li").first).to_be_visible()
    photo.take("search")
    closed()
    page.locator("#more").click()
    photo.take("settings")
    page.evaluate("() => document.getElementById('menu').scrollTo(0, 9999)")
    photo.take("settings below")
    closed()

    # without a network
    shown.click(position={"x": 5, "y": 5}) if shown.is_visible() else None
    page.context.set_offline(True)
    scan("alone", code_of(people["last"]), "admit")
    scan("read twice", code_of(people["last"]), "look")
    shown.click(position={"x": 5, "y": 5})
    expect(page.locator("#unsent")).to_be_visible()
    photo.take("offline head")
    page.context.set_offline(False)
    expect(page.locator("#unsent")).to_be_hidden()

    # other phones
    for rights in ("steward", "kiosk"):
        other = open_page(camera, locale=language, permissions=["camera"], viewport=PHONE, device_scale_factor=1, has_touch=True, is_mobile=True)
        other.clock.install(time=timezone.now() - timedelta(days=1)) if rights == "steward" else None
        other.goto(link_for(site, gate, rights=rights, name=rights))
        expect(other.locator("#gate")).to_contain_text(gate.name)
        photo.page = other
        if rights == "steward":
            expect(other.locator("#clock-warning")).to_be_visible()
            photo.take("steward, slow clock")
            sheet_button = other.locator("#more")
            sheet_button.click()
            other.locator("#extra-pin").click()
            photo.take("supervisors' number")
        else:
            kept(other)
            type_like_a_scanner(other, code_of(TicketFactory(event=gate.event, product=gate.products.get())))
            expect(verdict(other, "admit")).to_be_visible()
            photo.take("kiosk")
    photo.page = none = open_page(locale=language, viewport=PHONE, device_scale_factor=1)
    none.goto(link_for(site, gate, name="no camera"))
    expect(none.locator("#gate")).to_contain_text(gate.name)
    none.locator("#start").click()
    expect(none.locator("#hint")).to_be_visible()
    photo.take("no camera")
    photo.lay_out()
    with translation.override(language):
        assert not photo.wrong, "\n".join(photo.wrong)
