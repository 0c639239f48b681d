"""The nightly check, orders left half done, and what a partner calls its accounts."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.partners.models import Partner
from common.errors import Invalid, Refused, Stale
from ticketing.billing import operations as billing
from ticketing.orders.models import Order
from ticketing.refunds import operations as refund_operations
from ticketing.refunds.models import Refund, RefundQuerySet
from ticketing.treasury import checking, mails, queries
from ticketing.treasury.models import AccountCode, BookCheck, Finding


def check_books(*, at: datetime) -> BookCheck:
    """Compare payments, documents, refunds and orders; write what does not agree, close what agrees again, tell the treasurers.

    May run twice, and beside sales: what one run sees half done, the next one finds in order.
    """
    found = {(fault.partner, fault.kind, fault.about): fault for fault in checking.faults(at)}
    with transaction.atomic():
        open_ones = {(one.partner_id, one.kind, one.about): one for one in Finding.objects.filter(closed_at=None)}
        gone = [one.pk for key, one in open_ones.items() if key not in found]
        Finding.objects.filter(pk__in=gone).update(closed_at=at)
        Finding.objects.bulk_create(
            (
                Finding(
                    partner_id=fault.partner,
                    event_id=fault.event,
                    kind=fault.kind,
                    about=fault.about[:60],
                    detail=fault.detail[:250],
                    found_at=at,
                )
                for key, fault in found.items()
                if key not in open_ones
            ),
            ignore_conflicts=True,
        )
        for key, one in open_ones.items():
            if key in found and one.detail != found[key].detail[:250]:
                Finding.objects.filter(pk=one.pk).update(detail=found[key].detail[:250])
        check = BookCheck.objects.create(at=at, orders=Order.objects.count(), findings=Finding.objects.filter(closed_at=None).count())
        _tell(at)
    return check


def finish_orders(*, at: datetime) -> int:
    """Make the orders paid whose money came while its writer died before it said so; return how many are.

    Between the ledger, which is committed first, and the order lies a moment; whatever brought the money, this closes it.
    One that refuses holds up no other and stands out among what does not add up. Twice is once.
    """
    paid = 0
    for order in queries.unfinished(at).select_related("event__partner", "event__site").order_by("pk"):
        with suppress(Refused):
            paid += billing.settle(order=order, by="system", at=at)
    return paid


def retry_cards(*, refunds: RefundQuerySet, by: Actor, at: datetime) -> int:
    """Owe those of `refunds` anew that a card company would not carry out; the worker sends them. Return how many."""
    again = 0
    for refund in refunds.filter(state=Refund.State.FAILED, way=Refund.Way.CARD).select_related("order__event__partner"):
        with suppress(Stale):  # somebody chose another way meanwhile
            refund_operations.again(refund=refund, by=by, at=at)
            again += 1
    return again


def _tell(at: datetime) -> None:
    """Write one letter to each treasurer of a partner with findings nobody was told of."""
    new = Finding.objects.filter(closed_at=None, told_at=None).select_related("partner", "event")
    for partner in Partner.objects.filter(pk__in=new.order_by().values("partner")):
        mails.found(partner, [one for one in new if one.partner_id == partner.pk], at=at)
    new.update(told_at=at)


@transaction.atomic
def name_accounts(*, partner: Partner, codes: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Set what a partner's book-keeping calls our accounts, by account; an empty number brings the usual one back.

    Raises:
        Invalid: a number has more than 20 characters.
    """
    codes = {account: code.strip() for account, code in codes.items()}
    for account, code in codes.items():
        if len(code) > 20:
            raise Invalid(_("A number has at most 20 characters."), code="too_long", field=account)
    before = dict(AccountCode.objects.filter(partner=partner).values_list("account", "code"))
    for account, code in codes.items():
        if code:
            AccountCode.objects.update_or_create(partner=partner, account=account, defaults={"code": code})
        else:
            AccountCode.objects.filter(partner=partner, account=account).delete()
    after = {account: code for account, code in codes.items() if code != before.get(account, "")}
    if after:
        was = {account: before.get(account, "") for account in after}
        history.log(by=by, at=at, action="accounts.named", subject=partner, partner=partner, before=was, after=after)
