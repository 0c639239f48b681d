from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.orders import operations as orders
from ticketing.treasury import charts, entries, operations, queries, rules
from ticketing.treasury.models import AccountCode
from ticketing.treasury.queries import Scope
from ticketing.treasury.rules import Part

amounts = st.integers(-(10**6), 10**6).filter(bool).map(lambda cents: Decimal(cents) / 100)
parts = st.lists(
    st.builds(
        Part,
        st.integers(0, 10**5).map(lambda cents: Decimal(cents) / 100),
        st.sampled_from([None, Decimal("0.0"), Decimal("5.0"), Decimal("12.0"), Decimal("21.0")]),
    ),
    max_size=5,
)


@given(amounts, parts)
def test_the_entries_of_every_fact_balance(amount, lines):
    at = None
    for found in (
        rules.of_payment(at, "stripe", amount, "x"),
        rules.of_sale(at, lines, "x"),
        rules.of_return(at, lines, "x"),
        rules.of_settling(at, amount, "x"),
        rules.of_keeping(at, amount, "x"),
    ):
        assert rules.balance(found) == 0


def test_tax_is_taken_out_of_the_price_and_a_duty_has_none():
    assert rules.tax_in(Decimal("12.10"), Decimal("21.0")) == Decimal("2.10")
    assert rules.tax_in(Decimal("14.00"), None) == 0
    names = {entry.account: entry.amount for entry in rules.of_sale(None, [Part(Decimal("14.00"), None)], "x")}
    assert names == {"receivables": Decimal("14.00"), "duty": Decimal("-14.00")}
    exempt = {entry.account: entry.amount for entry in rules.of_sale(None, [Part(Decimal("5.00"), None, is_duty=False)], "x")}
    assert exempt == {"receivables": Decimal("5.00"), "revenue": Decimal("-5.00")}, "what is exempt is our own revenue"


@pytest.mark.django_db
def test_a_statement_reconciles_to_the_cent(books, now):
    scope = Scope(books["paid"].event.partner, "EUR")
    found = queries.statement(scope, now - timedelta(hours=1), now + timedelta(hours=1))
    rows = {row.provider: (row.opening, row.came, row.went, row.closing) for row in found.rows}
    assert rows == {
        "manual": (0, Decimal("39.20"), 0, Decimal("39.20")),
        "cash": (0, Decimal("12.10"), Decimal("-12.10"), Decimal("0.00")),
    }
    later = queries.statement(scope, now + timedelta(hours=1), now + timedelta(hours=2))
    assert later.sum.opening == later.sum.closing == found.sum.closing == Decimal("39.20")


@pytest.mark.django_db
def test_the_money_stands_for_something(books):
    standing = queries.standing(Scope(books["paid"].event.partner, "EUR"))
    assert standing.agrees
    assert (standing.held, standing.earned, standing.promised, standing.surplus) == (
        Decimal("39.20"), Decimal("36.30"), Decimal("2.90"), Decimal("0.00"),
    )  # fmt: skip


@pytest.mark.django_db
def test_the_ledger_by_account_says_what_came_of_it(books, now):
    partner = books["paid"].event.partner
    found = entries.derive(currency="EUR", since=None, until=None, partner=partner)
    closing = {one.account: one.closing for one in entries.turnovers(found, now - timedelta(days=1))}
    assert closing == {
        "bank": Decimal("39.20"),
        "cash": Decimal("0.00"),
        "receivables": Decimal("0.00"),
        "prepayments": Decimal("-2.90"),
        "revenue:21": Decimal("-30.00"),
        "vat": Decimal("-6.30"),
    }
    assert rules.balance(found) == 0


@pytest.mark.django_db
def test_what_is_cancelled_after_its_day_is_revenue_given_back(buy, anna, now):
    order = buy(1, "12.10")
    orders.cancel(order=order, by=anna, at=now + timedelta(hours=1))
    found = entries.derive(currency="EUR", since=now + timedelta(minutes=1), until=None, partner=order.event.partner)
    assert {entry.account: entry.amount for entry in found if entry.account in ("refunds", "vat")} == {
        "refunds": Decimal("10.00"),
        "vat": Decimal("2.10"),
    }


@pytest.mark.django_db
def test_what_is_due_is_told_by_age_and_overdue(books, buy, now):
    scope = Scope(books["waits"].event.partner, "EUR")
    assert [order.code for order in queries.due(scope, now)] == [books["waits"].code]
    assert not queries.due(scope, now, which="late")
    assert queries.due(scope, books["waits"].expires_at, which="late")
    ages = queries.by_age(queries.due(scope, now), now + timedelta(days=5))
    assert [(age.until, age.amount) for age in ages if age.count] == [(7, Decimal("12.10"))]


@pytest.mark.django_db
def test_money_promised_to_nobody_stands_out(buy, now):
    order = buy(1, "20.00")
    assert queries.unpromised(Scope(order.event.partner, "EUR")) == [(order, Decimal("7.90"))]


@pytest.mark.django_db
def test_a_partner_calls_its_accounts_as_it_likes(fair, anna, now):
    operations.name_accounts(partner=fair.partner, codes={"bank": "2621", "cash": ""}, by=anna, at=now)
    assert queries.codes(fair.partner, ["bank", "cash"]) == {"bank": "2621", "cash": "2610"}
    operations.name_accounts(partner=fair.partner, codes={"bank": ""}, by=anna, at=now)
    assert not AccountCode.objects.exists()


def test_a_chart_shows_what_is_below_nothing_below_the_line():
    up, down, none = charts.signed([("a", Decimal(30)), ("b", Decimal(-10)), ("c", Decimal(0))])
    assert (up.y, up.height, down.y, down.height, none.height) == (0, 90, 90, 30, 0)
