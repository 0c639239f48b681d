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


class SoldOut(Refused):
    """Fewer places are left than were asked for."""

    code = "sold_out"


def _demand(wanted: Mapping[Pair, int]) -> Counter[int]:
    """Return how many places each quota must give for the wanted products. One statement."""
    items = QuotaItem.objects.filter(product__in={product for product, _variation in wanted}).values_list(
        "quota_id", "product_id", "variation_id"
    )
    demand: Counter[int] = Counter()
    for quota, product, variation in items:
        for (wanted_product, wanted_variation), count in wanted.items():
            if product == wanted_product and variation in (None, wanted_variation):
                demand[quota] += count
    return demand


def take(wanted: Mapping[Pair, int]) -> None:
    """Take places for the wanted numbers of products. Call inside the transaction that uses them.

    Raises:
        SoldOut: a quota has too few left; nothing is taken once the transaction rolls back.
    """
    for quota, count in sorted(_demand(wanted).items()):
        if not Quota.objects.filter(pk=quota, taken__lte=F("size") - count).update(taken=F("taken") + count):
            left = Quota.objects.filter(pk=quota).values_list("size", "taken").first() or (0, 0)
            raise SoldOut(
                _("Only %(left)s places are left. Choose fewer, or something else.") % {"left": left[0] - left[1]}
                if left[0] > left[1]
                else _("The last place has just gone. Choose something else, or look again later."),
                facts={"left": left[0] - left[1]},
            )


def give_back(returned: Mapping[Pair, int]) -> None:
    """Give places back. Call inside the transaction that frees them."""
    for quota, count in sorted(_demand(returned).items()):
        Quota.objects.filter(pk=quota).update(taken=F("taken") - count)
