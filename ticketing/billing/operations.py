"""Money in and out, and the accounts it comes to.

The ledger line is written first and never refused; what it means for the order comes second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Partner, Person
from common.errors import Invalid, Refused, Stale
from ticketing import signals
from ticketing.billing import queries, rules
from ticketing.billing.models import BankAccount, Payment
from ticketing.billing.providers import PROVIDERS
from ticketing.events.operations import Locked
from ticketing.orders import mails
from ticketing.orders import operations as orders
from ticketing.orders import rules as order_rules
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


def enter(
    *, order: Order, provider: str, amount: Decimal, reference: str, by: Actor, at: datetime, note: str = "", currency: str = ""
) -> Payment:
    """Write a line of the ledger about what has happened, whatever it means: above zero what came, below what was taken.

    For what providers tell, who may say it twice: the same reference again returns the first line. The money may be in
    another currency than the order's; it then counts for nothing until somebody deals with it. Nothing is settled: see `settle`.

    Raises:
        Invalid: an unknown provider, nothing at all (`not_positive`), or a reference of another order (`recorded_before`).
    """
    if not amount:
        raise Invalid(_("Give an amount above zero."), code="not_positive", field="amount")
    if provider not in PROVIDERS:
        raise Invalid(_("Choose how it was paid."), code="unknown_provider", field="provider")
    try:
        return _enter(order, provider, amount, reference, by, at, note, None, currency)
    except Invalid:
        known = Payment.objects.filter(provider=provider, reference=reference, order=order).first()
        if known is None:
            raise
        return known


def record(
    *, order: Order, provider: str, amount: Decimal, reference: str, by: Actor, at: datetime, note: str = "", till: int | None = None
) -> Payment:
    """Record money that came, and make the order paid once it is all there.

    The ledger line is committed on its own: money that arrived is never lost because the order cannot take it (it lapsed,
    say); such payments stand in `queries.unsettled`.

    Args:
        till: the key of the till it was put into, where a phone took it; told to the floor above with the line.

    Raises:
        Invalid: not a positive amount, an unknown provider, or a reference recorded before (`recorded_before`).
    """
    if amount <= 0:
        raise Invalid(_("Give an amount above zero."), code="not_positive", field="amount")
    if provider not in PROVIDERS:
        raise Invalid(_("Choose how it was paid."), code="unknown_provider", field="provider")
    payment = _enter(order, provider, amount, reference, by, at, note, till)
    settle(order=order, by=by, at=at)
    return payment


def _enter(
    order: Order,
    provider: str,
    amount: Decimal,
    reference: str,
    by: Actor,
    at: datetime,
    note: str,
    till: int | None,
    currency: str = "",
) -> Payment:
    try:
        with transaction.atomic():
            payment = Payment.objects.create(
                order=order,
                provider=provider,
                reference=reference or f"{order.code}-{order.payments.count() + 1}",
                amount=amount,
                currency=currency or order.currency,
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
            signals.payment_recorded.send(sender=Payment, payment=payment, till=till, by=by, at=at)
    except IntegrityError:
        raise Invalid(
            _("A payment with the reference “%(reference)s” is recorded already.") % {"reference": reference},
            code="recorded_before",
            field="reference",
        ) from None
    return payment


@dataclass(frozen=True, slots=True)
class Receipt:
    """One line for the ledger: below zero for money that went back. `reference` is what the bank calls it."""

    order: int
    amount: Decimal
    reference: str
    note: str = ""


@transaction.atomic
def record_many(*, provider: str, receipts: Sequence[Receipt], by: Actor, at: datetime) -> list[Payment]:
    """Write many lines of the ledger at once, all or none, by few statements; part of the caller's transaction.

    The caller settles the orders afterwards, when the lines are committed.

    Raises:
        IntegrityError: a reference that was recorded before.
    """
    if not receipts:
        return []
    known = Order.objects.select_related("event__partner").in_bulk([receipt.order for receipt in receipts])
    payments = Payment.objects.bulk_create(
        (
            Payment(
                order=known[receipt.order],
                provider=provider,
                reference=receipt.reference,
                amount=receipt.amount,
                currency=known[receipt.order].currency,
                note=receipt.note[:200],
                recorded_by=by if isinstance(by, Person) else None,
                recorded_at=at,
            )
            for receipt in receipts
        ),
        batch_size=1000,
    )
    history.log_many(
        by=by,
        at=at,
        action="payment.recorded",
        rows=[
            {
                "subject": payment.order,
                "partner": payment.order.event.partner,
                "event": payment.order.event,
                "after": {"amount": payment.amount, "provider": provider, "reference": payment.reference},
            }
            for payment in payments
        ],
    )
    for payment in payments:
        signals.payment_recorded.send(sender=Payment, payment=payment, till=None, by=by, at=at)
    return payments


def settle(*, order: Order, by: Actor, at: datetime) -> bool:
    """Make a waiting order paid if all its money has come; False where it has not, or the order waits no more.

    A lapsed order lives again where its places are still free; where they are not, its money stands in `queries.unsettled`.
    So does money whose booking failed, until somebody tries again.
    """
    order.refresh_from_db(fields=["state", "total", "kept"])
    if queries.balance(order) < order.asked:
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


def refund(
    *, order: Order, provider: str, amount: Decimal, reference: str, by: Actor, at: datetime, note: str = "", till: int | None = None
) -> Payment:
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
        return _enter(order, provider, -amount, reference, by, at, note, till)


@transaction.atomic
def remind(*, order: Order, at: datetime) -> bool:
    """Tell a buyer once that the time to pay ends soon; False where it is not the time, or nothing is owed."""
    locked = Order.objects.select_for_update(of=("self",)).select_related("event__partner", "event__site").get(pk=order.pk)
    event = locked.event
    if locked.state != Order.State.PLACED or locked.reminded_at or locked.expires_at is None or locked.expires_at <= at:
        return False
    country = order_rules.payer_country(locked.currency, event.partner.country)
    moment = order_rules.remind_at(
        placed_at=locked.placed_at or at, expires_at=locked.expires_at, days=event.remind_days, zone=event.tz, country=country
    )
    owed = queries.owed(locked)
    if moment is None or moment > at or not owed:
        return False
    locked.reminded_at = at
    locked.save(update_fields=["reminded_at"])
    mails.reminded(locked, owed=owed, at=at)
    history.log(by="system", at=at, action="order.reminded", subject=locked, partner=event.partner, event=event, after={"owed": owed})
    return True


# --- bank accounts --------------------------------------------------------------------------------------------------

ACCOUNT_FACTS = ("currency", "holder", "number", "bank", "bic", "correspondent", "inn", "kpp", "is_default")
_COMPACT = ("number", "bic", "correspondent", "inn", "kpp")
_MISTAKES = {
    rules.NOT_IBAN: _("This is not an IBAN: a letter or digit is wrong or missing."),
    rules.NOT_BIC: _("This is not a SWIFT code: it has 8 or 11 letters and digits."),
    rules.NOT_RUSSIAN: _("An account in roubles has 20 digits."),
    rules.NOT_BIK: _("A БИК has nine digits."),
    rules.NOT_CORRESPONDENT: _("A correspondent account has 20 digits."),
}


@transaction.atomic
def keep_account(*, partner: Partner, account: BankAccount | None = None, facts: Mapping[str, Any], by: Actor, at: datetime) -> BankAccount:
    """Add a bank account, or change one; the first of a currency becomes the one buyers pay to.

    Args:
        facts: some of `ACCOUNT_FACTS`; a new default takes the place of the former one.

    Raises:
        Invalid: an IBAN, BIC or a number of digits that cannot be right; an account known already; a change of
            currency; no default left.
    """
    kept = account or BankAccount(partner=partner)
    values = {name: facts[name] for name in ACCOUNT_FACTS if name in facts}
    values |= {name: rules.compact(values[name]) for name in _COMPACT if name in values}
    before, after = history.changes(kept, values) if account else ({}, dict(values))
    if account and "currency" in after:
        raise Invalid(_("An account keeps its currency; add another account."), code="currency_fixed", field="currency")
    for name, value in values.items():
        setattr(kept, name, value)
    for field, why in rules.mistakes(numbers_of(kept)).items():
        raise Invalid(_MISTAKES[why], code=why, field=field)
    if BankAccount.objects.filter(partner=partner, currency=kept.currency, number=kept.number).exclude(pk=kept.pk).exists():
        raise Invalid(_("This account is kept here already."), code="known_account", field="number")
    others = BankAccount.objects.select_for_update().filter(partner=partner, currency=kept.currency, is_default=True).exclude(pk=kept.pk)
    if not kept.is_default and not others.exists():
        if account and "is_default" in after:
            raise Invalid(_("Name another account for buyers first."), code="no_default", field="is_default")
        kept.is_default = not kept.is_closed
    elif kept.is_default:
        others.update(is_default=False)
        kept.is_closed = False
    kept.save()
    history.log(by=by, at=at, action="bank_account.kept", subject=kept, partner=partner, before=before, after=after)
    return kept


def close_account(*, account: BankAccount, by: Actor, at: datetime) -> BankAccount:
    """Stop using an account; what came there stays. Buyers of its currency then find no account until another is named."""
    with transaction.atomic():
        if not BankAccount.objects.filter(pk=account.pk, is_closed=False).update(is_closed=True, is_default=False):
            raise Stale
        history.log(by=by, at=at, action="bank_account.closed", subject=account, partner=account.partner, after={"number": account.number})
    account.refresh_from_db()
    return account


def numbers_of(account: BankAccount) -> rules.Numbers:
    """Return what the rules look at."""
    return rules.Numbers(account.currency, account.number, account.bic, account.correspondent, account.inn, account.kpp)
