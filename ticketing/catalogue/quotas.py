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


def keep(event: Event, wanted: Mapping[int, int]) -> None:
    """Keep places of the event's quotas for those who wait: so many of each, none of the others. Call under the list's lock."""
    for quota in Quota.objects.filter(event=event).order_by("pk"):
        if quota.kept != wanted.get(quota.pk, 0):
            Quota.objects.filter(pk=quota.pk).update(kept=wanted.get(quota.pk, 0))


def take(wanted: Mapping[Pair, int], *, from_kept: bool = False) -> None:
    """Take places for the wanted numbers of products. Call inside the transaction that uses them.

    Args:
        from_kept: also those kept for the waiting list; only the list itself takes them.

    Raises:
        SoldOut: a quota has too few left; nothing is taken once the transaction rolls back.
    """
    for quota, count in sorted(demand(wanted).items()):
        most = F("size") - count if from_kept else F("size") - F("kept") - count
        if not Quota.objects.filter(pk=quota, taken__lte=most).update(taken=F("taken") + count):
            found = Quota.objects.filter(pk=quota).first()
            left = found.left_for_all if found else 0
            raise SoldOut(
                _("Only %(left)s places are left. Choose fewer, or something else.") % {"left": left}
                if left
                else _("The last place has just gone. Choose something else, or look again later."),
                facts={"left": left},
            )


def give_back(returned: Mapping[Pair, int]) -> None:
    """Give places back. Call inside the transaction that frees them."""
    for quota, count in sorted(demand(returned).items()):
        Quota.objects.filter(pk=quota).update(taken=F("taken") - count)
