"""What quotas and limits of a fair may be about."""

from django.utils.translation import gettext as _

from exhibitors.models import Craft
from fairs.allocation.models import Pin
from fairs.allocation.texts import GROUPS
from fairs.calls.models import Call
from places.models import Municipality
from ticketing.events.models import Event


def groups_of(call: Call) -> list[tuple[str, str]]:
    """Return the groups that makers of a call belong to, as `by=value` and its words. Four statements."""
    exhibitors = call.applications.values("exhibitor")
    countries = call.applications.order_by("exhibitor__country").values_list("exhibitor__country", flat=True).distinct()
    found = [("goods_group", group.code, str(group)) for group in call.goods_groups.all()]
    found += [("country", country, country) for country in countries if country]
    found += [("craft", code, name) for code, name in crafts_of(call)]
    municipalities = Municipality.objects.filter(pk__in=exhibitors.values("exhibitor__municipality")).order_by("code")
    found += [("municipality", one.code, str(one)) for one in municipalities]
    newcomers = [("newcomer=yes", _("newcomers")), ("newcomer=no", _("makers who have been here before"))]
    return [*((f"{by}={value}", f"{GROUPS[by]}: {label}") for by, value, label in found), *newcomers]


def crafts_of(call: Call) -> list[tuple[str, str]]:
    """Return the crafts of a call's makers, as code and name. One statement."""
    crafts = Craft.objects.filter(pk__in=call.applications.values("craft"))
    return sorted(((craft.code, str(craft)) for craft in crafts), key=lambda one: one[1])


def pins(event: Event) -> list[tuple[int, str, str]]:
    """Return what is fixed by hand: entry, maker, stalls. One statement."""
    found: dict[int, tuple[str, list[str]]] = {}
    rows = Pin.objects.filter(event=event).select_related("application__exhibitor", "stall")
    for pin in rows.order_by("application__number", "stall__row", "stall__position", "stall__number"):
        found.setdefault(pin.application.number, (str(pin.application.exhibitor), []))[1].append(pin.stall.number)
    return [(entry, name, ", ".join(stalls)) for entry, (name, stalls) in found.items()]
