"""The jury's stable words in the reader's language."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fairs.jury.models import Decision, Round

CONFLICTS: dict[str, Any] = {
    "declared": gettext_lazy("stands aside"),
    "keeper": gettext_lazy("looks after this profile"),
    "name": gettext_lazy("same surname"),
    "business": gettext_lazy("same business"),
    "municipality": gettext_lazy("employed by the maker's municipality"),
}

VERDICTS: dict[str, tuple[Any, str]] = {
    "select": (gettext_lazy("select"), "ok"),
    "wait": (gettext_lazy("waiting list"), "warn"),
    "decline": (gettext_lazy("decline"), "bad"),
    "complete": (gettext_lazy("complete"), "ok"),
    "incomplete": (gettext_lazy("incomplete"), "bad"),
}


def figure(value: Decimal | str | None) -> str:
    """Return a result with two decimals as the reader writes them; "–" for none."""
    return "–" if value is None or value == "" else number_format(Decimal(value), 2)


def conflict_refusal(ground: str, *, is_blind: bool) -> str:
    """Return why a juror may not score. In a blind round a found ground stays unsaid: it would tell who the maker is."""
    if ground == "declared":
        return _("You stand aside for this application, so you give it no points.")
    if is_blind:
        return _("You do not judge this application: the organiser's data show a conflict of interest. Go on to the next.")
    return _("You do not judge this application: %(ground)s. Go on to the next.") % {"ground": CONFLICTS[ground]}


def ground(word: str, *, value: Decimal | str | None, threshold: Decimal | str, rank: int | None, most: int | None, votes: int) -> str:
    """Return a ground of the protocol as a sentence for the organiser; `most` is how many may have the same product."""
    facts = {"value": figure(value), "threshold": figure(threshold), "rank": rank or 0, "most": most or 0, "votes": votes}
    if word == "threshold_reached":
        return _("Result %(value)s reaches the threshold %(threshold)s, and the goods group has room.") % facts
    if word == "no_jury_needed":
        return _("Needs no jury: the place is guaranteed, or the maker had a stall at an earlier fair.")
    if word == "below_threshold":
        return _("Result %(value)s is below the threshold %(threshold)s.") % facts
    if word == "too_few_votes":
        return ngettext("Fewer than %(votes)s vote.", "Fewer than %(votes)s votes.", votes) % facts
    if word == "group_full":
        return _("Result %(value)s reaches the threshold, but the goods group is full; number %(rank)s on its waiting list.") % facts
    if word == "same_product":
        sentence = ngettext(
            "Result %(value)s, but %(most)s maker with the same product is selected already; number %(rank)s on the waiting list.",
            "Result %(value)s, but %(most)s makers with the same product are selected already; number %(rank)s on the waiting list.",
            most or 0,
        )
        return sentence % facts
    return word


def ground_told(decision: Decision, one: Round) -> str:
    """Return the ground as the maker is told it; "" where the organiser decided otherwise than proposed, or nothing is to be told."""
    if decision.verdict != decision.proposed or not decision.grounds:
        return ""
    word = decision.grounds[0]
    if word == "below_threshold" and one.gives_score:
        facts = {"value": figure(decision.value), "threshold": figure(one.threshold)}
        return _("The jury's result is %(value)s; %(threshold)s was needed.") % facts
    told = {
        "below_threshold": _("The jury's result did not reach what was needed."),
        "too_few_votes": _("The jury could not judge the application."),
        "group_full": _("The jury would like you to come, but your goods group is full."),
        "same_product": _(
            "The jury would like you to come, but as many makers with the same product as the rules allow are selected already."
        ),
    }
    return told.get(word, "")
