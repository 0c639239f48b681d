"""Credits of a partner: what buyers were given in place of money, and how much of it is still to be spent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.languages import fold
from ticketing.events.sheets import Column
from ticketing.treasury.queries import Scope
from ticketing.treasury.rules import NOTHING
from ticketing.vouchers import codes
from ticketing.vouchers.models import Voucher

PILLS = {"": _("can be spent"), "spent": _("all spent"), "over": _("time is over"), "all": _("all")}


def found(scope: Scope, at: datetime, *, words: str = "", which: str = "") -> QuerySet[Voucher]:
    """Return the credits of the scope, newest first, with the refund each was given for. `which` is a key of `PILLS`."""
    given = Voucher.objects.filter(partner=scope.partner, currency=scope.currency, kind=Voucher.Kind.CREDIT)
    if scope.event is not None:
        given = given.filter(refund__order__event=scope.event)
    for word in words.split():
        given = given.filter(Q(folded__contains=codes.fold(word) or word) | Q(refund__order__search__contains=fold(word)))
    left, over = Q(spent__lt=F("value")), Q(valid_until__lte=at) | Q(ended_at__isnull=False)
    kept = {"": left & ~over, "spent": ~left, "over": left & over}.get(which, Q())
    return given.filter(kept).select_related("refund__order__event")


@dataclass(frozen=True, slots=True)
class Sums:
    """Money of credits: given, spent, still to be spent, and what nobody can spend any more."""

    given: Decimal = NOTHING
    spent: Decimal = NOTHING
    open: Decimal = NOTHING
    over: Decimal = NOTHING


def sums(credits: Iterable[Voucher], at: datetime) -> Sums:
    """Return what some credits add up to."""
    given = spent = still_open = over = NOTHING
    for one in credits:
        given += one.value
        spent += one.spent
        if is_over(one, at):
            over += one.balance
        else:
            still_open += one.balance
    return Sums(given, spent, still_open, over)


def is_over(credit: Voucher, at: datetime) -> bool:
    """Tell whether nobody can spend what is left of it, unless it is prolonged."""
    return credit.ended_at is not None or (credit.valid_until is not None and credit.valid_until <= at)


def columns() -> list[Column]:
    """Return the columns of a file of credits."""

    def of_order(name: str) -> Any:
        return lambda one: getattr(one.refund.order, name) if hasattr(one, "refund") else ""

    return [
        Column(_("Code"), lambda one: one.code),
        Column(_("Order"), of_order("code")),
        Column(_("Buyer"), of_order("name")),
        Column(_("E-mail"), of_order("email")),
        Column(_("Event"), lambda one: one.refund.order.event.title if hasattr(one, "refund") else ""),
        Column(pgettext_lazy("of a credit", "Given"), lambda one: one.value),
        Column(_("Spent"), lambda one: one.spent),
        Column(_("Left"), lambda one: one.balance),
        Column(_("Currency"), lambda one: one.currency),
        Column(_("Given on"), lambda one: one.made_at),
        Column(_("Good until"), lambda one: one.valid_until),
    ]
