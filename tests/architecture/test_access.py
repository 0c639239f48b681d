"""Every address says who may open it, and opens to nobody else."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.factories import PersonFactory
from accounts.roles.rules import ALLOWED, Capability
from config.access_map import DEVICE, OPERATIONS, PAGES, SIGNED_IN
from tests.architecture.endpoints import Page, operations, pages
from ticketing.factories import EventFactory
from ticketing.models import Event, EventRole

MADE_UP = {"int": 1, "uuid": uuid.UUID(int=1), "str": "x", "slug": "x", "path": "x"}
REFUSED = {401, 403, 404}


def test_every_page_declares_its_audience() -> None:
    known = {page.name for page in pages()}
    assert (known - PAGES.keys(), PAGES.keys() - known) == (set(), set()), "without a row; a row without a page"


def test_every_operation_of_the_api_declares_its_audience() -> None:
    known = set(operations())
    assert (known - OPERATIONS.keys(), OPERATIONS.keys() - known) == (set(), set()), "without a row; a row without an operation"


def guarded(*, by_role: bool) -> list[Any]:
    wanted = [
        page for page in pages() if isinstance(PAGES.get(page.name), Capability) or (not by_role and PAGES.get(page.name) == SIGNED_IN)
    ]
    return [pytest.param(page, id=page.name) for page in wanted]


def ask(client: Client, page: Page, event: Event | None = None) -> Any:
    """Open the page, at `event` where it belongs to one, in whatever way it may be called."""
    values = {
        name: MADE_UP.get(type(converter).__name__.removesuffix("Converter").lower(), "x") for name, converter in page.converters.items()
    }
    if event is not None and "slug" in values:
        values["slug"] = event.slug
    address = reverse(page.name, kwargs=values)
    response = client.get(address)
    return client.post(address) if response.status_code == 405 else response


@pytest.mark.django_db
@pytest.mark.parametrize("page", guarded(by_role=False))
def test_a_stranger_is_sent_to_sign_in(client: Client, page: Page) -> None:
    response = ask(client, page, EventFactory())
    assert response.status_code in REFUSED or (response.status_code == 302 and "/accounts/" in response["Location"])


@pytest.mark.django_db
@pytest.mark.parametrize("page", guarded(by_role=True))
def test_boris_does_not_even_learn_that_annas_event_exists(client: Client, page: Page) -> None:
    client.force_login(PersonFactory(name="Boris"))
    if "slug" in page.converters:
        assert ask(client, page, EventFactory()).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("page", guarded(by_role=True))
def test_janis_the_steward_cannot_do_what_his_role_does_not_allow(client: Client, page: Page) -> None:
    janis, event = PersonFactory(name="Jānis"), EventFactory()
    EventRole.objects.create(event=event, person=janis, kind="steward")
    client.force_login(janis)
    if "slug" in page.converters and PAGES[page.name] not in ALLOWED["steward"]:
        assert ask(client, page, event).status_code in {403, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("operation", [name for name, audience in OPERATIONS.items() if audience == DEVICE])
def test_a_phone_without_a_key_is_refused(client: Client, operation: str) -> None:
    method, path = operation.split(" ")
    assert client.generic(method, path, b"{}", content_type="application/json").status_code == 401
