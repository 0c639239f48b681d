"""The columns of the list of shifts."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ticketing.events.sheets import Column
from ticketing.tills.models import Shift
from ticketing.tills.wording import drawer_words

PILLS = {
    "": _("All"),
    "open": _("Open"),
    "closed": _("Closed"),
    "differs": _("With a difference"),
    "unsigned": _("Not countersigned"),
}


def columns() -> list[Column]:
    """Return the columns of the file."""

    def each(value: Callable[[Any], Any]) -> Callable[[Shift], str]:
        return lambda shift: "; ".join(f"{drawer_words(one)}: {value(one)}" for one in shift.drawers.all() if value(one) not in (None, ""))

    return [
        Column(_("Till"), lambda shift: str(shift.till)),
        Column(_("Shift"), lambda shift: shift.number),
        Column(_("People"), lambda shift: shift.people_words),
        Column(_("Opened"), lambda shift: shift.opened_at),
        Column(_("Closed"), lambda shift: shift.closed_at),
        Column(_("Counted by"), lambda shift: shift.closed_words),
        Column(_("Countersigned by"), lambda shift: shift.signed_words),
        Column(_("Opened with"), each(lambda drawer: drawer.opening)),
        Column(_("Should be"), each(lambda drawer: drawer.expected)),
        Column(_("Money counted"), each(lambda drawer: drawer.counted)),
        Column(_("Difference"), each(lambda drawer: drawer.difference)),
        Column(_("Reason"), each(lambda drawer: drawer.reason)),
    ]
