"""Findings of the checks in words: what is wrong, the value, the limit, what to do."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy, ngettext

from fairs.fairground.rules.checks import Finding

RULES: dict[str, tuple[Any, Any]] = {
    "overlap": (gettext_lazy("Stalls overlap"), gettext_lazy("%(names)s overlap by %(value)s.")),
    "over_rescue": (
        gettext_lazy("Stall over a rescue lane"),
        gettext_lazy("%(names)s reaches %(value)s into the rescue lane %(other)s, which must stay free."),
    ),
    "over_aisle": (gettext_lazy("Stall over an aisle"), gettext_lazy("%(names)s reaches %(value)s into the aisle %(other)s.")),
    "over_obstacle": (gettext_lazy("Stall on an obstacle"), gettext_lazy("%(names)s reaches %(value)s into the obstacle %(other)s.")),
    "lane_width": (
        gettext_lazy("Rescue lane too narrow"),
        gettext_lazy("The rescue lane %(other)s is %(value)s wide, at least %(limit)s are asked."),
    ),
    "outside": (gettext_lazy("Stall outside the ground"), gettext_lazy("%(names)s stands out of the ground by %(value)s.")),
    "board": (
        gettext_lazy("Power board over its limit"),
        gettext_lazy("Board %(other)s would give %(value)s, its limit is %(limit)s. On it: %(names)s."),
    ),
    "gap": (
        gettext_lazy("Rows too close together"),
        gettext_lazy("Between %(names)s are %(value)s, at least %(limit)s are asked between rows of tents."),
    ),
    "slit": (gettext_lazy("Slit within a row"), gettext_lazy("Between %(names)s is a slit of %(value)s: close it, or make it a passage.")),
    "fire": (
        gettext_lazy("Open fire too close"),
        gettext_lazy("From the open fire to the next stall (%(names)s) are %(value)s, at least %(limit)s are asked."),
    ),
    "fire_zone": (gettext_lazy("Open fire outside its zone"), gettext_lazy("%(names)s allows open fire but stands outside the fire zone.")),
    "water": (gettext_lazy("Tap too far"), gettext_lazy("From %(names)s to the nearest tap are %(value)s, at most %(limit)s are planned.")),
    "vehicle": (
        gettext_lazy("Vehicle longer than its place"),
        gettext_lazy("%(names)s allows a vehicle of %(value)s, the place is %(limit)s long."),
    ),
    "placed_board": (
        gettext_lazy("Makers draw too much from a board"),
        gettext_lazy("The makers on board %(other)s need %(value)s, its limit is %(limit)s. On it: %(names)s."),
    ),
    "placed_power": (
        gettext_lazy("Too little power for the maker"),
        gettext_lazy("%(other)s on %(names)s needs %(value)s, promised there are %(limit)s."),
    ),
    "placed_vehicle": (
        gettext_lazy("Vehicle longer than the maker's place"),
        gettext_lazy("The vehicle of %(other)s on %(names)s is %(value)s long, the place %(limit)s. It cannot stay there."),
    ),
    "placed_parked": (
        gettext_lazy("Vehicle longer than allowed"),
        gettext_lazy("The vehicle of %(other)s on %(names)s is %(value)s long, allowed there are %(limit)s."),
    ),
    "no_board": (gettext_lazy("Power without a board"), gettext_lazy("%(names)s promises %(value)s but hangs on no power board.")),
    "number": (gettext_lazy("Numbers that read alike"), gettext_lazy("%(names)s read alike: number one of them anew.")),
    "position": (
        gettext_lazy("Two at one place of a row"),
        gettext_lazy("%(names)s have the same place in their row: number the row anew."),
    ),
    "zone": (gettext_lazy("Stall outside its zone"), gettext_lazy("%(names)s belongs to zone %(other)s but stands %(value)s outside it.")),
    "unreached": (gettext_lazy("Stall nobody can reach"), gettext_lazy("Nobody can walk up to the front of %(names)s from an entrance.")),
}
"""For each rule of `rules.checks` and `rules.occupied` its name and its sentence."""

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words, with what was said about it."""

    finding: Finding
    title: str
    text: str
    reason: str = ""
    by: str = ""

    @property
    def is_open(self) -> bool:
        return not self.reason


def tell(finding: Finding, reason: str = "", by: str = "") -> Told:
    """Return the finding in the active language."""
    title, sentence = RULES[finding.rule]
    words = {
        "names": _names(finding.names), "other": finding.other, "value": _measured(finding.value, finding.unit),
        "limit": _measured(finding.limit, finding.unit),
    }  # fmt: skip
    return Told(finding, str(title), " ".join((str(sentence) % words).split()), reason, by)


def _names(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:SHOWN])
    more = len(names) - SHOWN
    return shown if more <= 0 else shown + ngettext(" and %(n)d more", " and %(n)d more", more) % {"n": more}


def _measured(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    number = number_format(round(value, 2) + 0, use_l10n=True)
    return f"{number} {unit}".strip()
