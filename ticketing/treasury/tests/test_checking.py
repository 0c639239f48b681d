"""Every kind of finding is planted past all operations, found, and gone once mended."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from common.outbox.models import Message
from ticketing.factories import VoucherFactory
from ticketing.models import BookCheck, Document, Finding, Order, OrderLine, Payment, Quota, Refund, Series, Voucher
from ticketing.treasury import checking, operations, rules, wording

pytestmark = pytest.mark.django_db


def kinds(at):
    return {fault.kind for fault in checking.faults(at)}


def test_books_in_order_have_no_findings(books, now):
    assert list(checking.faults(now)) == []


def less_paid(books, now):
    Payment.objects.filter(order=books["paid"]).update(amount=Decimal("20.00"))


def not_booked(books, now):
    order = books["waits"]
    Payment.objects.create(order=order, provider="manual", reference="late", amount=order.total, currency="EUR", recorded_at=now)


def promised_too_much(books, now):
    Refund.objects.filter(order=books["over"]).update(amount=Decimal("99.00"))


def wrong_total(books, now):
    Order.objects.filter(pk=books["waits"].pk).update(total=Decimal("1.00"))


def wrong_kept(books, now):
    Order.objects.filter(pk=books["back"].pk).update(kept=Decimal("1.00"))


def wrong_line(books, now):
    Refund.objects.filter(order=books["back"]).update(amount=Decimal("1.00"))


def stuck(books, now):
    Refund.objects.filter(order=books["over"]).update(state="ordered", ordered_at=now - timedelta(days=15))


def strange_money(books, now):
    Payment.objects.filter(order=books["over"]).update(currency="RUB")


def never_sold(books, now):
    Order.objects.filter(pk=books["paid"].pk).update(paid_at=None)


def miscounted(books, now):
    Quota.objects.update(taken=7)


def used_more(books, now):
    Voucher.objects.filter(pk=VoucherFactory(event=books["paid"].event, uses_allowed=5).pk).update(uses_taken=2)


def spent_from_nowhere(books, now):
    Payment.objects.create(order=books["waits"], provider="credit", reference="C0", amount=Decimal("1.00"), currency="EUR", recorded_at=now)


def gap(books, now):
    Series.objects.create(partner=books["paid"].event.partner, kind="invoice", year=2026, pattern="R-{number}", last=1)


def other_paper(books, now):
    """An invoice over another amount than the order's: documents are frozen, so the order changes under it."""
    partner = books["paid"].event.partner
    series = Series.objects.create(partner=partner, kind="invoice", year=2026, pattern="R-{number}", last=1)
    Document.objects.create(
        partner=partner, series=series, number=1, full_number="R-1", kind="invoice", order=books["paid"], language="lv", currency="EUR",
        total=Decimal("24.00"), tax=Decimal("0.00"), data={}, issued_on=now.date(), issued_at=now,
    )  # fmt: skip


PLANTED = {
    "series_gap": gap,
    "document_total": other_paper,
    "paid_short": less_paid,
    "not_settled": not_booked,
    "above_paid": promised_too_much,
    "lines_total": wrong_total,
    "kept_total": wrong_kept,
    "refund_line": wrong_line,
    "refund_stuck": stuck,
    "currency": strange_money,
    "ledger": never_sold,
    "quota_count": miscounted,
    "voucher_count": used_more,
    "credit_total": spent_from_nowhere,
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_fault_is_found(books, now, kind):
    PLANTED[kind](books, now)
    assert kind in kinds(now)


def test_every_kind_is_planted_and_says_what_to_do():
    assert set(PLANTED) == rules.FINDINGS
    assert set(wording.FINDINGS) == rules.FINDINGS
    assert set(wording.ACCOUNTS) == set(rules.ACCOUNTS)


def test_what_is_found_stands_once_is_told_once_and_closes_once_mended(books, anna, now):
    wrong_total(books, now)
    for _number in range(2):
        assert operations.check_books(at=now).findings == 1
    one = Finding.objects.get()
    assert (one.kind, one.about, one.partner, one.closed_at) == ("lines_total", books["waits"].code, books["waits"].event.partner, None)
    assert Message.objects.filter(kind="treasury.found", to=anna.email).count() == 1
    Order.objects.filter(pk=books["waits"].pk).update(total=Decimal("12.10"))
    assert operations.check_books(at=now + timedelta(days=1)).findings == 0
    one.refresh_from_db()
    assert one.closed_at == now + timedelta(days=1)
    assert BookCheck.objects.count() == 3


def test_the_command_says_what_it_found_and_fails(books, capsys):
    call_command("check_books")
    OrderLine.objects.filter(order=books["waits"]).update(price=Decimal("2.00"))
    with pytest.raises(SystemExit):
        call_command("check_books")
    assert "lines_total" in capsys.readouterr().out


def test_one_finding_stands_open_once(books, now):
    facts = {"partner": books["paid"].event.partner, "kind": "ledger", "about": "x", "found_at": now}
    Finding.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(**facts)
    Finding.objects.update(closed_at=now)
    Finding.objects.create(**facts)
    with pytest.raises(IntegrityError, match="finding_kind_known"), transaction.atomic():
        Finding.objects.create(**{**facts, "kind": "mood"})
