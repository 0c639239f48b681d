"""The paper itself: what it says in three languages, and a payment code that somebody else's reader understands."""

from datetime import timedelta
from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp
from stdnum import iban, iso11649

from common.models import Message, Notice
from ticketing.factories import EventFactory, IssuerFactory, ProductFactory
from ticketing.invoicing import documents, giving, tasks
from ticketing.invoicing import operations as invoicing
from ticketing.invoicing.tests.conftest import AT
from ticketing.models import BankAccount, Document, Drawing, Order, Payment

D = Decimal
pytestmark = pytest.mark.django_db


def words(content: bytes) -> str:
    pages = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))
    text = " ".join(pages)
    return " ".join(text.replace("\ufffe", "-").replace("\u00a0", " ").replace("\u202f", " ").split())


def read_codes(content: bytes, dpi: int = 300) -> list[str]:
    """Return what a reader that is not ours finds on the pages as they are printed."""
    pages = (page.render(scale=dpi / 72).to_pil() for page in pypdfium2.PdfDocument(content))
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


def issue(order: Order, kind: str, **more) -> Document:
    return invoicing.issue(order=order, kind=kind, by="system", at=more.pop("at", AT), **more)


@pytest.fixture
def account(fair) -> BankAccount:
    return BankAccount.objects.create(
        partner=fair.partner, currency="EUR", holder="Latgales plānošanas reģions", number="LV80BANK0000435195001", bank="Paraugbanka",
        bic="BANKLV22", is_default=True,
    )  # fmt: skip


@pytest.fixture
def firm(make_order, issuer, account, duty) -> Order:
    order = make_order(2, duty)
    facts = {
        "kind": "firm", "name": "SIA “Paraugdarbnīca”", "registration_number": "40003009497", "vat_number": "LV40003009497",
        "address": "Brīvības iela 1, Rīga, LV-1010", "country": "LV", "contract": "2026/15",
    }  # fmt: skip
    invoicing.bill(order=order, facts=facts, by="visitor", at=AT)
    return order


SAID = {
    "lv": (
        "Avansa rēķins Nr. AR-2026-0001",
        "38,20 €",
        "Trīsdesmit astoņi eiro un divdesmit centu",
        "PVN 21 %",
        "2026. gada 20. novembris",
    ),
    "ru": ("Счёт на предоплату № AR-2026-0001", "38,20 €", "Тридцать восемь евро двадцать центов", "НДС 21 %", "20 ноября 2026"),
    "en": ("Prepayment invoice No. AR-2026-0001", "€38.20", "Thirty-eight euros and twenty cents", "VAT 21 %", "20 November 2026"),
}


@pytest.mark.parametrize("language", ["lv", "ru", "en"])
def test_it_says_all_that_the_law_wants(firm, language) -> None:
    text = words(documents.drawn_pdf(issue(firm, "prepayment", language=language)))
    both = (
        "Latgales plānošanas reģions", "90002181025", "LV90000000022", "Atbrīvošanas aleja 95", "SIA “Paraugdarbnīca”", "40003009497",
        "LV40003009497", "Brīvības iela 1", "2026/15", "LV80 BANK 0000 4351 9500 1", "BANKLV22",
    )  # fmt: skip
    assert [one for one in (*SAID[language], *both) if one not in text] == []
    assert ("11. pants" in text, "14,00" in text or "14.00" in text, "20,00" in text or "20.00" in text) == (language == "lv", True, True)


def test_the_epc_code_on_the_page_is_read_back_by_another_reader(firm, account) -> None:
    """EPC069-12, version 002: twelve lines, of which the last are a creditor reference or free text, and a note."""
    content = documents.drawn_pdf(issue(firm, "prepayment"))
    (text,) = read_codes(content)
    lines = text.split("\n")
    tag, version, charset, kind, bic, payee, number, amount, purpose, reference, *rest = lines
    assert (tag, version, charset, kind) == ("BCD", "002", "1", "SCT")
    assert (bic, payee, amount) == ("BANKLV22", "Latgales plānošanas reģions", "EUR38.20")
    assert number == account.number
    assert iban.is_valid(number)
    assert iso11649.is_valid(reference)
    assert firm.code in reference
    assert not purpose
    assert not any(rest)
    assert len(text.encode()) <= 331


def test_the_rouble_code_on_the_page_is_read_back_by_another_reader(db) -> None:
    """GOST R 56042-2014: ST0001, the number of the character set (2 is UTF-8), the separator, then five fields, then others."""
    order = rouble_order()
    (text,) = read_codes(documents.drawn_pdf(issue(order, "invoice", at=AT)))
    head, *fields = text.split("|")
    found = dict(field.split("=", 1) for field in fields)
    assert head == "ST00012"
    assert [field.split("=")[0] for field in fields][:5] == ["Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc"]
    assert found["Name"] == "Администрация Порховского муниципального округа"
    assert (found["PersonalAcc"], found["BIC"], found["CorrespAcc"]) == ("40702810138250123017", "044525225", "30101810400000000225")
    assert found["Sum"] == "150000", "in kopecks"
    assert order.code in found["Purpose"]
    assert (found["PayeeINN"], found["KPP"]) == ("6017001234", "601701001")


def rouble_order(**facts) -> Order:
    issuer = IssuerFactory(
        partner__code="porh", partner__country="RU", partner__zone="Europe/Moscow", partner__currency="RUB", partner__name="Порхов",
        partner__legal_name="Администрация Порховского муниципального округа", partner__address="Порхов, пр. Ленина, 2",
        is_vat_payer=False, vat_number="", inn="6017001234", kpp="601701001", ogrn="1026002343763", signatory="Н. Связина",
        position="начальник отдела", legal_form="",
    )  # fmt: skip
    starts = AT - timedelta(days=3)
    event = EventFactory(
        partner=issuer.partner, currency="RUB", zone="Europe/Moscow", starts_at=starts, ends_at=starts + timedelta(hours=8)
    )
    BankAccount.objects.create(
        partner=issuer.partner, currency="RUB", holder="Администрация Порховского муниципального округа", number="40702810138250123017",
        bank="ПАО Сбербанк", bic="044525225", correspondent="30101810400000000225", inn="6017001234", kpp="601701001", is_default=True,
    )  # fmt: skip
    product = ProductFactory(event=event, price=D("750.00"))
    from ticketing.factories import OrderFactory, OrderLineFactory

    order = OrderFactory(
        event=event,
        currency="RUB",
        language="ru",
        total=D("1500.00"),
        name="Ольга Станкова",
        **{"state": "placed", "expires_at": AT + timedelta(days=5), **facts},
    )
    for _n in range(2):
        OrderLineFactory(order=order, product=product, price=product.price)
    return order


def test_the_russian_act_has_what_article_nine_wants(db) -> None:
    """402-FZ, article 9: name, date, organisation, content, measure and unit, value, positions, signatures with names."""
    order = rouble_order(state="paid", expires_at=None)
    invoicing.bill(
        order=order,
        facts={"kind": "firm", "name": "ООО «Пример»", "registration_number": "7707083893", "country": "RU"},
        by="system",
        at=AT,
    )
    text = words(documents.drawn_pdf(issue(order, "act")))
    wanted = (
        "Акт об оказании услуг № А-2026-0001", "20 ноября 2026", "Администрация Порховского муниципального округа", "ИНН 6017001234",
        "Билет на день", "шт.", "1 500,00 ₽", "Одна тысяча пятьсот рублей ноль копеек", "Исполнитель", "Заказчик", "начальник отдела",
        "Н. Связина", "ООО «Пример»", "ИНН 7707083893", "402-ФЗ", "Без НДС",
    )  # fmt: skip
    assert [one for one in wanted if one not in text] == []


def test_a_paid_invoice_asks_for_nothing_and_a_receipt_says_what_came(make_order, issuer, account) -> None:
    order = make_order(2, state="paid")
    invoice, receipt = documents.drawn_pdf(issue(order, "invoice")), documents.drawn_pdf(issue(order, "receipt"))
    assert read_codes(invoice) == read_codes(receipt) == []
    assert "Vēl jāmaksā 0,00 €" in words(invoice)
    assert "pārskaitījums 24,20 €" in words(receipt)


def test_a_part_payment_lowers_what_the_code_asks_for(firm) -> None:
    Payment.objects.create(order=firm, provider="manual", reference="x", amount=D("8.20"), currency="EUR", recorded_at=AT)
    (text,) = read_codes(documents.drawn_pdf(issue(firm, "invoice")))
    assert "EUR30.00" in text


def test_a_credit_note_names_what_it_corrects(firm) -> None:
    issue(firm, "invoice")
    text = words(documents.drawn_pdf(invoicing.credit(order=firm, amount=D("10.00"), reason="Pasākums pārcelts", by="system", at=AT)))
    for one in (
        "Kredītrēķins Nr. KR-2026-0001",
        "Rēķins Nr. R-2026-0001",
        "2026. gada 20. novembris",
        "Pasākums pārcelts",
        "10,00 €",
        "Desmit eiro",
    ):
        assert one in text


def test_the_same_document_gives_the_same_bytes_and_is_drawn_once(firm) -> None:
    document = issue(firm, "prepayment")
    assert documents.drawn_pdf(document) == documents.drawn_pdf(document)
    assert giving.drawn(document) == giving.drawn(document)
    assert Drawing.objects.count() == 1


def test_many_lines_make_two_pages_that_count_themselves(make_order, issuer, fair, account) -> None:
    products = [
        ProductFactory(event=fair, name_lv=f"Meistarklase aušanā ar ļoti garu nosaukumu, {n}. grupa, pirmdienas vakars") for n in range(60)
    ]
    content = documents.drawn_pdf(issue(make_order(1, *products), "prepayment"))
    pages = len(pypdfium2.PdfDocument(content))
    assert pages >= 2
    assert f"{pages} / {pages}" in words(content)


def test_the_funder_s_notice_in_force_stands_below(firm) -> None:
    Notice.objects.create(
        name="x", valid_from="2022-03-01", text_lv="Līdzfinansē Eiropas Savienība. Par saturu atbild {publisher}.", logos=["eu.svg"]
    )
    document = issue(firm, "prepayment")
    Notice.objects.all().delete()
    assert "Līdzfinansē Eiropas Savienība. Par saturu atbild Latgales plānošanas reģions." in words(documents.drawn_pdf(document))


def test_the_worker_draws_and_attaches_and_may_do_so_twice(firm) -> None:
    document = issue(firm, "prepayment")
    assert (tasks.prepare(), tasks.prepare()) == (1, 0)
    message = Message.objects.get(kind="document.issued")
    assert message.state == Message.State.QUEUED
    (attached,) = message.attachments.all()
    assert (attached.name, bytes(attached.content)) == ("prepayment-2026-0001.pdf", bytes(document.drawing.content))
