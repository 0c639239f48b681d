"""Numbers without gaps, papers that never change, and corrections that never exceed them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.models import Entry
from common.errors import Invalid, Refused
from common.models import Message
from ticketing.factories import ProductFactory
from ticketing.invoicing import operations as invoicing
from ticketing.invoicing import queries
from ticketing.invoicing.tests.conftest import AT
from ticketing.models import BillTo, Document, Drawing, Issuer, Order, OrderLine, Series

D = Decimal
pytestmark = pytest.mark.django_db


def issue(order: Order, kind: str = "invoice", **more) -> Document:
    return invoicing.issue(order=order, kind=kind, by="visitor", at=more.pop("at", AT), **more)


def credit(order: Order, **more) -> Document:
    return invoicing.credit(order=order, by="system", at=AT, **{"reason": "atcelts", **more})


def test_an_invoice_states_what_the_order_costs(make_order, issuer, duty) -> None:
    document = issue(make_order(2, duty))
    said = document.data
    assert (document.full_number, said["number"], document.kind) == ("R-2026-0001", "R-2026-0001", "invoice")
    assert (document.total, document.tax) == (D("38.20"), D("4.20"))
    assert [(line["name"], line["quantity"], line["net"], line["rate"]) for line in said["lines"]] == [
        ("Dienas biļete", "2", "20.00", "21.0"),
        ("Pašvaldības nodeva", "1", "14.00", ""),
    ]
    assert [(one["rate"], one["ground"], one["base"], one["tax"]) for one in said["taxes"]] == [
        ("21.0", "", "20.00", "4.20"),
        ("", "outside", "14.00", "0.00"),
    ]
    assert "12. pants" in said["taxes"][1]["reason"]
    assert said["in_words"] == "Trīsdesmit astoņi eiro un divdesmit centu"
    assert said["seller"]["vat"] == "LV90000000022"
    assert said["buyer"] == {"kind": "person", "name": "Vera Ščukina", "email": "vera@example.org", "country": ""}
    assert "11. pants" in said["texts"][0]
    assert (document.issued_on.isoformat(), document.due_on.isoformat()) == ("2026-11-20", "2026-11-25")
    assert Message.objects.get(kind="document.issued").state == Message.State.WAITING
    assert Entry.objects.get(action="document.issued").after["number"] == "R-2026-0001"


def test_without_a_day_of_its_own_an_order_is_to_be_paid_within_five_working_days_of_the_payers_country(make_order, issuer) -> None:
    day = datetime(2026, 12, 18, 9, 0, tzinfo=UTC)  # a Friday; 24 to 26 December are holidays in Latvia, not in Russia
    euros, roubles = make_order(expires_at=None), make_order(expires_at=None, currency="RUB")
    due = [issue(order, at=day).due_on.isoformat() for order in (euros, roubles)]
    assert due == ["2026-12-29", "2026-12-25"]


def test_who_pays_no_vat_states_none_and_why(make_order, issuer, duty) -> None:
    Issuer.objects.update(is_vat_payer=False)
    document = issue(make_order(2, duty))
    assert (document.total, document.tax) == (D("38.20"), D("0.00"))
    assert {one["ground"] for one in document.data["taxes"]} == {"not_registered"}
    assert "59. pants" in document.data["taxes"][0]["reason"]
    assert document.data["seller"]["vat"] == ""


def test_asked_twice_there_is_one(make_order, issuer) -> None:
    order = make_order()
    assert issue(order).pk == issue(order).pk
    assert issue(order, "prepayment").full_number == "AR-2026-0001"
    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "kind", "code"),
    [
        ("placed", "receipt", "not_paid"),
        ("paid", "prepayment", "paid_already"),
        ("paid", "act", "too_early"),
        ("lapsed", "invoice", "not_ordered"),
    ],
)
def test_what_may_not_be_is_refused(make_order, issuer, state, kind, code) -> None:
    with pytest.raises(invoicing.CannotIssue) as caught:
        issue(make_order(state=state, paid=D("24.20")), kind)
    assert caught.value.code == code
    assert not Series.objects.filter(last__gt=0).exists()


def test_without_an_issuer_nothing_is_issued(make_order) -> None:
    order = make_order()
    with pytest.raises(invoicing.CannotIssue) as caught:
        issue(order)
    assert caught.value.code == "no_issuer"
    assert invoicing.issue_if_possible(order=order, kind="invoice", by="system", at=AT) is None
    with pytest.raises(Invalid):
        issue(order, "letter")


def test_each_kind_and_year_counts_for_itself(make_order, issuer) -> None:
    numbers = [issue(make_order()).full_number for _n in range(2)]
    new_year = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    invoicing.set_pattern(partner=issuer.partner, kind="receipt", year=2026, pattern="K{number}/{year}", by="system", at=AT)
    numbers += [issue(make_order(), at=new_year).full_number, issue(make_order(state="paid"), "receipt").full_number]
    assert numbers == ["R-2026-0001", "R-2026-0002", "R-2027-0001", "K0001/2026"], "in Riga it is 2027 at half past ten UTC"
    assert issue(make_order(state="paid"), "receipt", at=new_year).full_number == "K0001/2027", "the pattern goes on"


def test_a_pattern_stays_once_numbers_were_given(make_order, issuer) -> None:
    issue(make_order())
    ask = {"partner": issuer.partner, "year": 2026, "by": "system", "at": AT}
    with pytest.raises(Refused) as caught:
        invoicing.set_pattern(kind="invoice", pattern="X{number}", **ask)
    assert caught.value.code == "series_begun"
    for pattern, code in (("X", "pattern_without_number"), ("R-{year}-{number}", "pattern_taken")):
        with pytest.raises(Invalid) as caught:
            invoicing.set_pattern(kind="credit", pattern=pattern, **ask)
        assert caught.value.code == code


# --- corrections ----------------------------------------------------------------------------------------------------


def test_the_whole_is_taken_back_and_a_new_one_may_be_issued(make_order, issuer) -> None:
    order = make_order()
    first = issue(order)
    note = credit(order)
    assert (note.full_number, note.corrects, note.total, note.tax) == ("KR-2026-0001", first, D("24.20"), D("4.20"))
    assert note.data["corrects"]["number"] == "R-2026-0001"
    assert note.data["reason"] == "atcelts"
    with pytest.raises(invoicing.NothingToCredit):
        credit(order)
    assert issue(order).full_number == "R-2026-0002"


def test_an_amount_is_taken_back_from_all_alike_and_never_too_much(make_order, issuer, duty) -> None:
    order = make_order(2, duty)
    issue(order)
    note = credit(order, amount=D("10.00"))
    assert [(one["base"], one["tax"]) for one in note.data["taxes"]] == [("5.24", "1.10"), ("3.66", "0.00")]
    for amount, code in ((D("28.21"), "above_document"), (D("0"), "not_positive"), (D("-1"), "not_positive")):
        with pytest.raises(Invalid) as caught:
            credit(order, amount=amount)
        assert caught.value.code == code
    rest = credit(order, amount=D("28.20"))
    assert D(rest.data["taxes"][0]["tax"]) == D("4.20") - D("1.10"), "the last one takes exactly what is left"


def test_one_ticket_is_taken_back_at_its_own_tax(make_order, issuer, duty) -> None:
    order = make_order(2, duty)
    issue(order)
    note = credit(order, lines=[order.lines.first()])
    assert (note.total, note.tax) == (D("12.10"), D("2.10"))
    assert note.data["lines"][0]["name"] == "Dienas biļete"
    credit(order, lines=[order.lines.all()[1]])
    with pytest.raises(Invalid):
        credit(order, lines=[order.lines.first()])


def test_a_correction_says_why_and_what_it_corrects(make_order, issuer) -> None:
    order = make_order()
    with pytest.raises(invoicing.NothingToCredit):
        credit(order)
    document = issue(order)
    with pytest.raises(Invalid):
        credit(order, reason=" ")
    with pytest.raises(invoicing.NothingToCredit):
        credit(make_order(), document=document)


def test_the_invoice_goes_before_the_prepayment_invoice(make_order, issuer) -> None:
    order = make_order()
    ask, invoice = issue(order, "prepayment"), issue(order)
    assert [credit(order).corrects, credit(order).corrects] == [invoice, ask]


# --- whom it is for -------------------------------------------------------------------------------------------------


def test_the_recipient_may_be_said_until_a_document_stands(make_order, issuer) -> None:
    order = make_order()
    firm = {"kind": "firm", "name": " SIA Paraugs ", "registration_number": "40003000000", "email": "gramatvediba@example.org"}
    invoicing.bill(order=order, facts=firm, by="visitor", at=AT)
    document = issue(order)
    assert (document.data["buyer"]["name"], document.data["buyer"]["registration"]) == ("SIA Paraugs", "40003000000")
    assert Message.objects.get(kind="document.issued").to == "gramatvediba@example.org"
    assert "/o/" not in Message.objects.get(kind="document.issued").text, "the accounts get the paper, not the buyer's link"
    with pytest.raises(Refused) as caught:
        invoicing.bill(order=order, facts=firm, by="visitor", at=AT)
    assert caught.value.code == "already_issued"
    credit(order)
    invoicing.bill(order=order, facts={**firm, "name": "SIA Cits"}, by="visitor", at=AT)
    assert (BillTo.objects.get().name, Document.objects.get(pk=document.pk).data["buyer"]["name"]) == ("SIA Cits", "SIA Paraugs")
    with pytest.raises(Invalid):
        invoicing.bill(order=order, facts={"name": " "}, by="visitor", at=AT)


# --- what must never be in the data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda one: Document.objects.filter(pk=one.pk).update(full_number="R-1"),
        lambda one: setattr(one, "data", {}) or one.save(),
        lambda one: Document.objects.bulk_update([one], ["number"]),
        lambda one: Drawing.objects.filter(document=one).update(content=b"other"),
    ],
)
def test_an_issued_document_is_never_changed(make_order, issuer, change) -> None:
    document = issue(make_order())
    invoicing.keep(document=document, content=b"%PDF-", at=AT)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        change(document)


def test_an_issued_document_is_never_deleted(make_order, issuer) -> None:
    document = issue(make_order())
    for remove in (document.delete, Document.objects.all().delete, Document.objects.filter(pk=document.pk).delete):
        with pytest.raises(TypeError):
            remove()
    with pytest.raises(ProtectedError):
        document.order.delete()
    assert invoicing.keep(document=document, content=b"one", at=AT) == invoicing.keep(document=document, content=b"two", at=AT)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("document_number_once", {}),
        ("document_full_number_once", {"number": 2}),
        ("document_number_from_one", {"number": 0, "full_number": "x"}),
        ("document_total_positive", {"number": 2, "full_number": "x", "total": D("0.00"), "tax": D("0.00")}),
        ("document_credit_corrects_one", {"number": 2, "full_number": "x", "kind": "credit"}),
        ("document_kind_known", {"number": 2, "full_number": "x", "kind": "letter"}),
    ],
)
def test_the_database_itself_refuses(make_order, issuer, name, facts) -> None:
    document = issue(make_order())
    copy = {field.attname: getattr(document, field.attname) for field in Document._meta.concrete_fields if not field.primary_key}
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(**{**copy, **facts})
    assert name in {one.name for one in Document._meta.constraints}


def test_an_issuer_registered_for_vat_has_a_number(issuer) -> None:
    with pytest.raises(IntegrityError, match="issuer_vat_payer_has_number"), transaction.atomic():
        Issuer.objects.update(vat_number="")
    with pytest.raises(IntegrityError, match="bill_to"), transaction.atomic():
        BillTo.objects.create(order_id=1, name="")
    with pytest.raises(Invalid):
        invoicing.identify(partner=issuer.partner, facts={"vat_number": ""}, by="system", at=AT)


# --- at once --------------------------------------------------------------------------------------------------------


def at_once(jobs: list[Callable[[], object]]) -> list[str]:
    def on_own_connection(job: Callable[[], object]) -> str:
        try:
            job()
        except Exception as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(8) as many:
        return list(many.map(on_own_connection, jobs))


class GivenUp(Exception):
    """Somebody's transaction that ends in nothing."""


@pytest.mark.django_db(transaction=True)
def test_many_at_once_and_some_given_up_leave_no_gap(make_order, issuer) -> None:
    orders = [make_order() for _n in range(24)]

    def take(place: int) -> None:
        with transaction.atomic():
            issue(orders[place])
            if place % 3 == 0:
                raise GivenUp

    ends = at_once([lambda place=place: take(place) for place in range(24)])
    assert (ends.count("done"), ends.count("GivenUp")) == (16, 8)
    assert sorted(Document.objects.values_list("number", flat=True)) == list(range(1, 17))
    assert Series.objects.get().last == 16


@pytest.mark.django_db(transaction=True)
def test_one_order_asked_by_many_at_once_has_one_invoice_and_no_credit_above_it(make_order, issuer) -> None:
    order = make_order()
    assert set(at_once([lambda: issue(order)] * 8)) == {"done"}
    document = Document.objects.get()
    ends = at_once([lambda: credit(order, amount=D("10.00"))] * 6)
    assert ends.count("done") == 2
    assert queries.credited(document) == D("20.00")


def test_a_cancelled_line_is_on_no_paper(make_order, issuer) -> None:
    order = make_order(3)
    OrderLine.objects.filter(pk=order.lines.first().pk).update(cancelled_at=AT)
    assert issue(order).total == D("24.20")


def test_an_act_comes_after_the_event(make_order, issuer, fair) -> None:
    order = make_order(state="paid")
    assert issue(order, "act", at=fair.ends_at + timedelta(hours=1)).full_number == "A-2026-0001"


def test_a_product_of_another_name_is_a_line_of_its_own(make_order, issuer, fair) -> None:
    exempt = ProductFactory(event=fair, name_lv="Mācības", price=D("50.00"))
    order = make_order(1, exempt)
    OrderLine.objects.filter(product=exempt).update(tax_ground="exempt", tax_reference="PVN likuma 52. panta pirmās daļas 11. punkts")
    said = issue(order).data
    assert [one["ground"] for one in said["taxes"]] == ["", "exempt"]
    assert said["taxes"][1]["reason"] == "PVN likuma 52. panta pirmās daļas 11. punkts"
