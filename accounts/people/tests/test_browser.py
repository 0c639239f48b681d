"""What only a real browser shows: the letter's link on a phone that has never been here."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.people import links
from accounts.people import operations as people


@pytest.fixture
def vera(transactional_db):
    return people.add(email="vera@example.org", name="Vera", language="lv", is_verified=True, at=timezone.now())


def test_the_link_in_a_letter_signs_in_by_one_press(site: str, page: Page, vera) -> None:
    word = links.make(vera, until=timezone.now() + links.SIGN_IN, next_url="/accounts/me/")
    page.goto(f"{site}/accounts/link/{word}/")
    page.locator("main button").click()
    page.wait_for_url("**/accounts/me/")
    expect(page.locator("main")).to_contain_text("vera@example.org")
    page.goto(f"{site}/accounts/link/{word}/")
    expect(page.locator("main a.button-primary")).to_have_attribute("href", "/accounts/login/code/")
