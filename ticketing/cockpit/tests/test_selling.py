"""Selling, taking money and printing labels at the gate."""

import json
import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import zxingcpp
from PIL import Image

from accounts.factories import PersonFactory
from accounts.models import Entry
from common.models import Message
from ticketing.door import operations as door
from ticketing.door.access import hashed
from ticketing.factories import BankAccountFactory, DeviceFactory, EventFactory, GateFactory, ProductFactory, QuotaFactory, VariationFactory
from ticketing.models import Answer, BankAccount, Device, Movement, Order, Payment, Question, Quota, Scan, Ticket
from ticketing.orders import operations as orders
from ticketing.orders import references
from ticketing.tickets import queries as tickets
from ticketing.tills import operations as tills

KEY = "janis-phone-key"
IBAN = "LV80BANK0000435195001"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def event(db):
    event = EventFactory()
    BankAccountFactory(partner=event.partner, number=IBAN)
    return event


@pytest.fixture
def product(event):
    return ProductFactory(event=event, is_public=False)


@pytest.fixture
def phone(event, product) -> Device:
    gate = GateFactory(event=event, products=[product])
    return DeviceFactory(event=event, gate=gate, key_hash=hashed(KEY), paired_at=now(), name="Jāņa tālrunis")


@pytest.fixture
def api(client, phone):
    class Api:
        headers = {"Authorization": f"Bearer {KEY}", "Accept-Language": "en"}

        def get(self, path):
            return client.get(f"/api/v1/door/{path}", headers=self.headers)

        def post(self, path, **said):
            body = json.dumps(said, default=str)
            return client.post(f"/api/v1/door/{path}", body, content_type="application/json", headers=self.headers)

    return Api()


def test_a_walk_in_is_sold_for_cash_counted_and_let_in_at_once(api, product, event):
    quota = QuotaFactory(event=event, size=5, products=[product])
    sold = api.post("sell", request_key=uuid.uuid4(), product=product.pk, count=2, name="Vera").json()
    assert (sold["total"], [entry["reason"] for entry in sold["entries"]]) == ("6.00", ["ok", "ok"])
    order = Order.objects.get()
    assert (order.state, order.is_walk_in, order.email) == ("paid", True, "")
    assert Quota.objects.get(pk=quota.pk).taken == 2
    payment = Payment.objects.get()
    assert (payment.amount, payment.provider, payment.recorded_by, payment.note) == (Decimal(6), "cash", None, "device Jāņa tālrunis")
    assert Entry.objects.filter(action="payment.recorded", actor_label="device Jāņa tālrunis").exists()
    assert Scan.objects.filter(verdict="admit", ticket__name="Vera").count() == 2
    assert not Message.objects.exists(), "nobody gave an address"


def test_a_sale_sent_twice_is_one_sale(api, product):
    said = {"request_key": uuid.uuid4(), "product": product.pk}
    assert api.post("sell", **said).json() == api.post("sell", **said).json()
    assert (Order.objects.count(), Payment.objects.count(), Scan.objects.count()) == (1, 1, 1)


def test_a_name_and_answers_are_not_asked_of_a_walk_in(api, product, event):
    question = Question.objects.create(event=event, text_lv="Alerģijas?", is_required=True)
    question.products.set([product])
    assert api.post("sell", request_key=uuid.uuid4(), product=product.pk).json()["entries"][0]["admitted"]


def test_a_full_house_sells_nothing(api, product, event):
    QuotaFactory(event=event, size=1, products=[product])
    refused = api.post("sell", request_key=uuid.uuid4(), product=product.pk, count=2)
    assert (refused.status_code, refused.json()["code"]) == (409, "sold_out")
    assert not Order.objects.exists()


def test_the_gate_offers_what_it_opens_for_with_price_and_places(api, product, event):
    VariationFactory(product=product, price=Decimal("1.50"))
    ProductFactory(event=event, name_en="Not at this gate")
    QuotaFactory(event=event, size=4, products=[product])
    (offer,) = api.get("offer").json()["offers"]
    assert [(choice["name"], choice["price"], choice["left"]) for choice in offer["choices"]] == [("Child", "1.50", 4)]


@pytest.mark.parametrize("rights", ["steward", "kiosk"])
def test_jānis_sells_only_with_the_supervisors_number(api, phone, event, product, rights):
    Device.objects.update(rights=rights)
    assert api.get("offer").json()["code"] == "supervisors_only"
    door.set_pin(event=event, pin="2580", by="Anna", at=now())
    assert api.post("pin", pin="1111").json()["code"] == "wrong_pin"
    assert api.post("pin", pin="2580").status_code == 200
    assert api.post("sell", request_key=uuid.uuid4(), product=product.pk).status_code == 200
    assert api.post("pin/end").status_code == 204
    assert api.get("offer").json()["code"] == "supervisors_only"


@pytest.fixture
def unpaid(event, product, phone) -> tuple[Ticket, uuid.UUID]:
    """A ticket ordered in the shop and not paid, as Jānis has just scanned it."""
    product.is_public = True
    product.save()
    order = orders.hold(event=event, wants=[orders.Want(product.pk, None, 1)], request_key=uuid.uuid4(), language="lv", by="Vera", at=now())
    holders = {line.pk: orders.Holder(name="Vera") for line in order.lines.all()}
    orders.place(order=order, buyer=orders.Buyer("vera@example.org", "Vera"), holders=holders, by="Vera", at=now())
    ticket, nonce = tickets.with_code().get(), uuid.uuid4()
    assert door.scan(key=KEY, code=tickets.code(ticket), nonce=nonce, at=now()).reason == "unpaid"
    return ticket, nonce


def test_cash_for_an_unpaid_ticket_is_booked_and_opens_the_gate(api, unpaid):
    ticket, nonce = unpaid
    assert api.get(f"owed?nonce={nonce}").json()["owed"] == "3.00"
    assert api.post("cash", nonce=nonce, amount="2.00").json()["code"] == "amount_changed"
    assert api.post("cash", nonce=nonce, amount="3.00").json()["is_paid"]
    assert api.post("cash", nonce=nonce, amount="3.00").json()["code"] == "nothing_owed"
    assert Payment.objects.get().provider == "cash"
    assert door.scan(key=KEY, code=tickets.code(ticket), nonce=uuid.uuid4(), at=now()).reason == "ok"


def test_the_payment_code_says_who_how_much_and_what_for(api, unpaid, tmp_path, event):
    owed = api.get(f"owed?nonce={unpaid[1]}").json()
    picture = tmp_path / "qr.png"
    picture.write_bytes(__import__("base64").b64decode(owed["picture"].partition(",")[2]))
    lines = zxingcpp.read_barcode(Image.open(picture)).text.split("\n")
    assert lines[:4] == ["BCD", "002", "1", "SCT"]
    assert (lines[6], lines[7], lines[9]) == (IBAN, "EUR3.00", references.rf(owed["order"]))
    BankAccount.objects.update(currency="USD")  # for which there is no code
    assert api.get(f"owed?nonce={unpaid[1]}").json()["picture"] == ""


def test_what_the_organiser_wants_seen_stands_on_the_ticket(event, product):
    question = Question.objects.create(event=event, text_lv="Alerģijas?", text_en="Allergies?", show_at_door=True)
    question.products.set([product])
    order = orders.hold(
        event=event, wants=[orders.Want(product.pk, None, 1)], request_key=uuid.uuid4(), language="en", by="Vera", at=now(), is_walk_in=True
    )
    line = order.lines.get()
    holders = {line.pk: orders.Holder(name="Vera", answers={question.pk: "nuts"})}
    orders.place(order=order, buyer=orders.Buyer("vera@example.org", "Vera"), holders=holders, by="Vera", at=now())
    assert Ticket.objects.get().answers == [["Allergies?", "nuts"]]
    facts = {"event": event, "products": [product], "options": [], "by": "Anna", "at": now(), "question": question}
    orders.save_question(facts={"text": "Alerģijas?", "kind": "text", "show_at_door": False}, **facts)
    assert Ticket.objects.get().answers == []
    assert Answer.objects.count() == 1


def test_a_label_is_printed_and_nobody_has_entered(api, unpaid, product, event):
    ticket, nonce = unpaid
    before = Scan.objects.count()
    printed = api.post("label", number=tickets.spoken(ticket))
    assert (printed.status_code, printed["Content-Type"], printed.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert Scan.objects.count() == before
    assert api.get(f"label?nonce={nonce}").status_code == 404, "it was not let in"


def test_a_kiosk_prints_only_what_it_has_let_in(api, phone, product):
    entry = api.post("sell", request_key=uuid.uuid4(), product=product.pk).json()["entries"][0]
    Device.objects.update(rights="kiosk")
    assert api.get(f"label?nonce={entry['nonce']}").content[:5] == b"%PDF-"
    Scan.objects.update(device=DeviceFactory(event=phone.event, gate=phone.gate))
    assert api.get(f"label?nonce={entry['nonce']}").status_code == 404
    assert api.post("label", number=entry["number"]).json()["code"] == "supervisors_only"


def test_a_bank_code_is_shown_first_and_its_buyer_let_in_while_the_money_is_on_its_way(api, product):
    said = {"request_key": uuid.uuid4(), "product": product.pk, "pays": "transfer"}
    shown = api.post("sell", **said, enters=False).json()
    assert (shown["owed"]["owed"], shown["entries"], Scan.objects.count()) == ("3.00", [], 0)
    assert shown["owed"]["picture"].startswith("data:image/png")
    entered = api.post("sell", **said).json()
    assert [(entry["reason"], entry["admitted"]) for entry in entered["entries"]] == [("unpaid", True)]
    assert (Order.objects.get().state, Payment.objects.count()) == ("placed", 0)


def test_a_shown_bank_code_may_still_be_paid_in_cash(api, product):
    said = {"request_key": uuid.uuid4(), "product": product.pk}
    api.post("sell", **said, pays="transfer", enters=False)
    paid = api.post("sell", **said).json()
    assert [entry["reason"] for entry in paid["entries"]] == ["ok"]
    assert (Order.objects.get().state, Payment.objects.get().provider) == ("paid", "cash")


# --- tills ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def till(event, phone):
    return tills.save_till(event=event, facts={"name": "Pie vārtiem", "gate": phone.gate}, by="Anna", at=now())


def open_shift(till):
    anna = PersonFactory()
    return tills.open_shift(till=till, people=[anna], floats={"EUR": Decimal(20)}, by=anna, at=now())


def test_a_phone_whose_till_has_no_open_shift_sells_nothing(api, product, till):
    refused = api.post("sell", request_key=uuid.uuid4(), product=product.pk)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_shift")
    assert not Order.objects.exists()


def test_cash_and_card_of_a_walk_in_are_in_the_shift_of_the_gate(api, product, till):
    shift = open_shift(till)
    api.post("sell", request_key=uuid.uuid4(), product=product.pk)
    api.post("sell", request_key=uuid.uuid4(), product=product.pk, count=2, pays="terminal")
    assert list(Movement.objects.order_by("pk").values_list("shift", "way", "amount")) == [
        (shift.pk, "cash", Decimal(3)),
        (shift.pk, "terminal", Decimal(6)),
    ]
    assert Payment.objects.get(provider="terminal").amount == Decimal(6)
    assert Scan.objects.filter(verdict="admit").count() == 3


def test_a_sale_told_again_after_the_shift_was_closed_is_still_the_one_sale(api, product, till):
    shift = open_shift(till)
    said = {"request_key": uuid.uuid4(), "product": product.pk}
    first = api.post("sell", **said).json()
    count = tills.Count(way="cash", currency="EUR", counted=Decimal(23))
    tills.close(shift=shift, counts=[count], by=PersonFactory(), at=now())
    assert api.post("sell", **said).json() == first
