"""Every screen of the demonstration, opened as its reader would: no error, no sideways scrolling, nothing axe finds.

`SCREENS=folder pytest tests/journeys/test_screens.py` (or `make screens`) keeps a picture of each at 390 and 1280 pixels.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, TimeoutError

from config import demo
from tests.journeys import fair_addresses, learning_addresses, money_addresses
from ticketing.models import Order, Product, Ticket

pytestmark = pytest.mark.browser

WIDTHS = ((390, 844), (1280, 900))
LANGUAGES = ("lv", "ru", "en")
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
MANAGER, MAKER, JUROR = "inese@example.org", "anna@example.org", "laima@example.org"
TREASURER, STEWARD = "vita@example.org", "janis@example.org"


def public_screens() -> Iterator[str]:
    """Addresses that need no account; secret links of one order in each state."""
    event = "kraslavas-tirgus"
    yield from ("/", "/?past=1", "/?q=nav+nekā", f"/e/{event}/", f"/e/{event}/tickets/", "/e/porhov/", "/e/balvu-tirgus/")
    yield from ("/places/", "/places/L02/", "/orders/find/", "/door/", "/accounts/login/", "/accounts/signup/", "/accounts/login/code/")
    yield from ("/accounts/password/reset/", "/no-such-page/")
    for state in (Order.State.PLACED, Order.State.PAID, Order.State.LAPSED, Order.State.CANCELLED):
        order = Order.objects.filter(state=state).latest("pk")
        yield f"/o/{order.code}/{order.secret}/"
    placed = Order.objects.filter(state=Order.State.PLACED).latest("pk")
    yield f"/o/{placed.code}/{placed.secret}/pay/"
    ticket = Ticket.objects.filter(
        order_line__order__state=Order.State.PAID, event__slug="maras-tirgus", state=Ticket.State.VALID, product__is_public=True
    ).latest("pk")
    paid = ticket.order_line.order
    yield from (
        f"/o/{paid.code}/{paid.secret}/cancel/",
        *(f"/o/{paid.code}/{paid.secret}/tickets/{ticket.pk}/{page}/" for page in ("name", "hand-over", "cancel")),
    )
    held = Order.objects.filter(state=Order.State.HELD).latest("pk")
    yield f"/cart/{held.code}/{held.secret}/"


def desk_screens() -> Iterator[str]:
    """Addresses of the organiser's desk."""
    slug = "kraslavas-tirgus"
    order = Order.objects.filter(event__slug=slug, state=Order.State.PAID).latest("pk")
    ticket = Ticket.objects.filter(event__slug=slug, state=Ticket.State.VALID).latest("pk")
    product = Product.objects.filter(event__slug=slug).earliest("pk")
    yield from (
        "/desk/",
        "/desk/new/",
        "/desk/partners/",
        "/desk/partners/kras/",
        "/desk/partners/kras/people/",
        "/desk/partners/kras/log/",
    )
    yield from ("/accounts/me/",)
    pages = (
        "", "event/", "event/move/", "products/", f"products/{product.pk}/", "products/new/", "roles/", "activity/", "orders/",
        f"orders/{order.code}/", "tickets/", f"tickets/{ticket.pk}/", "tickets/new/", "money/", "gates/",
        "live/", "live/clashes/?which=all", "badges/", "letters/",
    )  # fmt: skip
    yield from (f"/desk/{slug}/{page}" for page in pages)


def signed_in_screens() -> dict[str, list[str]]:
    """Addresses by who opens them."""
    return {
        MANAGER: [*desk_screens(), *fair_addresses.organiser(), *learning_addresses.organiser(), *money_addresses.organiser()],
        TREASURER: [*money_addresses.treasurer()],
        STEWARD: [*money_addresses.steward()],
        MAKER: [*fair_addresses.maker(MAKER), *learning_addresses.maker()],
        JUROR: [*fair_addresses.juror(), *learning_addresses.reviewer()],
    }


def sign_in(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(demo.PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def scrolls_sideways(page: Page) -> bool:
    """Tell whether the page is wider than its window, once it has settled into the new width."""
    try:
        page.wait_for_function("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth", timeout=2_000)
    except TimeoutError:
        return True
    return False


def look_at(context: BrowserContext, site: str, paths: list[str], language: str, axe: Axe | None) -> list[str]:
    """Open each path, look at it at both widths, and let `axe` judge the last; return what is wrong, one line each."""
    folder = os.environ.get("SCREENS")
    page = context.pages[0]
    wrong = []
    for number, path in enumerate(paths):
        answer = page.goto(f"{site}{path}")
        expected = 404 if "no-such" in path else 200
        if answer is None or answer.status not in (expected, 410):
            wrong.append(f"{path}: status {answer and answer.status}")
            continue
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            if scrolls_sideways(page):
                wrong.append(f"{path} at {width}: scrolls sideways")
            if folder:
                name = path.strip("/").split("?")[0].replace("/", "-") or "calendar"
                Path(folder).mkdir(parents=True, exist_ok=True)
                page.screenshot(path=f"{folder}/{number:03}-{name[:60]}-{language}-{width}.png", full_page=True)
        if axe:
            found = axe.run(page, options=AXE).response["violations"]
            wrong += [f"{path}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    return wrong


def test_every_screen_is_whole(site, open_page, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]  # one that the site knows, too
    demo.build()
    axe = Axe()
    wrong = []
    for language in LANGUAGES:
        visitor = open_page(locale=language, color_scheme="dark" if language == "ru" else "light").context
        visitor.add_cookies([{"name": "django_language", "value": language, "url": site}])
        # English has the same pages in the same light as Latvian: only its words can be too long
        wrong += look_at(
            visitor,
            site,
            [*public_screens(), *fair_addresses.public_fair(), *learning_addresses.public(), *money_addresses.buyer()],
            language,
            None if language == "en" else axe,
        )
        if language == "lv" or os.environ.get("SCREENS"):
            for email, paths in signed_in_screens().items():
                page = open_page(locale=language)
                sign_in(page, site, email)
                page.locator(f"button[name=language][value={language}]").last.click() if language != "lv" else None
                wrong += look_at(page.context, site, paths, language, axe)
    assert not wrong, "\n".join(wrong)
