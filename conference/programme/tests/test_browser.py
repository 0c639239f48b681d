"""The timetable and the public programme in a real browser: dragging, the keyboard, stars, and no network."""

import re

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from conference.models import Slot
from conference.programme.tests.conftest import Conference

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def planned(site, conference) -> Conference:
    conference.now = timezone.now()
    conference.person["at"] = conference.now
    conference.placed(conference.ilze, title_en="Pottery", title_lv="Keramika", abstract_en="Smoke.")
    conference.session(conference.ilze, title_en="Weaving", title_lv="Aušana")
    return conference


@pytest.fixture
def board(open_page, as_anna, site, planned) -> Page:
    """The timetable as Anna sees it."""
    page = open_page(locale="en-GB", viewport={"width": 1280, "height": 900})
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": as_anna.cookies[settings.SESSION_COOKIE_NAME].value, "url": site}]
    )
    page.goto(f"{site}/desk/{planned.event.slug}/programme/")
    expect(page.locator("#board.drawn")).to_be_visible()
    return page


def drag(page: Page, what: str, to: str, *, down: float) -> None:
    """Drag a session by its handle to `down` pixels below the top of `to`."""
    handle, target = page.locator(f"{what} .handle").bounding_box(), page.locator(to).bounding_box()
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 40, handle["y"] + 40, steps=3)
    page.mouse.move(target["x"] + target["width"] / 2, target["y"] + down + 5, steps=6)
    page.mouse.up()


def test_a_session_is_dragged_to_a_room_a_clash_is_told_and_it_goes_back(board, planned):
    page = board
    scale = page.locator(".lane").first.bounding_box()["height"] / int(page.locator("#board").get_attribute("data-minutes"))
    room = f'.room[data-hall="{planned.small.pk}"] .lane'
    drag(page, '[data-session="2"]', room, down=30 * scale)
    expect(page.locator(f'{room} [data-session="2"]')).to_be_visible()
    expect(page.locator('.lane [data-session="2"].clashes .why')).to_contain_text("Ilze Ozola")
    slot = Slot.objects.get(session__number=2)
    assert (slot.hall, slot.starts_at) == (planned.small, planned.at(30))
    drag(page, '[data-session="2"]', "[data-unplaced]", down=20)
    expect(page.locator('[data-unplaced] [data-session="2"]')).to_be_visible()
    expect(page.locator(".clashes")).to_have_count(0)
    assert not Slot.objects.filter(session__number=2).exists()


def test_the_keyboard_does_what_the_pointer_does(board, planned):
    page = board
    page.locator('[data-session="2"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    for _step in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-said]")).to_contain_text("10:30")
    page.keyboard.press("Enter")
    expect(page.locator(f'.room[data-hall="{planned.small.pk}"] [data-session="2"]')).to_be_focused()
    expect(page.locator(".messages")).to_be_visible()
    slot = Slot.objects.get(session__number=2)
    assert (slot.hall, slot.starts_at) == (planned.small, planned.at(30))
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator('[data-session="2"]')).to_be_focused()
    assert Slot.objects.get(session__number=2).starts_at == planned.at(30)


def test_the_programme_opens_without_a_network_once_it_was_opened(open_page, site, planned):
    planned.release()
    page = open_page(locale="en-GB")
    address = f"{site}/learn/{planned.event.slug}/programme/"
    page.goto(address)
    page.locator("#s1 .star-button").click()
    expect(page.locator("#s1 .star-button")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-star-count]")).to_have_text("1")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.keys().then(async (names) => names.length && (await (await caches.open(names[0])).keys()).length > 6)")
    page.reload()
    page.context.set_offline(True)
    page.goto(address)
    expect(page.get_by_role("heading", name="Pottery")).to_be_visible()
    expect(page.locator("[data-offline]")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.session')).display") == "grid"
    page.goto(f"{address}mine/")
    expect(page.get_by_role("heading", name="My programme")).to_be_visible()
    page.goto(f"{address}?language=ru")
    expect(page.get_by_role("heading", name="Pottery")).to_be_hidden()
    page.goto(f"{address}sessions/1/")
    expect(page).to_have_url(re.compile(r"/programme/(sessions/1/|#s1)$"))
    expect(page.get_by_role("heading", name="Pottery")).to_be_visible()


def test_stars_and_filters_work_without_script(open_page, site, planned):
    planned.release()
    page = open_page(locale="en-GB", java_script_enabled=False)
    page.goto(f"{site}/learn/{planned.event.slug}/programme/")
    page.locator("#s1 .star-button").click()
    expect(page.locator("#s1 .star-button")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{site}/learn/{planned.event.slug}/programme/mine/")
    expect(page.get_by_role("heading", name="Pottery")).to_be_visible()
