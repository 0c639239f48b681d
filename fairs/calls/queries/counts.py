"""The live count of a call: how many stalls are wished in each goods group, against its cap."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from fairs.calls.models import Application, Call, GoodsGroup


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One goods group's count: `wished` stalls in `applications` that stand."""

    group: GoodsGroup
    applications: int
    wished: int

    @property
    def cap(self) -> int | None:
        return self.group.cap_stalls

    @property
    def is_full(self) -> bool:
        return self.cap is not None and self.wished >= self.cap


def goods_counts(call: Call, *, as_told: bool = False) -> list[GroupCount]:
    """Return the call's goods groups in order with what is wished in each. One statement.

    `as_told` counts what the makers have been told, for them: a count that fell would say that somebody has been refused.
    """
    standing = Q(applications__shown_state__in=Application.STANDING) if as_told else Q(applications__state__in=Application.STANDING)
    groups = (
        GoodsGroup.objects.filter(call=call)
        .annotate(
            applied=Count("applications", filter=standing),
            wished=Sum("applications__stalls_max", filter=standing, default=0),
        )
        .order_by(F("position"), "id")
    )
    return [GroupCount(group, group.applied, group.wished) for group in groups]
