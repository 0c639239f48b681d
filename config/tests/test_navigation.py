from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.factories import PartnerFactory, PersonFactory, RoleFactory
from accounts.roles.rules import ALLOWED
from config.access_map import PAGES
from config.navigation import HEAD, TABS, navigation
from ticketing.factories import EventFactory
from ticketing.models import Event

HERE = "/desk/maras-tirgus/"


@pytest.fixture
def event(db: None) -> Event:
    return EventFactory(slug="maras-tirgus")


def at_desk(client: Client, event: Event, kind: str, address: str = HERE):
    client.force_login(RoleFactory(person=PersonFactory(language="en"), partner=event.partner, kind=kind).person)
    return client.get(address).context


def labels(items) -> list[str]:
    return [str(item["label"]) for item in items]


def test_every_address_in_the_head_and_in_the_tabs_exists(event):
    assert all(reverse(name) for _label, name, _signed_in in HEAD)
    assert all(reverse(f"desk:{pages[0]}", args=[event.slug]) for _label, _right, pages in TABS)


def test_each_tab_asks_for_the_right_of_its_page():
    assert [right for _label, right, _pages in TABS] == [PAGES[f"desk:{pages[0]}"] for _label, _right, pages in TABS]


def test_each_page_of_the_desk_belongs_to_one_tab_at_most_and_exists():
    named = [page for _label, _right, pages in TABS for page in pages]
    assert len(named) == len(set(named))
    assert {f"desk:{page}" for page in named} <= set(PAGES)


def test_the_anonymous_see_only_what_is_public(client, event):
    assert labels(client.get("/", headers={"accept-language": "en"}).context["navigation"]) == ["Calendar", "Calls", "Places"]


@pytest.mark.parametrize("kind", ["manager", "finance", "supervisor", "steward"])
def test_the_tabs_are_those_that_the_role_may_open(client, event, kind):
    shown = at_desk(client, event, kind)["desk_tabs"]
    assert len(shown) == sum(right in ALLOWED[kind] for _label, right, _pages in TABS)
    for tab in shown:
        assert client.get(tab["url"]).status_code == 200


def test_one_tab_is_marked_as_the_present_one(client, event):
    for address, label in ((HERE, "Overview"), (f"{HERE}quotas/new/", "Products"), (f"{HERE}event/windows/new/", "Event")):
        tabs = at_desk(client, event, "manager", address)["desk_tabs"]
        assert [str(tab["label"]) for tab in tabs if tab["active"]] == [label]


def test_the_head_of_the_desk_names_the_event_its_day_and_its_state(client, event):
    context = at_desk(client, event, "manager")
    assert (context["desk_title"], context["desk_url"]) == (event.title_en, HERE)
    assert context["desk_meta"].endswith(" · Lūznava manor forge")
    assert context["desk_state"]["tone"] == "ok"
    assert not context["desk_locked"]


def test_no_desk_is_drawn_around_a_page_that_was_refused(client, event):
    client.force_login(RoleFactory(partner=PartnerFactory()).person)
    response = client.get(HERE)
    assert response.status_code == 404
    assert event.title_lv not in response.content.decode()


def test_a_page_without_an_address_still_has_a_head(rf):
    request = rf.get("/nowhere/")
    request.resolver_match = None
    assert len(navigation(request)["navigation"]) == 3


def test_the_demo_links_its_letters_only_in_the_demo(rf, settings, monkeypatch):
    request = rf.get("/")
    request.resolver_match = SimpleNamespace(view_name="events:calendar", kwargs={})
    assert "demo_mail_url" not in navigation(request)
    settings.DEMO = True
    assert "demo_mail_url" in navigation(request)
