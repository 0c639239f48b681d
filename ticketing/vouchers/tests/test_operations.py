from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Entry
from common.errors import Invalid, Stale
from ticketing.catalogue.quotas import SoldOut
from ticketing.factories import EventFactory, OrderFactory, ProductFactory, QuotaFactory, VoucherFactory
from ticketing.models import Quota, Voucher, VoucherUse
from ticketing.vouchers import operations as vouchers
from ticketing.vouchers import queries
from ticketing.vouchers.operations import BadVoucher
from ticketing.vouchers.rules import Fault

HALF = {"kind": "percent", "value": Decimal(50)}


def taken(quota: Quota) -> int:
    return Quota.objects.values_list("taken", flat=True).get(pk=quota.pk)


def make(event, anna, now, *, products=(), facts=None, **more):
    return vouchers.make(event=event, facts={**HALF, **(facts or {})}, products=products, by=anna, at=now, **more)


def test_a_batch_is_made_at_once_with_a_code_each(event, ticket, anna, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        made = make(event, anna, now, products=[ticket], count=300, facts={"batch": "Skolas"})
    assert len({voucher.folded for voucher in made}) == 300
    assert Voucher.objects.filter(batch="Skolas", products=ticket).count() == 300
    assert Entry.objects.filter(action="voucher.made").count() == 1


def test_ones_own_code_is_found_however_it_is_typed(event, anna, now):
    make(event, anna, now, code="Pavasaris-26")
    found, fault = queries.look_up(event, " pavasaris 26", now)
    assert (found.code, fault) == ("PAVASARIS-26", None)


def test_a_code_that_looks_like_another_is_refused(event, anna, now):
    make(event, anna, now, code="SOLIS")
    with pytest.raises(Invalid) as refused:
        make(event, anna, now, code="5OL1S")
    assert refused.value.code == "code_taken"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"code": "ab"}, "too_short"),
        ({"code": "PAVASARIS", "count": 2}, "one_code_for_many"),
        ({"count": 0}, "too_many"),
        ({"count": vouchers.MOST_AT_ONCE + 1}, "too_many"),
        ({"facts": {"unlocks": True}}, "nothing_to_open"),
    ],
)
def test_what_makes_no_sense_is_refused(event, anna, now, more, code):
    with pytest.raises(Invalid) as refused:
        make(event, anna, now, **more)
    assert refused.value.code == code


def test_products_and_places_are_those_of_the_event(event, ticket, quota, anna, now):
    other = EventFactory(partner=event.partner)
    for more in ({"products": [ProductFactory(event=other)]}, {"facts": {"quota": QuotaFactory(event=other), "reserved": 1}}):
        with pytest.raises(Invalid):
            make(event, anna, now, **more)
    with pytest.raises(Invalid) as refused:
        make(event, anna, now, products=[ticket], is_partner_wide=True)
    assert refused.value.code == "partner_wide_names_products"


def test_a_code_for_all_events_of_the_partner_is_found_at_each_and_at_no_other(event, anna, now):
    made = make(event, anna, now, is_partner_wide=True)[0]
    assert queries.look_up(EventFactory(partner=event.partner), made.code, now)[0] == made
    assert queries.look_up(EventFactory(), made.code, now) == (None, Fault.UNKNOWN)
    alone = make(event, anna, now)[0]
    assert queries.look_up(EventFactory(partner=event.partner), alone.code, now)[1] == Fault.UNKNOWN


# --- kept places ----------------------------------------------------------------------------------------------------


def test_kept_places_leave_the_public_quota_when_it_is_made_and_come_back_when_it_ends(event, quota, anna, now):
    made = make(event, anna, now, facts={"quota": quota, "reserved": 3}, count=2)
    assert taken(quota) == 6
    assert vouchers.end(voucher=made[0], by=anna, at=now)
    assert taken(quota) == 3
    assert not vouchers.end(voucher=made[0], by=anna, at=now)
    assert taken(quota) == 3


def test_no_more_places_are_kept_than_are_left(event, quota, anna, now):
    with pytest.raises(SoldOut), transaction.atomic():
        make(event, anna, now, facts={"quota": quota, "reserved": 6}, count=2)
    assert (taken(quota), Voucher.objects.count()) == (0, 0)


def test_its_holder_takes_the_kept_places_first_and_gives_them_back_to_it(event, ticket, quota, order, anna, now):
    (kept,) = make(event, anna, now, facts={"quota": quota, "reserved": 2, "uses_allowed": 3})
    wanted = {(ticket.pk, None): 3}
    assert vouchers.use(voucher=kept, order=order, uses=3, wanted=wanted, amount=Decimal(3), at=now) == {quota.pk: 2}
    kept.refresh_from_db()
    assert (kept.uses_left, kept.kept) == (0, 0)
    assert vouchers.release(order=order, wanted=wanted, at=now) == {quota.pk: 2}
    assert vouchers.release(order=order, wanted=wanted, at=now) == {}
    kept.refresh_from_db()
    assert (kept.uses_left, kept.kept) == (3, 2)


def test_places_that_come_back_after_its_end_are_for_all(event, ticket, quota, order, anna, now):
    (kept,) = make(event, anna, now, facts={"quota": quota, "reserved": 2, "uses_allowed": 3})
    vouchers.use(voucher=kept, order=order, uses=1, wanted={(ticket.pk, None): 1}, amount=Decimal(1), at=now)
    vouchers.end(voucher=kept, by=anna, at=now)
    assert taken(quota) == 1
    assert vouchers.release(order=order, wanted={(ticket.pk, None): 1}, at=now) == {}
    kept.refresh_from_db()
    assert (kept.reserved, kept.reserve_used) == (0, 0)


def test_time_frees_kept_places_once(event, quota, anna, now):
    make(event, anna, now, facts={"quota": quota, "reserved": 4, "valid_until": now + timedelta(days=1)})
    assert vouchers.free_expired(at=now) == 0
    assert vouchers.free_expired(at=now + timedelta(days=1)) == 1
    assert vouchers.free_expired(at=now + timedelta(days=1)) == 0
    assert taken(quota) == 0


def test_more_or_fewer_places_are_kept_later_but_not_fewer_than_are_used(event, ticket, quota, order, anna, now):
    (kept,) = make(event, anna, now, facts={"quota": quota, "reserved": 2, "uses_allowed": 5})
    vouchers.use(voucher=kept, order=order, uses=1, wanted={(ticket.pk, None): 1}, amount=Decimal(1), at=now)
    vouchers.change(voucher=kept, event=event, facts={"reserved": 4}, by=anna, at=now)
    assert taken(quota) == 4
    vouchers.change(voucher=kept, event=event, facts={"reserved": 1}, by=anna, at=now)
    assert taken(quota) == 1
    for facts in ({"reserved": 0}, {"uses_allowed": 0}):
        with pytest.raises(Invalid):
            vouchers.change(voucher=kept, event=event, facts=facts, by=anna, at=now)
    vouchers.end(voucher=kept, by=anna, at=now)
    with pytest.raises(Stale):
        vouchers.change(voucher=kept, event=event, facts={"note": "x"}, by=anna, at=now)


# --- using ----------------------------------------------------------------------------------------------------------


def test_who_read_it_before_the_last_use_is_refused(event, order, now):
    once = VoucherFactory(event=event)
    late = Voucher.objects.get(pk=once.pk)
    vouchers.use(voucher=once, order=order, uses=1, wanted={}, amount=Decimal(1), at=now)
    with pytest.raises(BadVoucher) as refused:
        vouchers.use(voucher=late, order=OrderFactory(event=event), uses=1, wanted={}, amount=Decimal(1), at=now)
    assert refused.value.facts == {"fault": "used_up"}
    assert VoucherUse.objects.count() == 1


def test_who_read_it_before_it_was_taken_back_is_refused(event, order, anna, now):
    voucher = VoucherFactory(event=event)
    vouchers.end(voucher=Voucher.objects.get(), by=anna, at=now)
    with pytest.raises(BadVoucher) as refused:
        vouchers.use(voucher=voucher, order=order, uses=1, wanted={}, amount=Decimal(1), at=now)
    assert refused.value.facts == {"fault": "ended"}


# --- credit ---------------------------------------------------------------------------------------------------------


def test_a_credit_is_spent_in_parts_and_never_beyond_its_value(event, order, anna, now):
    credit = vouchers.issue_credit(partner=event.partner, amount=Decimal("0.30"), currency="EUR", by=anna, at=now)
    for amount in ("0.10", "0.20"):
        vouchers.spend(voucher=credit, order=order, amount=Decimal(amount), currency="EUR", at=now)
    credit.refresh_from_db()
    assert credit.balance == 0
    with pytest.raises(BadVoucher):
        vouchers.spend(voucher=credit, order=order, amount=Decimal("0.01"), currency="EUR", at=now)


def test_a_credit_pays_in_its_own_currency_only_and_nothing_else_is_a_credit(event, order, anna, now):
    credit = vouchers.issue_credit(partner=event.partner, amount=Decimal(5), currency="EUR", by=anna, at=now)
    for voucher, currency, fault in ((credit, "RUB", Fault.OTHER_CURRENCY), (VoucherFactory(event=event), "EUR", Fault.NO_CREDIT)):
        with pytest.raises(BadVoucher) as refused:
            vouchers.spend(voucher=voucher, order=order, amount=Decimal(1), currency=currency, at=now)
        assert refused.value.facts == {"fault": fault}
    with pytest.raises(Invalid):
        vouchers.issue_credit(partner=event.partner, amount=Decimal(0), currency="EUR", by=anna, at=now)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.decimals(min_value="0.01", max_value="9.99", places=2), max_size=8))
def test_what_is_left_is_the_value_less_all_that_was_spent(event, order, anna, now, parts):
    credit = vouchers.issue_credit(partner=event.partner, amount=Decimal(20), currency="EUR", by=anna, at=now)
    for amount in parts:
        try:
            vouchers.spend(voucher=credit, order=order, amount=amount, currency="EUR", at=now)
        except BadVoucher:
            continue
    credit.refresh_from_db()
    spent = sum(VoucherUse.objects.filter(voucher=credit).values_list("amount", flat=True), Decimal(0))
    assert credit.balance == Decimal(20) - spent >= 0
