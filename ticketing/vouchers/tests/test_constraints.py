from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from ticketing.factories import OrderFactory, PriceStepFactory, VoucherFactory
from ticketing.models import PriceStep, Voucher, VoucherUse


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"uses_taken": 2}, "voucher_never_overused"),
        ({"kind": "credit", "currency": "EUR", "value": 5, "spent": Decimal("5.01")}, "voucher_never_overspent"),
        ({"spent": 1}, "voucher_never_overspent"),
        ({"reserve_used": 1}, "voucher_reserve_never_overdrawn"),
        ({"reserved": 1}, "voucher_reserve_of_quota"),
        ({"value": 101}, "voucher_value_sane"),
        ({"kind": "access"}, "voucher_value_sane"),
        ({"kind": "amount"}, "voucher_money_has_currency"),
        ({"minimum": 5}, "voucher_money_has_currency"),
        ({"minimum": 0, "currency": "EUR"}, "voucher_minimum_positive"),
        ({"folded": ""}, "voucher_has_code"),
    ],
)
def test_a_voucher_that_must_not_be(event, facts, name):
    voucher = VoucherFactory(event=event)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Voucher.objects.filter(pk=voucher.pk).update(**facts)


def test_a_voucher_ends_after_it_starts(event, now):
    with pytest.raises(IntegrityError, match="voucher_ends_after_start"), transaction.atomic():
        VoucherFactory(event=event, valid_from=now, valid_until=now)


def test_one_code_stands_for_one_voucher_of_a_partner(event):
    first = VoucherFactory(event=event)
    with pytest.raises(IntegrityError), transaction.atomic():
        VoucherFactory(event=event, code=first.code.lower())
    VoucherFactory(code=first.code)


def test_an_order_uses_one_voucher_at_a_time(event, now):
    order = OrderFactory(event=event)
    use = VoucherUse.objects.create(voucher=VoucherFactory(event=event), order=order, uses=1, used_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        VoucherUse.objects.create(voucher=VoucherFactory(event=event), order=order, uses=1, used_at=now)
    VoucherUse.objects.filter(pk=use.pk).update(released_at=now)
    VoucherUse.objects.create(voucher=use.voucher, order=order, uses=1, used_at=now)
    with pytest.raises(IntegrityError, match="voucher_use_not_negative"), transaction.atomic():
        VoucherUse.objects.update(amount=-1)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"taken": 6}, "price_step_never_oversold"),
        ({"price": -1}, "price_step_not_negative"),
        ({"second_price": -1}, "price_step_second_not_negative"),
        ({"first": 0}, "price_step_for_somebody"),
        ({"first": None}, "price_step_has_condition"),
    ],
)
def test_a_price_step_that_must_not_be(db, facts, name):
    step = PriceStepFactory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        PriceStep.objects.filter(pk=step.pk).update(**facts)
