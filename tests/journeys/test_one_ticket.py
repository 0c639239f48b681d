"""The whole way of one ticket: chosen and ordered on a phone, mailed as a PDF, read at the gate, and read once more."""

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from common.outbox import tasks as outbox
from tests.journeys.film import Scene, camera_flags, film, near_code, page_of
from ticketing.door import operations as door
from ticketing.factories import EventFactory, GateFactory, ProductFactory, QuotaFactory
from ticketing.models import Order, Scan
from ticketing.orders import tasks as orders

pytestmark = pytest.mark.browser


@pytest.fixture
def gate(transactional_db):
    event = EventFactory(slug="maras-tirgus")
    product = ProductFactory(event=event, price="0.00")
    QuotaFactory(event=event, size=5, products=[product])
    return GateFactory(event=event, products=[product], name="Galvenie vārti")


def order_on_a_phone(page: Page, site: str) -> None:
    """From the calendar to the order page, as Vera does it."""
    page.goto(site)
    page.get_by_role("link", name="Māra's fair in Lūznava").first.click()
    page.get_by_role("link", name="Get tickets").click()
    page.get_by_role("spinbutton", name="Day ticket").fill("1")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your name").fill("Vera Ščukina")
    page.get_by_label("Your e-mail").fill("vera@example.org")
    page.get_by_role("button", name="Get the tickets").click()
    expect(page).to_have_url(re.compile(r"/o/[A-Z0-9]+/[\w-]+/$"))


def mail_in(folder: Path) -> EmailMessage:
    """Let the worker do its round and return the one mail that left."""
    assert orders.prepare_mails() == 1
    assert outbox.drain() == 1
    (file,) = folder.glob("**/*.eml")
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def test_from_the_calendar_to_the_gate(site, gate, settings, launch_browser, open_page, tmp_path):
    settings.EMAIL_BACKEND = "common.outbox.backends.MailFiles"  # tests are given one in memory
    page = open_page(locale="en-GB", viewport={"width": 390, "height": 844})
    order_on_a_phone(page, site)
    order = Order.objects.get()
    assert order.state == Order.State.PAID
    expect(page.get_by_text("Vera Ščukina").first).to_be_visible()

    mail = mail_in(settings.MAIL_DIR)
    assert mail["To"] == "vera@example.org"
    assert order.secret in mail.get_body().get_content()
    attached = {part.get_content_type(): part.get_content() for part in mail.iter_attachments()}
    assert set(attached) == {"application/pdf", "text/calendar"}

    scenes = [Scene(near_code(page_of(attached["application/pdf"])), 3), Scene(None, 4)]
    watching = launch_browser(*camera_flags(film(tmp_path / "gate.mjpeg", scenes)))
    _device, token = door.make_device(event=gate.event, gate=gate, name="Jānis", rights="steward", by="Anna", at=timezone.now())
    phone = open_page(watching, locale="en-GB", permissions=["camera"])
    phone.goto(f"{site}/door/pair#{token}")
    phone.get_by_role("button", name="Start the camera").click()
    admit, refuse = (phone.locator(f"#verdict[data-verdict={verdict}]:visible") for verdict in ("admit", "refuse"))
    expect(admit).to_contain_text("Vera Ščukina", timeout=30_000)
    expect(refuse).to_contain_text("Already used", timeout=30_000)
    expect(refuse).to_contain_text(re.compile(r"First scanned at \d\d:\d\d, .*, at Galvenie vārti"))
    assert Scan.objects.filter(verdict="admit").count() == 1


def test_a_second_mail_round_sends_nothing_twice(site, gate, settings, open_page):
    settings.EMAIL_BACKEND = "common.outbox.backends.MailFiles"  # tests are given one in memory
    order_on_a_phone(open_page(locale="en-GB"), site)
    mail_in(settings.MAIL_DIR)
    assert orders.prepare_mails() == 0
    assert outbox.drain() == 0
    assert len(list(settings.MAIL_DIR.glob("**/*.eml"))) == 1
