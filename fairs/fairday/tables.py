"""The columns of the day's list."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fairs.fairday.texts import PRESENCE
from ticketing.events.sheets import Column


def columns() -> Sequence[Column]:
    """Return the columns of the file of a day's stalls."""
    return [
        Column(_("Stalls"), lambda row: row.stalls),
        Column(_("No."), lambda row: row.application.number),
        Column(_("Maker"), lambda row: str(row.application.exhibitor)),
        Column(_("Phone"), lambda row: row.application.exhibitor.phone),
        Column(_("Goods group"), lambda row: str(row.application.goods_group or "")),
        Column(_("Due"), lambda row: row.due_at),
        Column(_("Presence"), lambda row: str(PRESENCE[row.presence][0])),
        Column(_("Came"), lambda row: row.came_at),
    ]
