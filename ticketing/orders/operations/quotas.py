"""Changing a quota while orders draw on it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common.errors import Invalid
from ticketing.catalogue import operations as catalogue
from ticketing.catalogue.models import Quota
from ticketing.catalogue.rules import Pair
from ticketing.events.models import Event
from ticketing.orders.models import Order, OrderLine


@transaction.atomic
def save_quota(*, event: Event, name: str, size: int, pairs: Iterable[Pair], by: Actor, at: datetime, quota: Quota | None = None) -> Quota:
    """Add or change a quota, counting again what is held, placed and paid of its products, and kept for vouchers.

    Raises:
        Invalid: more is taken than the quota would hold (`smaller_than_taken`).
    """
    pairs = set(pairs)
    # A new cart first adds its row to the event and takes places last: it waits here, and then finds this quota.
    Event.objects.select_for_update().get(pk=event.pk)
    if quota is not None:
        # Holds the row against carts given back until the count below is written.
        Quota.objects.filter(pk=quota.pk).update(name=F("name"))
    quota = catalogue.save_quota(event=event, name=name, size=size, pairs=pairs, by=by, at=at, quota=quota)
    live = Order.objects.filter(event=event, state__in=[Order.State.HELD, Order.State.PLACED, Order.State.PAID])
    covered = Q(pk=None)
    for product, variation in pairs:
        covered |= Q(product=product) if variation is None else Q(product=product, variation=variation)
    taken = OrderLine.objects.filter(covered, order__in=live, cancelled_at=None).count()
    taken += quota.vouchers.aggregate(kept=Sum(F("reserved") - F("reserve_used")))["kept"] or 0
    if taken > size:
        raise Invalid(
            _("%(taken)s places are already taken; the quota cannot be smaller.") % {"taken": taken},
            code="smaller_than_taken",
            field="size",
        )
    Quota.objects.filter(pk=quota.pk).update(taken=taken)
    quota.taken = taken
    return quota
