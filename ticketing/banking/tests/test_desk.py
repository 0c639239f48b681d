"""Vita's pages about the bank, and who does not reach them."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.factories import PartnerFactory, RoleFactory
from ticketing.banking.models import BankEntry, CsvForm, StatementFile
from ticketing.billing import operations as billing
from ticketing.models import Order, Refund, TransferFile
from ticketing.orders import references
from ticketing.refunds import operations as refunds

pytestmark = pytest.mark.django_db
Six = Decimal("6.00")
State = BankEntry.State


@pytest.fixture
def url(event):
    return lambda name, **more: reverse(f"desk_partners:{name}", kwargs={"code": event.partner.code, **more})


@pytest.fixture
def desk(client, vita):
    client.force_login(vita)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def upload(content, name="may.xml"):
    return SimpleUploadedFile(name, content)


def test_a_statement_is_looked_at_and_then_read_in(desk, url, an_order, bank):
    bank.entry(Six, reference=references.rf(an_order().code), name="Vera Ščukina")
    bank.entry(Decimal("9.00"), name="SIA Nezināms")
    page = desk.post(url("bank_statements"), {"file": upload(bank.content)}, follow=True)
    assert "2 movements" in page.content.decode()
    assert not BankEntry.objects.exists()
    page = desk.post(url("bank_file", pk=StatementFile.objects.get().pk), {"action": "read"}, follow=True).content.decode()
    assert "2 new entries were read in" in page
    statement = BankEntry.objects.first().statement
    assert "Vera Ščukina" in desk.get(url("bank_statement", pk=statement.pk)).content.decode()
    assert "SIA Nezināms" in desk.get(url("bank")).content.decode()
    assert (
        "may.xml" in desk.get(url("bank_statements")).content.decode() or statement.key in desk.get(url("bank_statements")).content.decode()
    )


def test_a_wrong_file_is_answered_at_its_field(desk, url, account):
    page = desk.post(url("bank_statements"), {"file": upload(b"<!DOCTYPE x><x/>")})
    assert list(page.context["form"].errors) == ["file"]
    page = desk.post(url("bank_statements"), {"file": upload(b"Datums;Summa\n", "x.csv")})
    assert list(page.context["form"].errors) == ["account"]


CSV = "Diena;Cik;Kas\n04.05.2026;6,00;Vera\n"


def test_the_columns_of_a_csv_file_are_said_once(desk, url, account):
    desk.post(url("bank_statements"), {"file": upload(CSV.encode(), "may.csv"), "account": account.pk})
    file = StatementFile.objects.get()
    assert "Say which column" in desk.get(url("bank_file", pk=file.pk)).content.decode()
    said = {
        "encoding": "utf-8-sig", "delimiter": ";", "date_format": "%d.%m.%Y", "decimal": ",", "skip": "0",
        "column_booked_on": "Diena", "column_amount": "Cik", "column_name": "Kas",
    }  # fmt: skip
    assert "Vera" in desk.post(url("bank_file", pk=file.pk), {**said, "action": "look"}).content.decode()
    desk.post(url("bank_file", pk=file.pk), {**said, "action": "read"})
    assert BankEntry.objects.get().amount == Six
    assert CsvForm.objects.get().columns == {"booked_on": "Diena", "amount": "Cik", "name": "Kas"}


def test_a_file_may_be_dropped(desk, url, bank):
    bank.entry(Six)
    desk.post(url("bank_statements"), {"file": upload(bank.content)})
    desk.post(url("bank_forget", pk=StatementFile.objects.get().pk))
    assert not StatementFile.objects.exists()


def test_a_suggestion_is_taken_with_one_button(desk, url, an_order, bank, queued):
    order = an_order()
    bank.entry(Six, text="pas. A8C789", name="Vera")
    entry = queued()[0]
    assert f'value="{order.code}:6.00"' in desk.get(url("bank")).content.decode()
    desk.post(url("bank_entry", pk=entry.pk), {"action": "take", "part": "ABC789:6.00"})
    order.refresh_from_db()
    assert order.state == Order.State.PAID


def test_an_entry_is_booked_in_parts_taken_back_and_set_aside(desk, url, an_order, bank, queued):
    an_order(), an_order("XYZ333", "9.00")
    bank.entry(Decimal("15.00"))
    entry = queued()[0]
    address = url("bank_entry", pk=entry.pk)
    form = {"parts-TOTAL_FORMS": "3", "parts-INITIAL_FORMS": "3", "action": "book", "parts-0-code": "abc789", "parts-0-amount": "6.00"}
    desk.post(address, form)
    assert BankEntry.objects.get().state == State.QUEUED
    page = desk.post(address, {**form, "parts-1-code": "XYZ333"})
    assert "Give both" in page.content.decode()
    desk.post(address, {**form, "parts-1-code": "XYZ333", "parts-1-amount": "9.00"})
    assert BankEntry.objects.get().state == State.BOOKED
    desk.post(address, {"action": "undo"})
    desk.post(address, {"action": "aside", "reason": "Rent"})
    assert BankEntry.objects.get().note == "Rent"
    assert "Rent" in desk.get(address).content.decode()
    desk.post(address, {"action": "back"})
    desk.post(url("bank_aside"), {"entry": [entry.pk], "reason": "Gift"})
    assert BankEntry.objects.get().note == "Gift"


def test_what_is_too_much_is_owed_back(desk, url, an_order, bank, queued):
    an_order()
    bank.entry(Decimal("9.00"), name="Vera")
    entry = queued()[0]
    desk.post(url("bank_entry", pk=entry.pk), {"action": "take", "part": "ABC789:9.00"})
    desk.post(url("bank_entry", pk=entry.pk), {"action": "owe"})
    assert Refund.objects.get().amount == Decimal("3.00")


def test_the_queue_is_searched_filtered_and_given_to_a_spreadsheet(desk, url, bank, queued):
    bank.entry(Six, name="Вера Щукина")
    bank.entry(Decimal("9.00"), name="SIA Paraugs")
    queued()
    for query in ("?q=scukina", "?q=6,00", "?q=6.00+vera"):
        page = desk.get(url("bank") + query).content.decode()
        assert ("Вера Щукина" in page, "SIA Paraugs" in page) == (True, False)
    assert "Nothing waits" in desk.get(url("bank") + "?why=over").content.decode()
    lines = b"".join(desk.get(url("bank_export", kind="csv") + "?q=paraugs")).decode()
    assert ("SIA Paraugs" in lines, "Щукина" in lines) == (True, False)
    assert desk.get(url("bank_export", kind="xlsx")).status_code == 200


def test_a_page_of_the_queue_asks_the_same_however_many_wait(desk, url, an_order, bank, queued, django_assert_max_num_queries):
    for n in range(20):
        an_order(f"ABC{'ABCDEFGHJK'[n % 10]}{'ABCDEFGHJK'[n // 10]}Z")
        bank.entry(Six, name="Vera Ščukina")
    queued()
    with django_assert_max_num_queries(12):
        desk.get(url("bank"))


def test_refunds_are_written_into_a_file_and_downloaded(desk, url, account, an_order, vita, now):
    order = an_order(state=Order.State.CANCELLED)
    billing.record(order=order, provider="manual", amount=Six, reference="1", by=vita, at=now)
    refund = refunds.owe(order=order, amount=Six, reason="cancelled", way="bank", by=vita, at=now)
    assert order.code in desk.get(url("bank_transfers")).content.decode()
    refunds.give_account(refund=refund, account="EE382200221020145685", holder="Vera", by=vita, at=now)
    desk.post(url("bank_transfers"), {"account": account.pk})
    file = desk.post(url("bank_transfer_file", pk=TransferFile.objects.get().pk))
    assert b"pain.001" in file.content
    refund.refresh_from_db()
    assert refund.state == Refund.State.ORDERED


def test_others_do_not_reach_the_bank(client, event, url, bank, queued):
    bank.entry(Six)
    entry, file = queued()[0], StatementFile.objects.get()
    pages = [url(name) for name in ("bank", "bank_statements", "bank_transfers", "bank_aside")]
    pages += [url("bank_entry", pk=entry.pk), url("bank_statement", pk=entry.statement_id), url("bank_export", kind="csv")]
    pages += [url(name, pk=file.pk) for name in ("bank_file", "bank_progress", "bank_forget")] + [url("bank_transfer_file", pk=1)]

    def ask(page):
        answer = client.get(page)
        return (client.post(page) if answer.status_code == 405 else answer).status_code

    assert {ask(page) for page in pages} == {302}
    client.force_login(RoleFactory(partner=event.partner, kind="steward").person)
    assert {ask(page) for page in pages} == {403}
    client.force_login(RoleFactory(partner=PartnerFactory(), kind="manager").person)
    assert {ask(page) for page in pages} == {404}


def test_what_belongs_to_another_partner_is_not_found_at_ones_own(client, url, event, bank, queued):
    bank.entry(Six)
    entry = queued()[0]
    boris = RoleFactory(partner=PartnerFactory(code="balvi"), kind="finance").person
    client.force_login(boris)
    assert client.get(reverse("desk_partners:bank_entry", args=["balvi", entry.pk])).status_code == 404
    assert client.get(reverse("desk_partners:bank_statement", args=["balvi", entry.statement_id])).status_code == 404
    client.post(reverse("desk_partners:bank_aside", args=["balvi"]), {"entry": [entry.pk], "reason": "mine"})
    entry.refresh_from_db()
    assert entry.state == State.QUEUED
