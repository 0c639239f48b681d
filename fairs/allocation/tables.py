"""Lists of the allocation: what they are filtered by, and the columns of their files."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.languages import fold
from common.sheets import Column
from fairs.allocation.models import LedgerEntry
from fairs.allocation.queries import Difference, Row

TONES: Mapping[str, str] = {
    "queued": "info", "running": "info", "done": "accent", "failed": "bad", "cancelled": "neutral", "published": "ok",
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
        Column(_("No."), lambda row: row.entry),
        Column(_("Maker"), lambda row: row.name),
        Column(_("Stalls"), lambda row: row.place),
        Column(_("Craft"), lambda row: row.craft),
        Column(_("Goods group"), lambda row: str(row.application.goods_group or "")),
        Column(_("Points"), lambda row: row.application.score),
        Column(_("Wish met"), wish_met),
        Column(_("State"), lambda row: row.application.get_state_display()),
    ]


VERDICTS: Mapping[str, tuple[Any, str]] = {
    "out": (gettext_lazy("loses the place"), "bad"),
    "loses": (gettext_lazy("a less wished place"), "warn"),
    "moves": (gettext_lazy("another place, wished as much"), "info"),
    "gains": (gettext_lazy("a more wished place"), "ok"),
    "in": (gettext_lazy("gets a place"), "ok"),
    "gone": (gettext_lazy("no longer takes part"), "neutral"),
}
"""How somebody fares from one version to another: words and tone, those who lose first."""


def found_differences(differences: Sequence[Difference], words: str) -> list[Difference]:
    """Return the differences whose maker or stalls hold every word."""
    parts = fold(words).split()
    return [one for one in differences if all(part in f"{_text(one.row)} {fold(one.before)} {fold(one.after)}" for part in parts)]


def verdicts(differences: Sequence[Difference]) -> list[tuple[Any, str, int]]:
    """Return how many fare how: words, tone, number."""
    counts = Counter(one.verdict for one in differences)
    return [(label, tone, counts[name]) for name, (label, tone) in VERDICTS.items() if counts[name]]


def difference_columns() -> Sequence[Column]:
    """Return the columns of the file of differences."""
    return [
        Column(_("No."), lambda one: one.row.entry),
        Column(_("Maker"), lambda one: one.row.name),
        Column(_("Before"), lambda one: one.before),
        Column(_("After"), lambda one: one.after),
        Column(_("Wish before"), lambda one: one.rank_before or ""),
        Column(_("Wish after"), lambda one: one.rank_after or ""),
        Column(_("How they fare"), lambda one: str(VERDICTS[one.verdict][0])),
    ]


def record_columns() -> Sequence[Column]:
    """Return the columns of the file of stalls given and freed."""
    return [
        Column(_("When"), lambda line: line.at),
        Column(_("Stall"), lambda line: line.stall_number),
        Column(_("What"), lambda line: _("given") if line.is_given else _("free again")),
        Column(_("No."), lambda line: line.application.number),
        Column(_("Maker"), lambda line: str(line.application.exhibitor)),
        Column(_("Version"), lambda line: line.plan.number if line.plan else ""),
        Column(_("By whom"), lambda line: line.by),
    ]


def years_columns() -> Sequence[Column]:
    """Return the columns of the file of good and bad places over the years."""

    def times(kind: LedgerEntry.Kind) -> Column:
        return Column(kind.label, lambda years: years.counts[kind.value])

    return [Column(_("Maker"), lambda years: str(years.exhibitor)), *map(times, LedgerEntry.Kind)]
