"""The desk's list of vouchers: what is searched and filtered, and the columns of its file."""

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.money import written
from ticketing.events.models import Event
from ticketing.events.sheets import Column
from ticketing.vouchers import codes
from ticketing.vouchers.models import Voucher

PILLS = {"": _("All"), "open": _("Usable"), "used": _("Used up"), "over": _("Over"), "ended": _("Taken back")}


def _by_state(at: datetime) -> dict[str, Q]:
    over = Q(ended_at=None, valid_until__isnull=False, valid_until__lte=at)
    used = Q(ended_at=None, uses_taken__gte=F("uses_allowed"))
    return {"open": Q(ended_at=None) & ~over & ~used, "used": used, "over": over, "ended": Q(ended_at__isnull=False)}


def counts(event: Event, at: datetime) -> dict[str, int]:
    """Return how many vouchers each quick filter finds, in one statement; "" is all of them."""
    counted = {name: Count("pk", filter=found) for name, found in _by_state(at).items()}
    found = Voucher.objects.filter(event=event).order_by().aggregate(all=Count("pk"), **counted)
    return {"": found.pop("all"), **found}


def found(event: Event, *, words: str, state: str, batch: str, at: datetime) -> QuerySet[Voucher]:
    """Return the wanted vouchers of an event, newest first; `words` may be a code as somebody typed it."""
    wanted = Voucher.objects.filter(event=event).select_related("quota").prefetch_related("products")
    for word in words.split():
        typed = codes.fold(word)
        is_code = Q(folded__contains=typed) if typed else Q(pk=None)
        wanted = wanted.filter(is_code | Q(note__icontains=word) | Q(batch__icontains=word))
    if batch:
        wanted = wanted.filter(batch=batch)
    return wanted.filter(_by_state(at).get(state, Q()))


def batches(event: Event) -> list[str]:
    """Return the batches' names."""
    return list(Voucher.objects.filter(event=event).exclude(batch="").order_by("batch").values_list("batch", flat=True).distinct())


def gives(voucher: Voucher) -> Any:
    """Return what a voucher gives, in a few words."""
    match voucher.kind:
        case Voucher.Kind.PERCENT:
            return f"−{voucher.value.normalize():f} %"
        case Voucher.Kind.AMOUNT:
            return f"−{written(voucher.value, voucher.currency)}"
        case Voucher.Kind.FIXED:
            return written(voucher.value, voucher.currency)
    return voucher.get_kind_display()


def columns() -> list[Column]:
    """Return the columns of the file."""
    return [
        Column(_("Code"), lambda one: one.code),
        Column(_("Kind"), lambda one: one.get_kind_display()),
        Column(_("Value"), lambda one: one.value),
        Column(_("Currency"), lambda one: one.currency),
        Column(_("For"), lambda one: ", ".join(str(product) for product in one.products.all())),
        Column(_("Uses"), lambda one: one.uses_allowed),
        Column(_("Used"), lambda one: one.uses_taken),
        Column(_("Places kept"), lambda one: one.kept),
        Column(_("Valid from"), lambda one: one.valid_from),
        Column(_("Valid until"), lambda one: one.valid_until),
        Column(_("Taken back"), lambda one: one.ended_at),
        Column(_("Batch"), lambda one: one.batch),
        Column(_("Note"), lambda one: one.note),
    ]
