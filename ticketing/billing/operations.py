"""Money in and out. The ledger line is written first and never refused; what it means for the order comes second."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid, Refused, Stale
from ticketing.billing import queries
from ticketing.billing.models import Payment
from ticketing.billing.providers import PROVIDERS
from ticketing.events.operations import Locked
from ticketing.orders import operations as orders
from ticketing.orders.models import Order


class NotOffered(Refused):
    """This way to pay is not open for the order."""

    code = "payment_not_offered"


def choose(*, order: Order, provider: str, by: Actor, at: datetime) -> Order:
    """Note how the buyer will pay.

    Raises:
        NotOffered: unknown, or not for this order.
        Stale: the order is not waiting for payment.
    """
    way = PROVIDERS.get(provider)
    if way is None or not way.is_offered(order, at):
        raise NotOffered(_("This way to pay is not offered for your order. Choose another."), field="provider")
    return orders.choose_payment(order=order, provider=way.name, until=way.waits_until(order), by=by, at=at)


def record(*, order: Order, provider: str, amount: Decimal, reference: str, by: Actor, at: datetime, note: str = "") -> Payment:
    """Record money that came, and make the order paid once it is all there.

    The ledger line is committed on its own: money that arrived is never lost because the order cannot take it (it lapsed,
    say); such payments stand in `queries.unsettled`.

    Raises:
        Invalid: not a positive amount, an unknown provider, or a reference recorded before (`recorded_before`).
    """
    if amount <= 0:
        raise Invalid(_("Give an amount above zero."), code="not_positive", field="amount")
    if provider not in PROVIDERS:
        raise Invalid(_("Choose how it was paid."), code="unknown_provider", field="provider")
    payment = _enter(order, provider, amount, reference, by, at, note)
    settle(order=order, by=by, at=at)
    return payment


def _enter(order: Order, provider: str, amount: Decimal, reference: str, by: Actor, at: datetime, note: str) -> Payment:
    try:
        with transaction.atomic():
            payment = Payment.objects.create(
                order=order,
                provider=provider,
                reference=reference or f"{order.code}-{order.payments.count() + 1}",
                amount=amount,
                currency=order.currency,
                note=note,
                recorded_by=by if isinstance(by, Person) else None,
                recorded_at=at,
            )
            history.log(
                by=by,
                at=at,
                action="payment.recorded",
                subject=order,
                partner=order.event.partner,
                event=order.event,
                after={"amount": amount, "provider": provider, "reference": payment.reference},
            )
    except IntegrityError:
        raise Invalid(
            _("A payment with the reference “%(reference)s” is recorded already.") % {"reference": reference},
            code="recorded_before",
            field="reference",
        ) from None
    return payment


def settle(*, order: Order, by: Actor, at: datetime) -> bool:
    """Make a waiting order paid if all its money has come; False where it has not, or the order waits no more.

    A lapsed order lives again where its places are still free; where they are not, its money stands in `queries.unsettled`.
    So does money whose booking failed, until somebody tries again.
    """
    order.refresh_from_db(fields=["state", "total"])
    if queries.balance(order) < order.total:
        return False
    try:
        if order.state == Order.State.PLACED:
            orders.mark_paid(order=order, by=by, at=at)
            return True
        if order.state == Order.State.LAPSED and order.total:
            return _revive(order, by, at)
    except Stale:
        order.refresh_from_db(fields=["state"])  # paid, lapsed or cancelled this instant; the ledger line stands either way
    return False


def _revive(order: Order, by: Actor, at: datetime) -> bool:
    try:
        orders.revive(order=order, by=by, at=at)
    except (orders.SoldOut, orders.NotRevivable, Locked):
        return False
    return True


def refund(*, order: Order, provider: str, amount: Decimal, reference: str, by: Actor, at: datetime, note: str = "") -> Payment:
    """Record money that went back.

    Raises:
        Invalid: not positive, more than was paid (`above_paid`), or a reference recorded before.
    """
    if amount <= 0:
        raise Invalid(_("Give an amount above zero."), code="not_positive", field="amount")
    with transaction.atomic():
        Order.objects.select_for_update().get(pk=order.pk)
        paid = queries.balance(order)
        if amount > paid:
            raise Invalid(
                _("Only %(paid)s %(currency)s were paid; no more can go back.") % {"paid": paid, "currency": order.currency},
                code="above_paid",
                field="amount",
            )
        return _enter(order, provider, -amount, reference, by, at, note)
