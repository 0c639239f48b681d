"""Reasons in the reader's language: plain, warm, short sentences made of the facts that `reasoning` found.

Who has a wished stall is named only where the reader may know it; otherwise it is "another maker".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency, format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from common.languages import locale_name
from ticketing.events.models import Event

TERMS: Mapping[str, Any] = {
    "quota_shortfall": gettext_lazy("the shares promised to groups"),
    "placed_value": gettext_lazy("the points of all who get a stall"),
    "extra_stalls": gettext_lazy("more than the least number of stalls"),
    "wish_points": gettext_lazy("the wishes of all makers together"),
    "claims_kept": gettext_lazy("makers who come back to last year's stall"),
    "beside_met": gettext_lazy("makers who want to stand side by side"),
    "unwanted_neighbours": gettext_lazy("makers who do not want to stand side by side"),
    "same_craft_neighbours": gettext_lazy("different crafts side by side"),
    "justified_envy": gettext_lazy("nobody with fewer points on a stall you wished for"),
    "dropped": gettext_lazy("nobody loses a stall"),
    "moves": gettext_lazy("as few moves as possible"),
}
"""What each term of the levels is about."""

FEATURES: Mapping[str, Any] = {
    "electricity": gettext_lazy("electricity"),
    "water": gettext_lazy("water"),
    "open_fire": gettext_lazy("open fire"),
    "noise_ok": gettext_lazy("noise"),
    "accessible": gettext_lazy("step-free access"),
    "corner": gettext_lazy("a corner"),
    "covered": gettext_lazy("a roof"),
    "vehicle": gettext_lazy("room for a vehicle"),
}

GROUPS: Mapping[str, Any] = {
    "goods_group": gettext_lazy("goods group"),
    "craft": gettext_lazy("craft"),
    "country": gettext_lazy("country"),
    "municipality": gettext_lazy("municipality"),
    "newcomer": gettext_lazy("newcomers"),
    "product": gettext_lazy("product"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their language, and the names they may know, by applicant of the document."""

    language: str
    names: Mapping[str, str]
    event: Event

    def who(self, applicant: str) -> str:
        return self.names.get(applicant) or _("another maker")

    def money(self, amount: float) -> str:
        return format_currency(Decimal(str(amount)), self.event.currency, locale=locale_name(self.language))

    def number(self, number: str) -> str:
        return format_decimal(Decimal(number), locale=locale_name(self.language))


def told(facts: Mapping[str, Any], reader: Reader) -> list[str]:
    """Return the sentences about one maker: what they got and why, each wish that was not met, what would have to change."""
    with override(reader.language):
        first = _got(facts) if facts["stalls"] else _waits(facts, reader)
        missed = [_missed(one, reader) for one in facts["missed"]] + [_general(one, reader) for one in facts["general"]]
        return [*first, *missed, *(_change(one, reader) for one in facts["changes"])]


def place_words(stalls: list[str]) -> str:
    """Return stalls as one place: "A4" or "A4–A5"."""
    return stalls[0] if len(stalls) == 1 else f"{stalls[0]}–{stalls[-1]}"


def need_words(need: str, reader: Reader) -> str:
    """Return a need of the document in words: "kw:3" is "3 kW of power"."""
    name, _colon, amount = need.partition(":")
    if name == "off":
        return _("free kW on its power board")
    if amount:
        words = {
            "kw": _("%(number)s kW of power"),
            "front": _("a front of %(number)s m"),
            "depth": _("a depth of %(number)s m"),
            "vehicle": _("room for a vehicle of %(number)s m"),
        }
        return words[name] % {"number": reader.number(amount)} if name in words else need
    return str(FEATURES.get(name, name))


def wish_words(wish: str) -> str:
    """Return a general wish in words: "zone:B" is "zone B"."""
    kind, _colon, word = wish.partition(":")
    return _("zone %(code)s") % {"code": word} if kind == "zone" else str(FEATURES.get(word, word))


# --- what somebody got ----------------------------------------------------------------------------------------------


def _got(facts: Mapping[str, Any]) -> list[str]:
    standing, place = facts["standing"], place_words(facts["stalls"])
    out = [ngettext("You have stall %(place)s.", "You have stalls %(place)s.", len(facts["stalls"])) % {"place": place}]
    rank = standing.get("rank")
    if standing.get("pinned"):
        out.append(_("The organiser has set this place for you."))
    elif standing.get("claim_kept"):
        out.append(_("It is the place you had last year."))
    if rank == 1:
        out.append(_("It is what you wished most."))
    elif rank:
        out.append(_("It meets wish %(rank)s of your %(all)s.") % {"rank": rank, "all": facts["wishes"]})
    elif facts["wishes"]:
        out.append(_("None of your wishes could be met; this place has all that you need."))
    if standing.get("stalls_short"):
        out.append(_("It is smaller than you wished, and not below the least you asked for."))
    if standing.get("beside"):
        out.append(_("You stand beside somebody you wanted beside you."))
    return out


# --- why somebody waits -----------------------------------------------------------------------------------------------


def _waits(facts: Mapping[str, Any], reader: Reader) -> list[str]:
    standing = facts["standing"]
    out = [_("There is no stall for you yet; you are on the waiting list.")]
    if standing["code"] == "no_stall":
        out.append(_("No place on the ground has all that you need, in your size and at your price."))
    elif standing["code"] == "cap":
        out += [
            _("Your group (%(by)s: %(value)s) has all the %(most)s stalls it may have.")
            % {"by": GROUPS.get(cap["by"], cap["by"]), "value": cap["value"], "most": cap["max_stalls"]}
            for cap in standing["caps"]
        ]
    else:
        out.append(_("All places that would do for you went to makers who count for more in the published order."))
        if standing.get("points_missing"):
            out.append(
                ngettext(
                    "%(n)s point more from the jury would have been enough.",
                    "%(n)s points more from the jury would have been enough.",
                    standing["points_missing"],
                )
                % {"n": standing["points_missing"]}
            )
    return out


# --- wishes that were not met -----------------------------------------------------------------------------------------


def _missed(entry: Mapping[str, Any], reader: Reader) -> str:
    stall = {"stall": entry["stall"]}
    match entry["reason"]:
        case "closed":
            return _("%(stall)s is not given to anybody this time.") % stall
        case "need":
            missing = ", ".join(need_words(need, reader) for need in entry["missing"])
            return _("%(stall)s does not have what you need: %(missing)s.") % {**stall, "missing": missing}
        case "price":
            prices = {"price": reader.money(entry["price"]), "most": reader.money(entry["max_price"])}
            return _("%(stall)s costs %(price)s, more than the %(most)s you would pay.") % {**stall, **prices}
        case "pinned":
            return _("%(stall)s was set for somebody else by the organiser.") % stall
        case "size":
            return _("%(stall)s has no room for as many stalls side by side as you need.") % stall
    return _exchange(entry, reader)


def _exchange(entry: Mapping[str, Any], reader: Reader) -> str:
    said = {"stall": entry["stall"], "who": reader.who(entry.get("holder", ""))}
    said |= {"aim": ", ".join(str(TERMS[term]) for term in entry.get("terms", ()) if term in TERMS)}
    if entry.get("level") == 0:
        return _("%(stall)s could not be yours without breaking a rule that must be kept.") % said
    match entry.get("ground"):
        case "claim":
            has = _("%(stall)s went to %(who)s, who had it last year.") % said
        case "guaranteed":
            has = _("%(stall)s went to %(who)s, who was promised a place.") % said
        case "score":
            has = _("%(stall)s went to %(who)s, who has more points from the jury.") % said
        case "free":
            has = _("%(stall)s stays free.") % said
        case _:
            has = _("%(stall)s went to %(who)s.") % said
    if entry.get("level") is None:
        return has + " " + _("For the fair as a whole both ways were equal; the place had to go to one of you.")
    return has + " " + _("Giving it to you would have harmed: %(aim)s.") % said


def _general(entry: Mapping[str, Any], reader: Reader) -> str:
    said = {"wish": wish_words(entry["wish"]), "n": entry["stalls"], "taken": entry["taken"]}
    if not entry["stalls"]:
        return _("No stall has what you wished for: %(wish)s.") % said
    if entry["taken"] + entry["closed"] >= entry["stalls"]:
        return _("You wished for: %(wish)s. All such stalls (%(n)s) are taken or closed.") % said
    return _("You wished for: %(wish)s. Of %(n)s such stalls %(taken)s are taken; the others do not suit your needs or the plan.") % said


# --- what would have to change ----------------------------------------------------------------------------------------


def _change(entry: Mapping[str, Any], reader: Reader) -> str:
    place = {"place": place_words(entry["stalls"])}
    if "size" in entry:
        words = ngettext(
            "With %(n)s stall, %(place)s would have been free.", "With %(n)s stalls, %(place)s would have been free.", entry["size"]
        )
        return words % {"n": entry["size"], **place}
    if "without" in entry:
        return _("Without this need, %(place)s would have been free: %(need)s.") % {"need": need_words(entry["without"], reader), **place}
    if "price" in entry:
        return _("At more than %(price)s for a stall, %(place)s would have been free.") % {"price": reader.money(entry["price"]), **place}
    return _("Had you said that any other place will do, too, %(place)s would have been free.") % place
