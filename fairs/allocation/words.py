"""What the desk says about plans: states, demands that contradict each other, rules that a change would break."""

from collections.abc import Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairs.allocation.engine import Broken
from fairs.allocation.mapping import entry_of
from fairs.allocation.texts import GROUPS, Reader, need_words, place_words
from ticketing.events.models import Event

STATES: Mapping[str, tuple[Any, str]] = {
    "queued": (gettext_lazy("waits"), "info"),
    "running": (gettext_lazy("being computed"), "info"),
    "done": (gettext_lazy("ready"), "ok"),
    "failed": (gettext_lazy("failed"), "bad"),
    "cancelled": (gettext_lazy("put away"), "neutral"),
    "published": (gettext_lazy("in force"), "accent"),
    "superseded": (gettext_lazy("replaced"), "neutral"),
}
"""Word and tone of each state."""

VERDICTS: Mapping[str, tuple[Any, str]] = {
    "gains": (gettext_lazy("better wish"), "ok"),
    "loses": (gettext_lazy("worse wish"), "bad"),
    "moves": (gettext_lazy("moves"), "neutral"),
    "in": (gettext_lazy("gets a stall"), "ok"),
    "out": (gettext_lazy("loses the stall"), "bad"),
}
"""Word and tone of what a maker gains or loses from one version to another."""

STOPPED: Mapping[str, Any] = {
    "proof": gettext_lazy("proven: no better plan exists"),
    "work": gettext_lazy("the time for computing was used up"),
    "patches": gettext_lazy("the time for computing was used up"),
    "settled": gettext_lazy("nothing better was found any more"),
    "clock": gettext_lazy("the machine was busy; the clock ended the search"),
    "caller": gettext_lazy("stopped; the best so far was kept"),
    "hand": gettext_lazy("changed by hand"),
}
"""What ended a search."""


def address(name: str, *args: Any) -> str:
    """Return an address, or "" where this installation does not have that page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def demand(said: Mapping[str, Any], reader: Reader) -> dict[str, str]:
    """Return one of the demands that contradict each other, in words, with the address where it can be changed."""
    slug = reader.event.slug
    match said["demand"]:
        case "guaranteed":
            who = said["applicant"]
            return {"text": _("%(who)s is promised a place.") % {"who": _who(who, reader)}, "url": address("desk:application", slug, entry_of(who))}
        case "pin":
            facts = {"who": _who(said["applicant"], reader), "place": place_words(said["stalls"])}
            return {"text": _("%(who)s has %(place)s fixed.") % facts, "url": address("desk:plans", slug) + "#pins"}
        case "keep_apart":
            names = [_who(one, reader) for one in said["applicants"]]
            words = _("%(one)s and %(other)s must not stand side by side.") % {"one": names[0], "other": names[-1]}
            return {"text": words, "url": address("desk:allocation_rules", slug)}
    facts = {"by": GROUPS.get(said["by"], said["by"]), "value": said["value"], "most": said["max_stalls"]}
    page = "desk:call" if said["by"] == "goods_group" else "desk:allocation_rules"
    return {"text": _("%(by)s “%(value)s” may have %(most)s stalls at most.") % facts, "url": address(page, slug)}


def _who(applicant: str, reader: Reader) -> str:
    name = reader.names.get(applicant, "")
    return f"{entry_of(applicant)} {name}".strip()


def broken(one: Broken, reader: Reader) -> str:
    """Return a rule that a change by hand would break, in words."""
    who = " / ".join(_who(applicant, reader) for applicant in one.applicants)
    facts = {"who": who, **one.facts}
    match one.code:
        case "need":
            missing = ", ".join(need_words(need, reader) for need in one.facts["missing"])
            return _("%(stall)s does not have what %(who)s needs: %(missing)s.") % {**facts, "missing": missing}
        case "price":
            return _("%(stall)s costs more than %(who)s would pay.") % facts
        case "size":
            return _("%(who)s asked for %(least)s to %(most)s stalls, not %(stalls)s.") % facts
        case "not_wished":
            return _("%(who)s takes wished places only, and this is none.") % facts
        case "not_placed":
            return _("%(who)s is promised a place and would have none.") % facts
        case "keep_apart":
            return _("They must not stand side by side: %(who)s.") % facts
        case "cap":
            group = {"by": GROUPS.get(one.facts["by"], one.facts["by"])}
            return _("%(by)s “%(value)s” would have %(stalls)s stalls; %(max_stalls)s are allowed.") % {**facts, **group}
        case "board":
            return _("Power board %(board)s would carry %(kw)s kW; %(limit_kw)s kW are allowed.") % facts
        case "pinned_elsewhere" | "pinned_to_other":
            return _("A stall is fixed for somebody. Let it go first: %(who)s.") % facts
        case "closed":
            return _("%(stall)s is closed.") % facts
    return _("That is no row of stalls side by side.")


def names_of(applications: Any) -> dict[str, str]:
    """Return the exhibitors' names by applicant of the document; for organisers, who may know all."""
    return {f"E{number}": name for number, name in applications}


def reader_at(event: Event, language: str, names: Mapping[str, str]) -> Reader:
    """Return an organiser as a reader."""
    return Reader(language, names, event)
