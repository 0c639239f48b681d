"""Paying with a credit: a voucher that holds money, of the same organiser and in the order's currency."""

from datetime import datetime

from django.db import transaction

from accounts.history.operations import Actor
from common.errors import Stale
from ticketing.billing import operations as billing
from ticketing.billing import queries
from ticketing.billing.models import Payment
from ticketing.billing.providers import Credit
from ticketing.orders.models import Order
from ticketing.vouchers import operations as vouchers
from ticketing.vouchers import queries as codes
from ticketing.vouchers.operations import BadVoucher
from ticketing.vouchers.rules import Fault


def pay(*, order: Order, code: str, by: Actor, at: datetime) -> Payment:
    """Pay what an order still owes, or as much of it as the credit behind a code holds; the rest is paid another way.

    Credit and ledger are written together or not at all; each use of a credit is one line of the ledger.

    Raises:
        Stale: the order does not wait for money (any more).
        vouchers.operations.BadVoucher: no such credit here, of another currency, taken back, over, or nothing is left on it.
    """
    with transaction.atomic():
        Order.objects.select_for_update().get(pk=order.pk)
        owed = queries.owed(order)
        if owed <= 0:
            raise Stale
        voucher, fault = codes.look_up(order.event, code, at)
        if voucher is None or fault is not None:
            raise BadVoucher(fault or Fault.UNKNOWN)
        amount = min(owed, voucher.balance)
        use = vouchers.spend(voucher=voucher, order=order, amount=amount, currency=order.currency, at=at)
        payment = billing.enter(order=order, provider=Credit.name, amount=amount, reference=f"C{use.pk}", by=by, at=at)
    billing.settle(order=order, by=by, at=at)
    return payment
