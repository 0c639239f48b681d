"""A version of the plan in numbers: wishes by rank, crafts and countries, promised shares, power boards."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairs.allocation import boards
from fairs.allocation.mapping import applicant_id
from fairs.allocation.queries import Row
from fairs.allocation.texts import GROUPS

LONGEST = 8
"""So many lines of crafts; the rest is counted together."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a plot: `value` of `most`; `note` says more; `is_bad` where a limit or promise is not kept."""

    label: str
    value: float
    most: float
    note: str = ""
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    makers: int
    placed: int
    firsts: int
    wished: int
    stalls_open: int
    stalls_taken: int
    wishes: list[Bar]
    crafts: list[Bar]
    countries: list[Bar]
    shares: list[Bar]
    boards: list[Bar]

    @property
    def waiting(self) -> int:
        return self.makers - self.placed

    @property
    def stalls_free(self) -> int:
        return self.stalls_open - self.stalls_taken


def figures(rows: Sequence[Row], document: Mapping[str, Any]) -> Figures:
    """Return what a version comes to. `document` is what it was computed from."""
    placed = [row for row in rows if row.stalls]
    people = {row["id"]: row for row in document["applicants"]}
    stalls_open = sum(not stall["blocked"] for stall in document["stalls"])
    return Figures(
        makers=len(rows),
        placed=len(placed),
        firsts=sum(row.rank == 1 for row in placed),
        wished=sum(bool(row.rank or row.is_claim) for row in placed),
        stalls_open=stalls_open,
        stalls_taken=sum(len(row.stalls) for row in placed),
        wishes=_wishes(placed),
        crafts=_groups(placed, rows, lambda row: row.craft),
        countries=_groups(placed, rows, lambda row: people.get(applicant_id(row.entry), {}).get("country", "")),
        shares=_shares(placed, document, people, stalls_open),
        boards=_boards(placed, document),
    )


def _wishes(placed: Sequence[Row]) -> list[Bar]:
    counts = Counter(row.rank for row in placed if row.rank)
    most = max(len(placed), 1)
    out = [Bar(_("wish %(rank)s") % {"rank": rank}, counts[rank], most) for rank in range(1, max(counts, default=0) + 1)]
    claims = sum(row.is_claim and not row.rank for row in placed)
    unmet = sum(bool(row.wishes) and not row.rank and not row.is_claim for row in placed)
    silent = sum(not row.wishes and not row.is_claim for row in placed)
    more = [(_("last year's place"), claims), (_("no wish met"), unmet), (_("no wishes given"), silent)]
    return [*out, *(Bar(label, n, most) for label, n in more if n)]


def _groups(placed: Sequence[Row], rows: Sequence[Row], of: Any) -> list[Bar]:
    got, asked = Counter(map(of, placed)), Counter(map(of, rows))
    order = sorted((name for name in asked if name), key=lambda name: (-asked[name], name))
    out = [Bar(name, got[name], asked[name]) for name in order[:LONGEST]]
    rest = order[LONGEST:]
    label = ngettext("%(n)s more", "%(n)s more", len(rest)) % {"n": len(rest)}
    return [*out, Bar(label, sum(got[name] for name in rest), sum(asked[name] for name in rest))] if rest else out


def _shares(placed: Sequence[Row], document: Mapping[str, Any], people: Mapping[str, Any], stalls_open: int) -> list[Bar]:
    """Stalls of each group that is promised a share or held to a limit."""
    out = []

    def held(by: str, value: str) -> int:
        return sum(len(row.stalls) for row in placed if people.get(applicant_id(row.entry), {}).get(by) == value)

    for quota in document["rules"]["quotas"]:
        asked = sum(person["stalls"] for person in people.values() if person.get(quota["by"]) == quota["value"])
        wanted, has = min(-(-quota["min_percent"] * stalls_open // 100), asked), held(quota["by"], quota["value"])
        note = _("%(n)s of %(wanted)s promised") % {"n": has, "wanted": wanted}
        out.append(Bar(_group(quota), min(has, wanted), max(wanted, 1), note, has < wanted))
    for cap in document["rules"]["caps"]:
        has = held(cap["by"], cap["value"])
        note = _("%(n)s, %(most)s at most") % {"n": has, "most": cap["max_stalls"]}
        out.append(Bar(_group(cap), has, max(cap["max_stalls"], 1), note, has > cap["max_stalls"]))
    return out


def _group(rule: Mapping[str, Any]) -> str:
    return f"{GROUPS.get(rule['by'], rule['by'])}: {rule['value']}"


def _boards(placed: Sequence[Row], document: Mapping[str, Any]) -> list[Bar]:
    allocation = {applicant_id(row.entry): [stall.number for stall in row.stalls] for row in placed}
    return [Bar(load.board, load.total, load.limit_kw, "", load.is_over) for load in boards.loads(document, allocation)]
