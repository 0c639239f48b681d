"""The treasurer's list of credits: what is left of each, what it comes to, and more time for whoever needs it."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.factories import PartnerFactory
from common.errors import Invalid, Stale
from ticketing.models import Refund, Voucher
from ticketing.orders import operations as orders
from ticketing.treasury import credits
from ticketing.treasury.queries import Scope
from ticketing.vouchers import operations as vouchers

pytestmark = pytest.mark.django_db
PLENTY = timedelta(days=3000)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def credit(buy, anna, now):
    """Given to Vera for a ticket that she gave back."""
    order = buy(1, "12.10")
    orders.cancel(order=order, by=anna, at=now, way="credit")
    return Refund.objects.get(order=order).credit


@pytest.fixture
def scope(credit):
    return Scope(credit.partner, "EUR")


def address(name, *more):
    return reverse(f"desk:{name}", args=more)


def test_the_lists_part_what_can_be_spent_from_what_is_spent_and_what_is_over(credit, scope, now):
    later = now + PLENTY

    def lists(at):
        return {which: list(credits.found(scope, at, which=which)) for which in credits.PILLS}

    assert lists(now) == {"": [credit], "spent": [], "over": [], "all": [credit]}
    assert lists(later) == {"": [], "spent": [], "over": [credit], "all": [credit]}
    Voucher.objects.filter(pk=credit.pk).update(spent=credit.value)
    assert lists(later) == {"": [], "spent": [credit], "over": [], "all": [credit]}


def test_credits_add_up_to_the_cent(credit, scope, now):
    Voucher.objects.filter(pk=credit.pk).update(spent=Decimal("0.10"))
    whole = credits.found(scope, now, which="all")
    left = credit.value - Decimal("0.10")
    assert credits.sums(whole, now) == credits.Sums(credit.value, Decimal("0.10"), left, Decimal("0.00"))
    assert credits.sums(whole, now + PLENTY) == credits.Sums(credit.value, Decimal("0.10"), Decimal("0.00"), left)


@pytest.mark.parametrize("words", ["code", "order", "name"])
def test_a_credit_is_found_by_its_code_its_order_and_its_holder(credit, scope, now, words):
    order = credit.refund.order
    said = {"code": credit.code.lower(), "order": order.code, "name": order.name}[words]
    assert list(credits.found(scope, now, words=said)) == [credit]
    assert not credits.found(scope, now, words=said + "x9").exists()


def test_another_partner_and_another_currency_have_their_own(credit, now):
    assert not credits.found(Scope(PartnerFactory(), "EUR"), now).exists()
    assert not credits.found(Scope(credit.partner, "RUB"), now).exists()


def test_who_missed_the_last_day_is_given_more_time(desk, credit, now):
    Voucher.objects.filter(pk=credit.pk).update(valid_until=now - timedelta(days=1))
    partner = credit.partner.code
    assert b"over" in desk.get(address("treasury_credits", partner), {"which": "over"}).content
    until = (now + timedelta(days=30)).date()
    back = address("treasury_credits", partner) + "?which=over"
    answer = desk.post(address("treasury_credit", partner, credit.pk), {"until": until.isoformat(), "next": back})
    assert (answer.status_code, answer.url) == (302, back)
    credit.refresh_from_db()
    assert credit.valid_until.astimezone(credit.refund.order.event.tz).isoformat().startswith((until + timedelta(days=1)).isoformat())


def test_the_day_that_the_form_proposes_is_taken(desk, credit):
    here, before = address("treasury_credits", credit.partner.code), credit.valid_until
    proposed = re.search(r'name="until"[^>]*value="([^"]+)"', desk.get(here).content.decode())[1]
    desk.post(address("treasury_credit", credit.partner.code, credit.pk), {"until": proposed})
    credit.refresh_from_db()
    assert credit.valid_until > before


@pytest.mark.parametrize("until", ["", "2020-01-01", "9999-12-31", "no day", "2026-13-45"])
def test_an_impossible_day_changes_nothing_and_says_so(desk, credit, until):
    answer = desk.post(
        address("treasury_credit", credit.partner.code, credit.pk), {"until": until, "next": "https://evil.example"}, follow=True
    )
    assert "Choose a later day." in answer.content.decode()
    before = credit.valid_until
    credit.refresh_from_db()
    assert credit.valid_until == before


def test_no_credit_is_cut_short_and_a_spent_or_ended_one_is_left_alone(credit, anna, now):
    with pytest.raises(Invalid):
        vouchers.prolong(credit=credit, until=credit.valid_until - timedelta(days=1), by=anna, at=now)
    vouchers.end(voucher=credit, by=anna, at=now)
    with pytest.raises(Stale):
        vouchers.prolong(credit=credit, until=now + PLENTY, by=anna, at=now)


def test_the_credit_of_another_partner_is_not_found(desk, credit, anna):
    other = vouchers.issue_credit(partner=PartnerFactory(), amount=Decimal("4.00"), currency="EUR", by=anna, at=credit.made_at)
    day = {"until": "2099-01-01"}
    assert desk.post(address("treasury_credit", credit.partner.code, other.pk), day).status_code == 404


def test_the_list_asks_the_same_number_of_statements_for_one_and_for_many(desk, credit, anna, now, django_assert_max_num_queries):
    for _number in range(5):
        vouchers.issue_credit(partner=credit.partner, amount=Decimal("4.00"), currency="EUR", by=anna, at=now, valid_until=now + PLENTY)
    with django_assert_max_num_queries(16):
        page = desk.get(address("treasury_credits", credit.partner.code)).content.decode()
    assert page.count("Give more time</summary>") == 6


def test_the_file_names_whom_each_was_given_to_and_leaves_out_what_nobody_gave_back_for(desk, credit, anna, now):
    free = vouchers.issue_credit(partner=credit.partner, amount=Decimal("4.00"), currency="EUR", by=anna, at=now)
    answer = desk.get(address("treasury_credits_file", credit.partner.code, "csv"), {"which": "all"})
    rows = {row.partition(",")[0].strip('"'): row for row in b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()}
    assert credit.refund.order.code in rows[credit.code]
    assert "Vera Ščukina" in rows[credit.code]
    assert "Vera" not in rows[free.code]
