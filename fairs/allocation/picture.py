"""A version of the plan on its ground: each stall marked with who stands there, coloured by state, craft or wish.

A colour never stands alone: the stall says in its second line, and in its tip, what the colour says.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from fairs.allocation.queries import Row
from fairs.allocation.tables import wish_met
from fairs.fairground.drawing import Drawing, Key, Mark, draw
from fairs.fairground.rules.layout import Layout

SHADES = 8
"""Colours for groups; the last stands for all others."""

WAYS = ("who", "craft", "wish")


def plan_picture(layout: Layout, rows: Sequence[Row], *, way: str, link: Callable[[Row], str], title: str) -> Drawing:
    """Return the ground with the makers of a version.

    Args:
        way: what the colours say, one of `WAYS`.
        link: where the stall of a maker leads.
    """
    holders = {stall.pk: row for row in rows for stall in row.stalls}
    label = {"craft": lambda row: row.craft, "wish": lambda row: _short_rank(row)}.get(way, lambda row: row.name)
    marks = {stall: Mark("assigned", label(row), link(row), _tip(row)) for stall, row in holders.items()}
    drawing = draw(layout, marks, title=title)
    return drawing if way not in ("craft", "wish") else _coloured(drawing, holders, _by_craft(rows) if way == "craft" else _by_wish)


def maker_picture(
    layout: Layout, *, mine: Collection[int], wished: Mapping[int, int], taken: Mapping[int, str], link: Callable[[int], str], title: str,
    mine_word: str = "",
) -> Drawing:  # fmt: skip
    """Return the ground as one maker's: their stalls, those they wished for with the rank, and the rest.

    Args:
        mine, wished, taken: stalls by key; `wished` has the rank, `taken` what may be told of who stands there, or "".
        link: where a stall leads, "" for nowhere.
        mine_word: what the legend calls the maker's own stalls, to somebody who is not the maker.
    """
    marks: dict[int, Mark] = {}
    for stall in layout.stalls:
        held = taken.get(stall.id)
        if stall.id in mine:
            marks[stall.id] = Mark(
                "mine", link=link(stall.id), tip=_("wish %(rank)s") % {"rank": wished[stall.id]} if stall.id in wished else ""
            )
        elif stall.id in wished:
            tip = _("wish %(rank)s") % {"rank": wished[stall.id]}
            marks[stall.id] = Mark("wished", f"{wished[stall.id]}.", link(stall.id), f"{tip} · {held}" if held else tip)
        elif held is not None:
            marks[stall.id] = Mark("assigned", held, link(stall.id))
        else:
            marks[stall.id] = Mark("blocked" if stall.is_blocked else "free", link=link(stall.id))
    drawing = draw(layout, marks, title=title)
    keys = tuple(replace(key, word=mine_word) if mine_word and key.state == "mine" else key for key in drawing.keys)
    return replace(drawing, keys=keys)


def _tip(row: Row) -> str:
    pinned = _("fixed by hand") if row.is_pinned else ""
    return " · ".join(filter(None, [f"{row.name} ({row.entry})", row.craft, wish_met(row), pinned]))


def _short_rank(row: Row) -> str:
    return f"{row.rank}." if row.rank else "–"


def _by_wish(row: Row) -> tuple[int, str]:
    if row.rank == 1:
        return 1, _("first wish")
    if row.rank:
        return (2, _("second or third wish")) if row.rank <= 3 else (3, _("later wish"))
    if row.is_claim:
        return 4, _("last year's place")
    return (5, _("no wish met")) if row.wishes else (SHADES, _("no wishes given"))


def _by_craft(rows: Sequence[Row]) -> Callable[[Row], tuple[int, str]]:
    counts = Counter(row.craft for row in rows if row.stalls and row.craft)
    order = [name for name, _n in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
    shade = {name: n for n, name in enumerate(order[: SHADES - 1], 1)}
    return lambda row: (shade[row.craft], row.craft) if row.craft in shade else (SHADES, _("other crafts"))


def _coloured(drawing: Drawing, holders: Mapping[int, Row], shade_of: Callable[[Row], tuple[int, str]]) -> Drawing:
    counts: Counter[tuple[int, str]] = Counter()
    stalls = []
    for shape in drawing.stalls:
        row = holders.get(shape.id)
        if row is None:
            stalls.append(shape)
            continue
        shade = shade_of(row)
        counts[shade] += 1
        stalls.append(replace(shape, state=f"shade-{shade[0]}", pattern=""))
    keys = [Key(f"shade-{n}", word, "", count, "") for (n, word), count in sorted(counts.items())]
    rest = [key for key in drawing.keys if key.state != "assigned"]
    return replace(drawing, stalls=tuple(stalls), keys=(*keys, *rest))
