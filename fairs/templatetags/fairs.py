"""{% load fairs %}: tones of what makers have, and looking things up by a key or a place."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from fairs.allocation import tables as plans
from fairs.allocation.models import LedgerEntry
from fairs.fairday.texts import PRESENCE
from fairs.offers import tables as offers_tables

register = template.Library()
COUNTRIES = {"LV": _("Latvia"), "RU": _("Russia")}


@register.filter
def offer_tone(state: str) -> str:
    """`{{ offer.state|offer_tone }}` gives the tone of its badge."""
    return offers_tables.TONES[state]


@register.filter
def presence_label(presence: str) -> str:
    """`{{ row.presence|presence_label }}` gives the word for whether a maker is there."""
    return str(PRESENCE[presence][0])


@register.filter
def presence_tone(presence: str) -> str:
    """`{{ row.presence|presence_tone }}` gives the tone of its badge."""
    return PRESENCE[presence][1]


@register.filter
def key(found: Mapping[Any, Any], name: Any) -> Any:
    """`{{ texts|key:name }}` gives what stands under a name, "" where nothing does."""
    return found.get(name, "")


@register.filter
def at(found: Sequence[Any], place: int) -> Any:
    """`{{ criteria|at:forloop.counter0 }}` gives what stands at a place."""
    return found[place]


@register.filter
def needs(application: Any) -> str:
    """`{{ application|needs }}` says in a few words what its stall must have."""
    return offers_tables.needs(application)


@register.filter
def plan_tone(state: str) -> str:
    """`{{ plan.state|plan_tone }}` gives the tone of its badge."""
    return plans.TONES[state]


@register.filter
def wish_met(row: Any) -> str:
    """`{{ row|wish_met }}` says which wish a maker's place meets."""
    return plans.wish_met(row)


@register.filter
def why_waits(row: Any) -> str:
    """`{{ row|why_waits }}` says in a few words why a maker has no stall."""
    return plans.why_waits(row)


@register.filter
def verdict_label(verdict: str) -> str:
    """`{{ difference.verdict|verdict_label }}` says how a maker fares from one plan to another."""
    return str(plans.VERDICTS[verdict][0])


@register.filter
def verdict_tone(verdict: str) -> str:
    """`{{ difference.verdict|verdict_tone }}` gives the tone of its badge."""
    return plans.VERDICTS[verdict][1]


@register.filter
def by_kind(years: Any) -> list[tuple[Any, int]]:
    """`{% for label, n in years|by_kind %}` gives how often a maker had each kind of place."""
    return [(kind.label, years.counts[kind.value]) for kind in LedgerEntry.Kind]


@register.filter
def round_tone(state: str) -> str:
    """`{{ round.state|round_tone }}` gives the tone of its badge."""
    return {"draft": "neutral", "open": "info", "closed": "ok"}[state]


@register.filter
def country_name(code: str) -> str:
    """`{{ "LV"|country_name }}` gives the country's name; a code that is not known stays."""
    return str(COUNTRIES.get(code, code))
