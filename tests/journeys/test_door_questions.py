"""What the organiser has asked at the gate: the helper puts it, the phone keeps what was said, also without a network."""

import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.phones import code_of, kept, paired, type_like_a_scanner, verdict
from tests.journeys.test_door_offline import offline, online
from ticketing.models import Answer, Scan, Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.browser


@pytest.fixture
def bought(gate):
    """A valid ticket whose holder is to be asked for a workshop, and may say how many children come along."""
    product, now = gate.products.get(), timezone.now()
    said = {"event": gate.event, "products": [product], "by": "Anna", "at": now}
    groups = [{"text_lv": "Aušana", "text_en": "Weaving"}, {"text_lv": "Māls", "text_en": "Clay"}]
    asked = {"text_lv": "Darbnīca", "text_en": "Workshop", "kind": "choice", "is_required": True, "ask_at_door": True}
    orders.save_question(facts=asked, options=groups, **said)
    orders.save_question(facts={"text_lv": "Bērni", "text_en": "Children", "kind": "number", "ask_at_door": True}, options=[], **said)
    wants = [orders.Want(product.pk, None, 1)]
    cart = orders.hold(event=gate.event, wants=wants, request_key=uuid.uuid4(), language="en", by="Vera", at=now)
    holders = {line.pk: orders.Holder(name="Vera Ščukina") for line in cart.lines.all()}
    orders.place(order=cart, buyer=orders.Buyer("vera@example.org", "Vera"), holders=holders, by="Vera", at=now)
    Ticket.objects.update(state="valid")
    return Ticket.objects.get()


def answers():
    return [answer.value for answer in Answer.objects.order_by("question__text_en")]


def test_the_questions_are_put_and_the_person_goes_in(site, gate, bought, open_page):
    page = paired(open_page, site, gate, rights="steward")
    kept(page)
    type_like_a_scanner(page, code_of(bought))
    sheet = page.get_by_role("dialog", name="Ask the questions")
    expect(sheet).to_contain_text("Vera Ščukina")
    sheet.get_by_role("button", name="Answered: let them in").click()
    expect(sheet, "the workshop must be said").to_be_visible()
    page.keyboard.press("Escape")
    expect(verdict(page, "look")).to_contain_text("Ask first")
    page.get_by_role("button", name="Ask the questions").click()
    type_like_a_scanner(page, code_of(bought))  # held in view meanwhile: the sheet stays
    page.get_by_label("Clay").check()
    page.get_by_label("Children").fill("2")
    page.get_by_role("button", name="Answered: let them in").click()
    expect(verdict(page, "admit")).to_contain_text("Vera Ščukina")
    assert answers() == ["2", bought.product.questions.get(text_en="Workshop").options.get(text_en="Clay").pk]
    assert [scan.reason for scan in Scan.objects.order_by("pk")] == ["questions", "ok"]


def test_without_a_network_the_answers_wait_with_the_scan_and_are_asked_for_once(site, gate, bought, open_page):
    gate.rule = "in_and_out"
    gate.save()
    page = paired(open_page, site, gate)
    kept(page)
    offline(page)
    type_like_a_scanner(page, code_of(bought))
    page.get_by_label("Weaving").check()
    page.get_by_role("button", name="Answered: let them in").click()
    expect(verdict(page, "admit")).to_contain_text("judged by this phone")
    page.get_by_role("button", name="In or out").click()
    type_like_a_scanner(page, code_of(bought))
    expect(verdict(page, "admit")).to_contain_text("Out")
    page.get_by_role("button", name="In or out").click()
    type_like_a_scanner(page, code_of(bought))
    expect(verdict(page, "admit")).to_contain_text("Come in")
    assert not Answer.objects.exists()
    online(page)
    assert answers() == ["", bought.product.questions.get(text_en="Workshop").options.get(text_en="Weaving").pk]
    assert Scan.objects.filter(verdict="admit").count() == 3
