"""With script: the price follows what is typed, and stalls are wished for on the plan by keyboard."""

from playwright.sync_api import expect


def test_the_price_follows_and_the_plan_is_picked_by_keyboard(site, page_of, draft, fair, vera):
    page = page_of(vera.person, viewport={"width": 390, "height": 844})
    page.goto(f"{site}/calls/my/{draft.pk}/place/")
    total = page.locator(".price-total")
    before = total.inner_text()
    page.get_by_label("Stalls wished").select_option("2")
    expect(total).not_to_have_text(before)
    draft.refresh_from_db()
    assert draft.stalls_max == 1, "nothing is saved yet"

    page.goto(f"{site}/calls/my/{draft.pk}/needs/")
    page.get_by_label("kettle").fill("1")
    page.get_by_label("lamp").fill("2")
    expect(page.locator("[data-kilowatts-sum]")).to_have_text("2.2")

    page.goto(f"{site}/calls/my/{draft.pk}/wishes/")
    first, second = (page.locator(f'[data-stall="{stall.pk}"]') for stall in fair.stalls[:2])
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#id_wish_1")).to_have_value(fair.stalls[1].number)
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/more/")
    assert [wish.stall_id for wish in draft.wishes.all()] == [fair.stalls[1].pk, fair.stalls[0].pk]
