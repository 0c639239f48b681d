"""What organisers read about a plan: how far it is, what a change breaks and loses, which demands contradict each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fairs.allocation.engine import Broken, Comparison
from fairs.allocation.models import Plan
from fairs.allocation.rules import SECONDS
from fairs.allocation.texts import GROUPS, TERMS, Reader, need_words, place_words

COUNTED: Mapping[str, Any] = {
    "quota_shortfall": gettext_lazy("stalls short of the promised shares"),
    "placed_value": gettext_lazy("points of all who get a stall"),
    "extra_stalls": gettext_lazy("stalls above the least number asked for"),
    "wish_points": gettext_lazy("points for wishes"),
    "claims_kept": gettext_lazy("makers back on last year's stall"),
    "beside_met": gettext_lazy("makers beside whom they wanted"),
    "unwanted_neighbours": gettext_lazy("makers beside whom they did not want"),
    "same_craft_neighbours": gettext_lazy("neighbours of one craft"),
    "justified_envy": gettext_lazy("times somebody with fewer points stands where one with more wished to"),
    "dropped": gettext_lazy("makers who lose their stall"),
    "moves": gettext_lazy("makers who are moved"),
}
"""What is counted for each term."""


def order(levels: Sequence[Mapping[str, float]]) -> list[list[tuple[str, int]]]:
    """Return the order of the aims as a reader takes it: for each level what it is about, with weights where there are several."""
    return [[(str(TERMS[term]), int(abs(weight)) if len(level) > 1 else 0) for term, weight in level.items()] for level in levels]


def counted(level: Mapping[str, float]) -> str:
    """Return what a level's value counts."""
    return ", ".join(str(COUNTED[term]) for term in level if term in COUNTED)


def shown(level: Mapping[str, float], value: float) -> str:
    """Return a level's value; a level of things to avoid counts them."""
    return number(abs(value) if all(weight < 0 for weight in level.values()) else value)


def progress(plan: Plan, at: datetime) -> dict[str, Any]:
    """Return how far a computation is, as the progress bar asks: seconds of the budget, and the best so far in words."""
    said = plan.progress or {}
    spent = min((at - plan.started_at).total_seconds(), SECONDS[plan.budget]) if plan.started_at else 0
    if plan.state == Plan.State.QUEUED:
        text = _("The plan waits for its turn; it begins within a few seconds.")
    elif not said.get("placed"):
        text = _("The first plan is being made …")
    else:
        text = " ".join([best_words(said), _("Better ones are being looked for.")])
    return {"value": round(spent), "max": round(SECONDS[plan.budget]), "text": text}


def best_words(said: Mapping[str, int]) -> str:
    """Return how good a plan is: "41 of 44 makers have a place, 18 have their first wish."."""
    placed = ngettext("%(n)s of %(all)s makers has a place,", "%(n)s of %(all)s makers have a place,", said["placed"])
    firsts = ngettext("%(n)s has the first wish.", "%(n)s have their first wish.", said["firsts"])
    return " ".join([placed % {"n": said["placed"], "all": said["makers"]}, firsts % {"n": said["firsts"]}])


def number(value: float) -> str:
    """Return a level's value as it is written in the reader's language."""
    return number_format(round(value, 2) if value % 1 else int(value), use_l10n=True, force_grouping=True)


@dataclass(frozen=True, slots=True)
class Level:
    """One line of the published order: what it is about, and its value in one version or two."""

    place: int
    about: str
    value: str
    before: str = ""
    change: float = 0
    is_proven: bool = False


def levels(document: Mapping[str, Any], plan: Plan) -> list[Level]:
    """Return what each level of a version came to."""
    pairs = enumerate(zip(document["levels"], plan.levels, strict=False), 1)
    return [Level(n, counted(level), shown(level, value), is_proven=n <= plan.proven) for n, (level, value) in pairs]


def side_by_side(document: Mapping[str, Any], comparison: Comparison) -> list[Level]:
    """Return the levels before and after a change."""
    both = zip(document["levels"], comparison.before.levels, comparison.after.levels, comparison.change, strict=True)
    return [Level(n, counted(level), shown(level, new), shown(level, old), by) for n, (level, old, new, by) in enumerate(both, 1)]


@dataclass(frozen=True, slots=True)
class Change:
    """One aim that a change serves or harms, in its own measure."""

    about: str
    before: str
    after: str
    is_better: bool


def aims(document: Mapping[str, Any], comparison: Comparison) -> list[Change]:
    """Return the aims of the published order that differ between two plans, in that order; what harms comes with what helps."""
    old, new = comparison.before.terms, comparison.after.terms
    weighed = [(term, weight) for level in document["levels"] for term, weight in level.items() if old[term] != new[term]]
    return [
        Change(str(COUNTED[term]), number(old[term]), number(new[term]), weight * (new[term] - old[term]) > 0) for term, weight in weighed
    ]


def broken(one: Broken, reader: Reader) -> str:
    """Return what a rule that is broken demands, and of whom."""
    facts = one.facts
    who = " · ".join(reader.who(applicant) for applicant in one.applicants)
    said = {"who": who, "stall": facts.get("stall", ""), **{name: facts[name] for name in ("least", "most", "stalls") if name in facts}}
    match one.code:
        case "need":
            missing = ", ".join(need_words(need, reader) for need in facts["missing"])
            return _("%(who)s needs what %(stall)s does not have: %(missing)s.") % {**said, "missing": missing}
        case "price":
            prices = {"price": reader.money(facts["price"]), "most": reader.money(facts["max_price"])}
            return _("%(stall)s costs %(price)s; %(who)s would pay %(most)s at most.") % {**said, **prices}
        case "size":
            return _("%(who)s asked for %(least)s to %(most)s stalls, not for %(stalls)s.") % said
        case "not_wished":
            return _("%(who)s wants only the places they wished for.") % said
        case "not_placed":
            return _("%(who)s is promised a place and would have none.") % said
        case "keep_apart":
            return _("%(who)s must not stand side by side.") % said
        case "cap":
            group = {"by": GROUPS.get(facts["by"], facts["by"]), "value": facts["value"], "most": facts["max_stalls"]}
            return _("The group (%(by)s: %(value)s) may have %(most)s stalls at most and would have %(n)s.") % {
                **group,
                "n": facts["stalls"],
            }
        case "board":
            power = {"board": facts["board"], "kw": number(facts["kw"]), "limit": number(facts["limit_kw"])}
            return _("Power board %(board)s would have to give %(kw)s kW; its limit is %(limit)s kW.") % power
        case "closed":
            return _("%(stall)s is closed.") % said
        case "pinned_elsewhere":
            return _("%(who)s is fixed on %(place)s. Let go of that first.") % {**said, "place": ", ".join(facts["stalls"])}
        case "pinned_to_other":
            names = [reader.who(applicant) for applicant in one.applicants]
            return _("%(stall)s is fixed for %(who)s. Let go of that first.") % {**said, "who": names[-1]}
        case "not_touching":
            return _("These stalls do not stand side by side in one row.")
    return _("These are not open stalls of this fair.")


@dataclass(frozen=True, slots=True)
class Demand:
    """One of the demands that contradict each other. `where`: "application" (with `entry`), "rules" or "call"."""

    text: str
    where: str
    entry: int = 0


def demand(one: Mapping[str, Any], reader: Reader) -> Demand:
    """Return what a demand says and where it can be taken back."""
    entry = int(one["applicant"][1:]) if "applicant" in one else 0
    who = reader.who(one.get("applicant", ""))
    match one["demand"]:
        case "guaranteed":
            return Demand(_("%(who)s is promised a place.") % {"who": who}, "application", entry)
        case "pin":
            return Demand(_("%(who)s is fixed on %(place)s.") % {"who": who, "place": place_words(one["stalls"])}, "rules", entry)
        case "keep_apart":
            pair = " · ".join(reader.who(applicant) for applicant in one["applicants"])
            return Demand(_("%(who)s must not stand side by side.") % {"who": pair}, "rules")
    said = {"by": GROUPS.get(one["by"], one["by"]), "value": one["value"], "most": one["max_stalls"]}
    text = _("The group (%(by)s: %(value)s) may have %(most)s stalls at most.") % said
    return Demand(text, "call" if one["by"] == "goods_group" else "rules")
