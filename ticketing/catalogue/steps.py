"""Counting the places sold at the lower price of a step: the only writer of `PriceStep.taken`.

One guarded UPDATE a step, in the order of their ids, and before the quotas': two orders never wait for each other in a circle. Of two
buyers at once one gets the last cheap place, the other the next price.
"""

from collections.abc import Mapping

from django.db.models import F

from ticketing.catalogue.models import PriceStep


def take(step: PriceStep, wanted: int) -> int:
    """Take up to `wanted` places at the price of a step; return how many were left of them. Call inside the transaction that sells.

    `step.taken` is brought up to date.
    """
    while step.first is not None:
        count = min(wanted, step.first - step.taken)
        if count <= 0:
            return 0
        if PriceStep.objects.filter(pk=step.pk, taken__lte=F("first") - count).update(taken=F("taken") + count):
            step.taken += count
            return count
        step.refresh_from_db(fields=["first", "taken"])  # somebody was quicker: fewer are left, or the number was changed
    return wanted


def give_back(counts: Mapping[int, int]) -> None:
    """Give places back to the steps they were sold at, by step id: the next buyer gets them at that price."""
    for step, count in sorted(counts.items()):
        PriceStep.objects.filter(pk=step, first__isnull=False, taken__gte=count).update(taken=F("taken") - count)
