"""A round's results as the organiser reads them: frozen once it is closed, as they stand while it is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from common.languages import fold
from fairs.calls.models import Application
from fairs.jury import protocol, queries, wording
from fairs.jury.models import Decision, Round

PLOT_WIDTH, PLOT_MARGIN = 160, 8
"""Of the drawing of one row, in its own units."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Where a row's points lie on the drawing: each juror's dot, the result, the threshold."""

    dots: tuple[float, ...]
    first: float
    last: float
    mean: float | None
    limit: float


@dataclass(frozen=True, slots=True)
class Line:
    """One application in the results. `cells` are by juror: their points, a conflict's ground, or nothing yet."""

    place: int
    number: int
    application: int
    maker: str
    group: str
    group_id: int | None
    product: str
    stalls: int
    cells: tuple[tuple[str, str], ...]
    value: Decimal | None
    spread: Decimal | None
    verdict: str
    ground: str
    is_tied: bool
    plot: Plot | None
    comments: tuple[tuple[str, str], ...]
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Bar:
    """How many of a goods group's stalls are selected, as decided; `cap` None where there is no limit."""

    name: str
    stalls: int
    cap: int | None

    @property
    def is_over(self) -> bool:
        return self.cap is not None and self.stalls > self.cap


@dataclass(frozen=True, slots=True)
class Table:
    """All results of a round, best first, with what is equal and how full the groups are."""

    jurors: tuple[str, ...]
    lines: tuple[Line, ...]
    ties: tuple[tuple[Decimal, tuple[int, ...]], ...]
    bars: tuple[Bar, ...]
    is_frozen: bool


def table(one: Round, at: datetime) -> Table:
    """Return the results of a round that judges. As many statements for a thousand applications as for one."""
    found: Mapping[str, Any] = one.protocol or protocol.drawn_up(one, at)
    makers = Application.objects.select_related("exhibitor", "goods_group").in_bulk([entry["application"] for entry in found["entries"]])
    decided = {decision.application_id: decision for decision in queries.decisions(one)}
    tied = {number for tie in found["ties"] for number in tie["numbers"]}
    jurors = found["jurors"]
    lines = tuple(
        _line(place, entry, makers[entry["application"]], jurors, one, found, tied, decided.get(entry["application"]))
        for place, entry in enumerate(found["entries"], start=1)
        if entry["application"] in makers
    )
    ties = tuple((Decimal(tie["value"]), tuple(tie["numbers"])) for tie in found["ties"])
    return Table(tuple(juror["name"] for juror in jurors), lines, ties, _bars(found, lines), one.protocol is not None)


def matching(lines: Sequence[Line], words: str, verdict: str) -> list[Line]:
    """Keep the lines that hold every word in number, maker, group or product, with one decision where it is given."""
    wanted = fold(words).split()
    return [
        line
        for line in lines
        if (not verdict or line.verdict == verdict)
        and all(word in fold(f"{line.number} {line.maker} {line.group} {line.product}") for word in wanted)
    ]


def _line(
    place: int,
    entry: Mapping[str, Any],
    application: Application,
    jurors: Sequence[Mapping[str, Any]],
    one: Round,
    found: Mapping[str, Any],
    tied: set[int],
    decision: Decision | None,
) -> Line:
    worths = {key: Decimal(worth) for key, worth in entry["worths"].items()}
    value = None if entry["value"] is None else Decimal(entry["value"])
    names = {str(juror["id"]): juror["name"] for juror in jurors}
    return Line(
        place=place,
        number=entry["number"],
        application=entry["application"],
        maker=str(application.exhibitor),
        group=str(application.goods_group or ""),
        group_id=entry["group"],
        product=entry["product"],
        stalls=entry["stalls"],
        cells=tuple(_cell(juror["id"], entry, worths) for juror in jurors),
        value=value,
        spread=max(worths.values()) - min(worths.values()) if len(worths) > 1 else None,
        verdict=decision.verdict if decision else entry["verdict"],
        ground=ground(entry, found),
        is_tied=entry["number"] in tied,
        plot=_plot(list(worths.values()), value, one) if worths else None,
        comments=tuple((names.get(key, ""), text) for key, text in entry["comments"].items()),
        decision=decision,
    )


def ground(entry: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """Return why an entry of a protocol is proposed as it is, in the active language."""
    words = entry["grounds"] or (["no_jury_needed"] if entry["skips_jury"] else ["threshold_reached"])
    facts = {"value": entry["value"], "threshold": found["threshold"], "rank": entry["rank"]}
    return " ".join(wording.ground(word, **facts, most=found["same_product_max"], votes=found["min_votes"]) for word in words)


def _cell(juror: int, entry: Mapping[str, Any], worths: Mapping[str, Decimal]) -> tuple[str, str]:
    """Return what stands in a juror's cell, and which kind it is: "points", "conflict", "none"."""
    if entry["skips_jury"]:
        return "", "none"
    if str(juror) in entry["conflicts"]:
        return str(wording.CONFLICTS[entry["conflicts"][str(juror)]]), "conflict"
    worth = worths.get(str(juror))
    return ("–", "none") if worth is None else (wording.figure(worth), "points")


def _plot(worths: list[Decimal], value: Decimal | None, one: Round) -> Plot:
    def at(worth: Decimal) -> float:
        share = float(worth - one.scale_min) / (one.scale_max - one.scale_min)
        return round(PLOT_MARGIN + min(max(share, 0), 1) * (PLOT_WIDTH - 2 * PLOT_MARGIN), 1)

    dots = tuple(at(worth) for worth in sorted(worths))
    return Plot(dots, dots[0], dots[-1], None if value is None else at(value), at(one.threshold))


def _bars(found: Mapping[str, Any], lines: Sequence[Line]) -> tuple[Bar, ...]:
    taken: dict[int | None, int] = {}
    names = {line.group_id: line.group for line in lines}
    for line in lines:
        if line.verdict == Decision.Verdict.SELECT:
            taken[line.group_id] = taken.get(line.group_id, 0) + line.stalls
    bars = [
        Bar(names.get(group["id"]) or next(filter(None, group["name"].values()), ""), taken.get(group["id"], 0), group["cap"])
        for group in found["groups"]
    ]
    return tuple(bars + ([Bar("–", taken[None], None)] if None in taken else []))
