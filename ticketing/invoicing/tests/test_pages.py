"""What buyers, the treasurer and the wrong person see of papers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from accounts.factories import PersonFactory, RoleFactory
from ticketing.invoicing import operations as invoicing
from ticketing.models import BillTo, Document, Event, Issuer, Order

D = Decimal
pytestmark = pytest.mark.django_db
FIRM = {"kind": "firm", "name": "SIA Paraugs", "registration_number": "40003009497", "address": "Rīga", "country": "LV"}


@pytest.fixture
def order(make_order) -> Order:
    return make_order(2, expires_at=timezone.now() + timedelta(days=5))


@pytest.fixture
def vita(fair) -> Client:
    person = PersonFactory(name="Vita", language="en")
    RoleFactory(person=person, partner=fair.partner, kind="finance")
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def link(order: Order, page: str = "") -> str:
    return f"/o/{order.code}/{order.secret}/{page}"


def issue(order: Order, kind: str = "invoice") -> Document:
    return invoicing.issue(order=order, kind=kind, by="system", at=timezone.now())


def test_a_buyer_gets_a_prepayment_invoice_and_takes_it_home(order, issuer) -> None:
    client = Client()
    assert link(order, "invoice/") in client.get(link(order)).content.decode()
    assert client.get(link(order, "invoice/")).status_code == 200
    answer = client.post(link(order, "invoice/"), FIRM)
    assert answer.headers["Location"] == link(order)
    document = Document.objects.get()
    assert (document.kind, document.data["buyer"]["name"]) == ("prepayment", "SIA Paraugs")
    page = client.get(link(order)).content.decode()
    assert document.full_number in page
    assert link(order, "invoice/") not in page
    pdf = client.get(link(order, f"documents/{document.pk}.pdf"))
    assert pdf.content.startswith(b"%PDF-")
    assert 'filename="prepayment-' in pdf.headers["Content-Disposition"]
    assert client.get(link(order, "invoice/")).status_code == 302, "nothing more to ask"


def test_a_form_without_a_name_is_shown_again_and_doubtful_numbers_only_warn(order, issuer) -> None:
    client = Client()
    assert client.post(link(order, "invoice/"), {**FIRM, "name": ""}).status_code == 200
    page = client.post(link(order, "invoice/"), {**FIRM, "registration_number": "40003009498"}, follow=True).content.decode()
    assert "neizskatās pareizs" in page
    assert Document.objects.count() == 1


def test_another_order_s_document_and_a_wrong_link_are_not_found(order, issuer, make_order) -> None:
    document = issue(make_order())
    assert Client().get(link(order, f"documents/{document.pk}.pdf")).status_code == 404
    assert Client().get(f"/o/{order.code}/wrong/documents/{document.pk}.pdf").status_code == 404


def test_without_an_issuer_no_invoice_is_offered(order) -> None:
    assert "invoice/" not in Client().get(link(order)).content.decode()
    assert Client().get(link(order, "invoice/")).status_code == 302


def test_vita_issues_and_takes_back(order, issuer, fair, vita) -> None:
    base = f"/desk/{fair.slug}/orders/{order.code}/documents/"
    assert "Issue an invoice" in vita.get(base).content.decode()
    vita.post(base + "for/", FIRM)
    assert BillTo.objects.get().name == "SIA Paraugs"
    vita.post(base + "issue/", {"kind": "invoice"})
    document = Document.objects.get()
    page = vita.get(base).content.decode()
    assert document.full_number in page
    assert "Take back" in page
    assert vita.post(base + "credit/", {"amount": "99.00", "reason": "x"}).status_code == 200, "more than there is"
    vita.post(base + "credit/", {"amount": "4.20", "reason": "reduced"})
    assert Document.objects.get(kind="credit").total == D("4.20")
    assert vita.get(f"{base}{document.pk}.pdf").content.startswith(b"%PDF-")
    assert document.full_number in vita.get(f"/desk/{fair.slug}/orders/{order.code}/").content.decode()


def test_vita_says_what_the_papers_state(fair, vita) -> None:
    base = f"/desk/partners/{fair.partner.code}/invoicing/"
    assert vita.get(base).status_code == 200
    facts = {"is_vat_payer": "on", "vat_number": "", "on_payment": "receipt", "signatory": "Vita"}
    assert vita.post(base, facts).status_code == 200, "registered, but no number"
    vita.post(base, {**facts, "vat_number": "LV90000000023"})
    assert Issuer.objects.get().on_payment == "receipt"
    assert "does not look right" in vita.get(base).content.decode()
    kinds = {
        "invoice": "R-{year}-{number}",
        "prepayment": "AR{number}",
        "credit": "KR-{number}",
        "receipt": "K{number}",
        "act": "A{number}",
    }
    assert vita.post(base + "patterns/", {**kinds, "act": "A"}).status_code == 200
    assert vita.post(base + "patterns/", kinds).status_code == 302
    assert fair.partner.document_series.get(kind="prepayment").pattern == "AR{number}"


def test_the_list_is_searched_filtered_summed_and_exported(order, issuer, fair, vita, make_order, django_assert_max_num_queries) -> None:
    issue(order)
    invoicing.credit(order=order, amount=D("4.20"), reason="x", by="system", at=timezone.now())
    issue(make_order(1, state="paid", name="Ольга Станкова"), "receipt")
    base = f"/desk/partners/{fair.partner.code}/documents"
    with django_assert_max_num_queries(20):
        page = vita.get(base + "/").content.decode()
    assert all(number in page for number in ("R-2", "KR-2", "KV-2"))
    assert "KV-2" in vita.get(base + "/?q=stankova").content.decode()
    assert "KV-2" not in vita.get(base + "/?kind=credit").content.decode()
    rows = b"".join(vita.get(base + ".csv")).decode().splitlines()
    assert len(rows) == 4
    assert "-4.20" in next(row for row in rows if "KR-" in row), "a credit note lowers the sum of its column"
    assert vita.get(base + ".xlsx").status_code == 200
    now = datetime.now(UTC)
    found = vita.get(f"{base}/month.zip?year={now.year}&month={now.month}")
    with ZipFile(BytesIO(b"".join(found))) as archive:
        assert len(archive.namelist()) == 3
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF-")
    assert vita.get(f"{base}/month.zip").status_code == 404
    document = Document.objects.get(kind="invoice")
    assert b"InvoiceTypeCode" in vita.get(f"{base}/{document.pk}.xml").content
    assert vita.get(f"{base}/{Document.objects.get(kind='receipt').pk}.xml").status_code == 404
    assert vita.get(f"{base}/{document.pk}.pdf").content.startswith(b"%PDF-")


def test_strangers_and_stewards_see_no_papers(order, issuer, fair, sign_in) -> None:
    document = issue(order)
    addresses = [f"/desk/{fair.slug}/orders/{order.code}/documents/", f"/desk/{fair.slug}/orders/{order.code}/documents/{document.pk}.pdf"]
    for address in addresses:
        assert sign_in(fair, None).get(address).status_code == 404
        assert sign_in(fair, "steward").get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert sign_in(fair, None).get(f"/desk/partners/{fair.partner.code}/documents/{document.pk}.pdf").status_code == 404


# --- papers that come by themselves ---------------------------------------------------------------------------------


def pay(order: Order) -> None:
    from ticketing.billing import operations as billing

    billing.record(order=order, provider="manual", amount=order.total, reference="", by="system", at=timezone.now())


@pytest.mark.parametrize(("setting", "kinds"), [("nothing", []), ("receipt", ["receipt"]), ("invoice", ["invoice"])])
def test_once_paid_the_issuer_gives_what_it_wishes(order, issuer, setting, kinds) -> None:
    Issuer.objects.update(on_payment=setting)
    pay(order)
    order.refresh_from_db()
    assert order.state == Order.State.PAID
    assert list(Document.objects.values_list("kind", flat=True)) == kinds


def test_an_invoiced_order_gets_no_second_invoice(order, issuer) -> None:
    Issuer.objects.update(on_payment="invoice")
    issue(order)
    pay(order)
    assert Document.objects.count() == 1


@pytest.mark.parametrize(("wishes", "count"), [(True, 1), (False, 0)])
def test_who_chooses_bank_transfer_gets_a_prepayment_invoice_where_the_issuer_wishes_it(order, issuer, wishes, count) -> None:
    from ticketing.billing import operations as billing

    Issuer.objects.update(sends_prepayment=wishes)
    for _again in range(2):
        billing.choose(order=order, provider="manual", by="visitor", at=timezone.now())
    assert Document.objects.filter(kind="prepayment").count() == count


def test_a_firm_s_fee_is_invoiced_at_once_and_a_person_s_on_demand(make_order, issuer) -> None:
    now = timezone.now()
    person, firm = make_order(), make_order()
    assert invoicing.bill_charge(order=person, facts={**FIRM, "kind": "self_employed"}, by="system", at=now) is None
    assert invoicing.bill_charge(order=firm, facts=FIRM, by="system", at=now).kind == "prepayment"
    assert invoicing.bill_charge(order=firm, facts={**FIRM, "name": "Cits"}, by="system", at=now) is None
    assert BillTo.objects.count() == 2


def test_the_event_of_another_partner_has_other_numbers(make_order, issuer, fair) -> None:
    from ticketing.factories import EventFactory, IssuerFactory

    other: Event = EventFactory()
    IssuerFactory(partner=other.partner)
    assert [issue(make_order()).number, issue(make_order(event=other)).number] == [1, 1]
