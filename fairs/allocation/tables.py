"""Lists of the allocation: what they are filtered by, and the columns of their files."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.languages import fold
from common.sheets import Column
from fairs.allocation.queries import Row

TONES: Mapping[str, str] = {
    "queued": "info", "running": "info", "done": "ok", "failed": "bad", "cancelled": "neutral", "published": "accent",
    "superseded": "neutral",
}  # fmt: skip

SHOWN: Mapping[str, tuple[Any, Callable[[Row], bool]]] = {
    "": (gettext_lazy("All"), lambda _row: True),
    "placed": (gettext_lazy("With a stall"), lambda row: bool(row.stalls)),
    "waiting": (gettext_lazy("Waiting"), lambda row: not row.stalls),
    "first": (gettext_lazy("First wish met"), lambda row: row.rank == 1),
    "unmet": (gettext_lazy("No wish met"), lambda row: bool(row.stalls) and not row.rank and bool(row.wishes)),
}
"""Quick filters of a version's makers: label, and who is shown."""


def found(rows: Sequence[Row], words: str, shown: str) -> list[Row]:
    """Return the makers whose name, entry, craft or stall holds every word, in whatever script, of one quick filter."""
    wanted = SHOWN.get(shown, SHOWN[""])[1]
    parts = fold(words).split()
    return [row for row in rows if wanted(row) and all(part in _text(row) for part in parts)]


def _text(row: Row) -> str:
    return " ".join([fold(f"{row.entry} {row.place} {row.craft}"), row.application.exhibitor.search])


def wish_met(row: Row) -> str:
    """Return which wish a place meets, in a few words; "" for those who wait."""
    if not row.stalls:
        return ""
    if row.rank:
        return _("wish %(rank)s of %(all)s") % {"rank": row.rank, "all": row.wishes}
    if row.is_claim:
        return _("last year's place")
    return _("none of %(all)s") % {"all": row.wishes} if row.wishes else _("no wishes given")


def why_waits(row: Row) -> str:
    """Return in a few words why somebody has no stall."""
    match row.facts.get("standing", {}).get("code"):
        case "no_stall":
            return _("no place has all they need")
        case "cap":
            return _("their group is full")
    return _("others count for more")


def columns() -> Sequence[Column]:
    """Return the columns of the file of a version."""
    return [
        Column(_("Entry"), lambda row: row.entry),
        Column(_("Maker"), lambda row: row.name),
        Column(_("Stalls"), lambda row: row.place),
        Column(_("Craft"), lambda row: row.craft),
        Column(_("Goods group"), lambda row: str(row.application.goods_group or "")),
        Column(_("Points"), lambda row: row.application.score),
        Column(_("Wish met"), wish_met),
        Column(_("State"), lambda row: row.application.get_state_display()),
    ]
