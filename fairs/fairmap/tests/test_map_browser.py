"""A visitor's phone: finds while typing, opens a card at a tap, and does all of it again without a network."""

import pytest
from playwright.sync_api import expect

from fairs.fairmap.tests.conftest import show_work

KEPT_ANEW = """async () => {
  const kept = await caches.match(location.pathname);
  return Boolean(kept) && (await kept.text()).includes("Māla darbnīca");
}"""


@pytest.fixture
def phone(open_page):
    return open_page(locale="en", viewport={"width": 390, "height": 844}, has_touch=True)


def test_the_map_finds_opens_cards_and_does_so_again_without_a_network(site, phone, fair):
    phone.goto(site + fair.address)
    expect(phone.get_by_text("opens without a network")).to_be_visible()

    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_text("No network. This is the map as of")).to_be_visible()
    expect(phone.locator("link[rel=stylesheet]").first).to_be_attached()
    assert phone.evaluate("getComputedStyle(document.querySelector('.map-search')).display") == "flex", "its style is there"

    phone.get_by_placeholder("Maker, craft").fill("ščuk")
    expect(phone.locator(".map-told")).to_contain_text("1 maker found")
    expect(phone.locator("[data-maker]:visible .map-name")).to_have_text(["Олег Щукин"])
    expect(phone.locator("svg.plan[role=group] .plan-stall.is-found")).to_have_count(1)

    phone.locator(f'[data-stall="{fair.vera.stall.pk}"]').tap()
    card = phone.get_by_role("dialog")
    expect(card).to_contain_text("Vera Paraudziņa")
    expect(card).to_contain_text("pottery")
    card.get_by_text("Show on the map").tap()
    expect(card).to_be_hidden()
    expect(phone.locator(f'[data-stall="{fair.vera.stall.pk}"]')).to_be_focused()

    phone.goto(f"{site}{fair.address}?q=a2")  # a link somebody has sent
    expect(phone.locator("[data-maker]:visible .map-name")).to_have_text(["Олег Щукин"])


def test_what_has_changed_is_there_the_next_time(site, phone, fair):
    phone.goto(site + fair.address)
    expect(phone.get_by_text("opens without a network")).to_be_visible()
    fair.vera.exhibitor.name_shown = "Māla darbnīca"
    fair.vera.exhibitor.save()
    phone.reload()
    expect(phone.locator(".map-name").first).to_have_text("Māla darbnīca")
    for _attempt in range(100):
        if phone.evaluate(KEPT_ANEW):
            break
        phone.wait_for_timeout(100)
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.locator(".map-name").first).to_have_text("Māla darbnīca")


def test_without_script_a_stall_leads_to_its_maker_in_the_list(site, open_page, fair):
    page = open_page(locale="en", java_script_enabled=False)
    page.goto(f"{site}{fair.address}?q=vera")
    page.locator(f'[data-stall="{fair.vera.stall.pk}"]').click()
    assert page.url.endswith(f"#m{fair.vera.exhibitor.pk}")
    expect(page.locator("[data-maker]:visible .map-name")).to_have_text(["Vera Paraudziņa"])


def test_the_keyboard_walks_from_stall_to_stall_and_opens_a_card(site, open_page, fair, now):
    show_work(fair.vera.exhibitor, "Krūze", now)
    page = open_page(locale="en")
    page.goto(site + fair.address)
    page.locator(f'[data-stall="{fair.vera.stall.pk}"]').focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Олег Щукин")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(f'[data-stall="{fair.oleg.stall.pk}"]')).to_be_focused()
