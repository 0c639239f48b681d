"""Letters that did not go out."""

import pytest
from django.urls import reverse

from accounts.factories import RoleFactory
from accounts.models import Entry
from common.models import Message
from ticketing.cockpit.tests.conftest import text
from ticketing.factories import (
    EventFactory,
)

COCKPIT = "/desk/maras-tirgus/"


@pytest.fixture
def failed(event, now):
    return Message.objects.create(
        key="k", kind="order.placed", about="order:1", within=f"event:{event.pk}", to="vera@example.org", language="lv",
        subject="Pasūtījums", text="…", state="failed", error="mailbox full", created_at=now, due_at=now,
    )  # fmt: skip


def test_a_failed_letter_is_sent_again_by_a_persons_word(as_anna, event, failed):
    page = text(as_anna.get("/desk/maras-tirgus/letters/?which=trouble"))
    assert "mailbox full" in page
    as_anna.post(f"/desk/maras-tirgus/letters/{failed.pk}/again/")
    failed.refresh_from_db()
    assert failed.state == "queued"
    assert Entry.objects.get(action="letter.again").after == {"to": "vera@example.org"}


def test_a_letter_on_its_way_is_not_sent_twice(as_anna, event, failed):
    for _time in range(2):
        page = text(as_anna.post(f"/desk/maras-tirgus/letters/{failed.pk}/again/", follow=True))
    assert "Only a message that failed or may not have arrived can be sent again." in page
    assert Entry.objects.filter(action="letter.again").count() == 1


def test_a_letter_of_another_event_is_not_found_here(client, event, failed, boris):
    other = EventFactory(partner=boris.roles.get().partner)
    client.force_login(boris)
    assert client.post(reverse("desk:send_again", args=[other.slug, failed.pk])).status_code == 404


def test_a_supervisor_reads_letters_and_sends_none(client, event, failed):
    client.force_login(RoleFactory(partner=event.partner, kind="supervisor").person)
    assert "mailbox full" in text(client.get("/desk/maras-tirgus/letters/"))
    assert client.post(f"/desk/maras-tirgus/letters/{failed.pk}/again/").status_code == 403
