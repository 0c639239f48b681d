"""What scripts add to the organiser's pages of a call: prices worked out while typed, all ticked at once, arrows through the list."""

import pytest
from playwright.sync_api import expect

from accounts.factories import PersonFactory, RoleFactory
from fairs.factories import ApplicationFactory, CallFactory
from fairs.models import Call
from ticketing.factories import EventFactory
from ticketing.pricing import to_document
from ticketing.pricing.presets import usual


@pytest.fixture
def call(transactional_db):
    return CallFactory(event=EventFactory(slug="maras-tirgus", kind="fair"), prices=to_document(usual("EUR")), photos_min=0)


@pytest.fixture
def desk(site, page_of, call):
    """The organiser's browser, and the address of the fair's desk."""
    anna = PersonFactory(name="Anna", language="en")
    RoleFactory(person=anna, partner=call.event.partner, kind="manager")
    return page_of(anna), f"{site}/desk/maras-tirgus"


def test_examples_follow_what_is_typed_and_nothing_is_saved(desk, call):
    page, here = desk
    page.goto(f"{here}/call/prices/")
    usual_cases = page.locator("#usual")
    before = usual_cases.inner_text()
    page.locator("details.line summary").first.click()
    page.locator('[name$="-amount"]').first.fill("77")
    expect(usual_cases).not_to_have_text(before)
    expect(usual_cases).to_contain_text("€")
    page.context.set_offline(True)
    page.locator('[name$="-amount"]').first.fill("78")
    page.wait_for_timeout(1000)
    expect(usual_cases).to_contain_text("€")  # without a network the last examples stay
    assert Call.objects.get().prices == call.prices


def test_one_button_ticks_every_row_and_none(desk, call):
    page, here = desk
    for number in (1, 2, 3):
        ApplicationFactory(call=call, number=number)
    page.goto(f"{here}/applications/")
    boxes, button = page.locator('input[name="number"]'), page.locator("[data-tick-all]")
    boxes.first.check()
    button.click()
    assert [box.is_checked() for box in boxes.all()] == [True, True, True]
    button.click()
    assert [box.is_checked() for box in boxes.all()] == [False, False, False]


def test_arrows_walk_through_the_applications_but_not_while_one_types(desk, call):
    page, here = desk
    for number in (1, 2, 3):
        ApplicationFactory(call=call, number=number)
    page.goto(f"{here}/applications/2/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/applications/3/*")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/applications/2/*")
    page.locator("main textarea:visible, main input:visible").first.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(500)
    assert "/applications/2/" in page.url
