"""Taking places from quotas and giving them back: the only writers of `Quota.taken`.

One guarded UPDATE per quota, in the order of their ids so that two orders never wait for each other in a circle.
The same statement is safe on SQLite and PostgreSQL; the check constraint `quota_never_oversold` stands behind it.
"""

from collections import Counter
from collections.abc import Mapping

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from ticketing.catalogue.models import Quota, QuotaItem
from ticketing.catalogue.rules import Pair
from ticketing.events.models import Event


class SoldOut(Refused):
    """Fewer places are left than were asked for."""

    code = "sold_out"


def demand(wanted: Mapping[Pair, int]) -> Counter[int]:
    """Return how many places each quota must give for the wanted products. One statement."""
    items = QuotaItem.objects.filter(product__in={product for product, _variation in wanted}).values_list(
        "quota_id", "product_id", "variation_id"
    )
    found: Counter[int] = Counter()
    for quota, product, variation in items:
        for (wanted_product, wanted_variation), count in wanted.items():
            if product == wanted_product and variation in (None, wanted_variation):
                found[quota] += count
    return found


def note_awaited(event: Event, wanted: Mapping[int, int]) -> None:
    """Note how many places of each of the event's quotas those who wait want; none of the others. Call under the list's lock."""
    for quota in Quota.objects.filter(event=event).order_by("pk"):
        if quota.awaited != wanted.get(quota.pk, 0):
            Quota.objects.filter(pk=quota.pk).update(awaited=wanted.get(quota.pk, 0))


def take(wanted: Mapping[Pair, int], *, kept: Mapping[int, int] | None = None, from_awaited: bool = False) -> None:
    """Take places for the wanted numbers of products. Call inside the transaction that uses them.

    `kept` are places by quota that were taken before, to be kept for who has a voucher: they are not taken twice.

    Args:
        from_awaited: also those that people on the waiting list want; only the list itself takes them.

    Raises:
        SoldOut: a quota has too few left; nothing is taken once the transaction rolls back.
    """
    take_from(demand(wanted) - Counter(kept or {}), from_awaited=from_awaited)


def take_from(places: Mapping[int, int], *, from_awaited: bool = False) -> None:
    """Take so many places from each quota, by its id.

    Raises:
        SoldOut: as `take`.
    """
    for quota, count in sorted(places.items()):
        most = F("size") - count if from_awaited else F("size") - F("awaited") - count
        if not Quota.objects.filter(pk=quota, taken__lte=most).update(taken=F("taken") + count):
            found = Quota.objects.filter(pk=quota).first()
            left = found.left_for_all if found else 0
            raise SoldOut(
                _("Only %(left)s places are left. Choose fewer, or something else.") % {"left": left}
                if left
                else _("The last place has just gone. Choose something else, or look again later."),
                facts={"left": left},
            )


def give_back(returned: Mapping[Pair, int], *, kept: Mapping[int, int] | None = None) -> None:
    """Give places back, but for those `kept` by quota, which stay taken. Call inside the transaction that frees them."""
    give_back_to(demand(returned) - Counter(kept or {}))


def give_back_to(places: Mapping[int, int]) -> None:
    """Give so many places back to each quota, by its id."""
    for quota, count in sorted(places.items()):
        Quota.objects.filter(pk=quota).update(taken=F("taken") - count)
