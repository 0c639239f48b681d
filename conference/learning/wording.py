"""What registrations are called on screens: seats, states, clashes, the person's own page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.learning import queries, rules
from conference.learning.models import Activity, Course, SeatQuota
from ticketing.orders.fields import countries

STATE_TONES = {
    "applied": "info",
    "waiting": "warn",
    "offered": "accent",
    "enrolled": "ok",
    "declined": "bad",
    "withdrawn": "neutral",
}
CHOICE_TONES = {"seated": "ok", "waiting": "warn", "dropped": "neutral"}


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One quota in words."""

    label: str
    left: int
    size: int

    @property
    def is_full(self) -> bool:
        return self.left <= 0


def quota_label(country: str, mode: str) -> str:
    """Return whom seats are for: "Latvia, online", "in person", "everybody"."""
    names = dict(countries())
    modes = dict(SeatQuota.Mode.choices)
    parts = [str(names.get(country, country)) if country else "", str(modes.get(mode, "")) if mode else ""]
    label = ", ".join(part for part in parts if part)
    return label[:1].upper() + label[1:] if label else pgettext("seats", "Everybody together")


def seat_lines(course: Course) -> list[SeatLine]:
    """Return the course's quotas in words, with what is left. One statement."""
    found = SeatQuota.objects.filter(course=course)
    return [SeatLine(quota_label(one.country, one.mode), max(one.size - one.taken, 0), one.size) for one in found]


def has_room(course: Course, people: Iterable[Any]) -> bool:
    """Tell whether there is a seat for all of the people together, as things stand. One statement."""
    return rules.fit([rules.Who(one.country, one.mode) for one in people], queries.seats(course))


def clashing(offered: Sequence[queries.Offered], chosen: Collection[int]) -> list[tuple[Activity, Activity]]:
    """Return the pairs of chosen activities that are at the same time."""
    known = {one.activity.pk: one.activity for one in offered}
    spans = [rules.Span(pk, known[pk].starts_at, known[pk].ends_at) for pk in chosen if pk in known]
    return [(known[first], known[second]) for first, second in rules.clashes(spans)]


def place_words(place: int | None) -> str:
    """Return somebody's place in a line in words; "" where there is none to tell."""
    return _("No. %(place)s on the waiting list") % {"place": place} if place else ""
