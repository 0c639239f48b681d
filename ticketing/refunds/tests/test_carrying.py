from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.history.models import Entry
from common.errors import Invalid, Stale
from ticketing.billing import queries as ledger
from ticketing.models import Order, Payment, Refund
from ticketing.refunds import operations as refunds
from ticketing.refunds import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(anna, now):
    return {"by": anna, "at": now}


def test_a_refund_goes_from_owed_over_ordered_to_the_ledger(paid, owe, who):
    refund = owe("2.00")
    refunds.ordered(refund=refund, reference="PAIN-7", **who)
    assert (refund.state, refund.reference) == ("ordered", "PAIN-7")
    assert not queries.owed()
    refunds.done(refund=refund, **who)
    line = Payment.objects.get(amount__lt=0)
    assert (refund.state, refund.payment, line.amount, line.provider, line.reference) == (
        "done",
        line,
        Decimal("-2.00"),
        "manual",
        "PAIN-7",
    )
    assert ledger.balance(paid) == queries.free(paid) == Decimal("4.00")


def test_told_twice_everything_happens_once(paid, owe, who):
    refund = owe("2.00")
    for _number in range(2):
        refunds.ordered(refund=refund, reference="PAIN-7", **who)
    for _number in range(2):
        refunds.done(refund=refund, reference="PAIN-7", **who)
    assert Payment.objects.filter(amount__lt=0).count() == 1
    assert Entry.objects.filter(action__in=["refund.ordered", "refund.done"]).count() == 2


def test_one_that_failed_is_still_promised_and_goes_another_way(paid, owe, who):
    refund = owe("6.00", way="card")
    refunds.ordered(refund=refund, reference="re_1", **who)
    for _number in range(2):
        refunds.failed(refund=refund, why="The card is closed.", **who)
    assert (refund.state, refund.why, queries.free(paid)) == ("failed", "The card is closed.", Decimal("0.00"))
    refunds.again(refund=refund, way="cash", **who)
    assert list(queries.owed("cash")) == [refund]
    refunds.done(refund=refund, **who)
    assert Payment.objects.get(amount__lt=0).provider == "cash"


def test_the_providers_last_word_counts_also_after_a_failure(owe, who):
    refund = owe("6.00", way="card")
    refunds.failed(refund=refund, why="pending", **who)
    assert refunds.done(refund=refund, reference="re_1", **who).state == "done"


def test_what_went_back_or_is_on_its_way_is_not_owed_anew(owe, who):
    refund = owe("2.00")
    refunds.ordered(refund=refund, reference="x", **who)
    with pytest.raises(Stale):
        refunds.again(refund=refund, **who)
    with pytest.raises(Stale):
        refunds.ordered(refund=refund, reference="y", **who)
    refunds.done(refund=refund, **who)
    for act in (
        lambda: refunds.again(refund=refund, **who),
        lambda: refunds.failed(refund=refund, why="no", **who),
        lambda: refunds.waive(refund=refund, reason="no", **who),
        lambda: refunds.give_account(refund=refund, account="LV80BANK0000435195001", holder="Vera", **who),
    ):
        with pytest.raises(Stale):
            act()


def test_what_is_waived_stays_with_the_organiser(paid, owe, who):
    refund = owe("2.00")
    with pytest.raises(Invalid):
        refunds.waive(refund=refund, reason=" ", **who)
    refunds.waive(refund=refund, reason="A gift to the fair", **who)
    paid.refresh_from_db()
    assert (refund.state, paid.kept, queries.surplus(paid)) == ("waived", Decimal("2.00"), Decimal("0.00"))
    with pytest.raises(Stale):
        refunds.done(refund=refund, **who)


def test_an_account_sends_the_money_to_a_bank_and_stays_out_of_the_log(owe, who):
    refund = owe("2.00", way="card")
    refunds.give_account(refund=refund, account="lv80 bank 0000 4351 9500 1", holder="Vera Ščukina", **who)
    assert (refund.way, refund.account) == ("bank", "LV80BANK0000435195001")
    assert list(queries.owed("bank").with_account()) == [refund]
    assert Entry.objects.get(action="refund.account").after["account"] == "…5001"


def test_money_that_went_in_a_dashboard_keeps_the_promise_of_it(paid, owe, who):
    refund = owe("2.00", way="card")
    for _number in range(2):
        assert refunds.went(order=paid, amount=Decimal("2.00"), provider="stripe", reference="re_9", **who) == refund
    assert Payment.objects.filter(amount__lt=0).count() == 1


def test_money_that_went_unasked_is_recorded_and_promises_it_makes_impossible_shrink(paid, owe, who):
    small, large = owe("1.00"), owe("5.00")
    refund = refunds.went(order=paid, amount=Decimal("3.00"), provider="stripe", reference="re_9", **who)
    small.refresh_from_db()
    large.refresh_from_db()
    assert (refund.state, refund.reason, small.amount, large.amount) == ("done", "dashboard", Decimal("1.00"), Decimal("2.00"))
    assert queries.free(paid) == 0
    refunds.went(order=paid, amount=Decimal("3.00"), provider="stripe", reference="re_10", **who)
    assert {Refund.objects.get(pk=one.pk).state for one in (small, large)} == {"waived"}
    with pytest.raises(Invalid):
        refunds.went(order=paid, amount=Decimal("0.01"), provider="stripe", reference="re_11", **who)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"amount": 0}, "refund_positive"),
        ({"state": "lost"}, "refund_state_known"),
        ({"way": "pigeon"}, "refund_way_known"),
        ({"state": "done", "closed_at": "2026-01-01T00:00Z"}, "refund_done_is_in_ledger"),
        ({"state": "waived"}, "refund_closed_has_time"),
    ],
)
def test_the_table_itself_refuses_what_cannot_be(owe, facts, name):
    refund = owe("1.00")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(**facts)


def test_one_line_of_the_ledger_is_one_refund(paid, owe, who):
    first, second = owe("1.00"), owe("1.00")
    refunds.done(refund=first, **who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.filter(pk=second.pk).update(state="done", payment=first.payment, closed_at=who["at"])


def test_nothing_is_kept_below_nothing(paid):
    with pytest.raises(IntegrityError, match="order_kept_not_negative"), transaction.atomic():
        Order.objects.filter(pk=paid.pk).update(kept=-1)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("expired_or_canceled_card", "the card has expired or was closed"),
        ("expired or canceled card", "the card has expired or was closed"),
        ("The bank was closed", "The bank was closed"),
    ],
)
def test_why_a_refund_failed_is_told_in_words_and_a_persons_own_stay(why, said):
    with translation.override("en"):
        assert str(Refund(why=why).failure) == said
