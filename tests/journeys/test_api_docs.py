import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_api_describes_itself_from_this_sites_own_files(site, open_page):
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/api/docs")
    expect(page.get_by_text("/api/v1/door/scan")).to_be_visible()
    assert all(url.startswith((site, "data:")) for url in asked)
