"""What an event still lacks, as far as all rooms of ticketing can tell, and the page where it is seen to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.history.operations import about
from accounts.roles.rules import Capability
from common.outbox import queries as outbox
from common.outbox.models import Message
from ticketing.billing import queries as billing
from ticketing.catalogue.models import QuotaItem
from ticketing.door.models import Device, Gate
from ticketing.events import queries as events
from ticketing.events.models import Event
from ticketing.orders.models import Order
from ticketing.tills import queries as tills

PAGES: dict[str, tuple[str, Capability]] = {
    "no_products": ("desk:products", Capability.EDIT_EVENT),
    "no_quota": ("desk:products", Capability.EDIT_EVENT),
    "no_gate": ("desk:gates", Capability.RUN_DOOR),
    "no_device": ("desk:gates", Capability.RUN_DOOR),
    "unsettled": ("desk:money", Capability.BOOK_MONEY),
    "unclosed_shift": ("desk:shifts", Capability.SEE_ORDERS),
    "to_refund": ("desk:orders", Capability.SEE_ORDERS),
    "mails_failed": ("desk:letters", Capability.SEE_ORDERS),
    "mails_doubtful": ("desk:letters", Capability.SEE_ORDERS),
    "in_the_past": ("desk:edit", Capability.EDIT_EVENT),
}
"""Page and right by code; everything else is a matter of the event's own form."""
OWN_PAGE = ("desk:edit", Capability.EDIT_EVENT)


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing to see to. `page` is the name of an address that wants the event's slug, and `right` what opens it."""

    code: str
    text: Any
    is_blocking: bool
    page: str
    right: Capability


def _lack(code: str, text: Any, *, is_blocking: bool = False) -> Lack:
    return Lack(code, text, is_blocking, *PAGES.get(code, OWN_PAGE))


def of(event: Event, at: datetime) -> Sequence[Lack]:
    """Return what the event lacks, the blocking first. Seven statements."""
    found = [_lack(lack.code, lack.text, is_blocking=lack.is_blocking) for lack in events.lacks(event)]
    if event.state == Event.State.DRAFT and at >= event.ends_at:
        found.append(_lack("in_the_past", _("Its last day is over: give it days to come before you publish it."), is_blocking=True))
    if event.state in (Event.State.FINISHED, Event.State.CANCELLED, Event.State.REPORTED):
        found = []
    else:
        found += _offer(event) + _door(event)
    found += _money(event) + _tills(event, at) + _mails(event)
    return sorted(found, key=lambda lack: not lack.is_blocking)


def _offer(event: Event) -> list[Lack]:
    drawn = Q(Exists(QuotaItem.objects.filter(product=OuterRef("pk"))))
    counted = event.products.filter(is_active=True).aggregate(
        all=Count("pk"), unlimited=Count("pk", filter=Q(is_public=True, admits=True) & ~drawn)
    )
    if not counted["all"]:
        return [_lack("no_products", _("Nothing can be ordered: add a product."))]
    if counted["unlimited"]:
        text = ngettext(
            "%(n)s product on sale has no quota: any number of it can be ordered.",
            "%(n)s products on sale have no quota: any number of them can be ordered.",
            counted["unlimited"],
        )
        return [_lack("no_quota", text % {"n": counted["unlimited"]})]
    return []


def _door(event: Event) -> list[Lack]:
    if event.mode == Event.Mode.ONLINE:
        return []
    if not Gate.objects.filter(event=event, is_active=True).exists():
        return [_lack("no_gate", _("There is no gate to scan tickets at."))]
    if not Device.objects.filter(event=event, key_hash__isnull=False, revoked_at=None).exists():
        return [_lack("no_device", _("No phone is paired for the gates."))]
    return []


def _money(event: Event) -> list[Lack]:
    found = []
    if unsettled := billing.unsettled(event).count():
        text = ngettext("%(n)s order holds money that should go back.", "%(n)s orders hold money that should go back.", unsettled)
        found.append(_lack("unsettled", text % {"n": unsettled}))
    if event.state == Event.State.CANCELLED:
        paid = Order.objects.filter(event=event, state=Order.State.PAID, total__gt=0).count()
        if paid:
            text = ngettext(
                "%(n)s paid order of the cancelled event is to be cancelled and refunded.",
                "%(n)s paid orders of the cancelled event are to be cancelled and refunded.",
                paid,
            )
            found.append(_lack("to_refund", text % {"n": paid}))
    return found


def _tills(event: Event, at: datetime) -> list[Lack]:
    unclosed = len(tills.unclosed(event, at))
    text = ngettext("%(n)s shift of a till is not counted yet.", "%(n)s shifts of tills are not counted yet.", unclosed)
    return [_lack("unclosed_shift", text % {"n": unclosed})] if unclosed else []


def _mails(event: Event) -> list[Lack]:
    states = outbox.within(about(event)).order_by().values_list("state").annotate(n=Count("pk"))
    counted = dict(states.filter(state__in=[Message.State.FAILED, Message.State.DOUBTFUL]))
    found = []
    if failed := counted.get(Message.State.FAILED, 0):
        found.append(
            _lack("mails_failed", ngettext("%(n)s letter could not be sent.", "%(n)s letters could not be sent.", failed) % {"n": failed})
        )
    if doubtful := counted.get(Message.State.DOUBTFUL, 0):
        text = ngettext("%(n)s letter was perhaps not sent.", "%(n)s letters were perhaps not sent.", doubtful)
        found.append(_lack("mails_doubtful", text % {"n": doubtful}))
    return found
