"""What the screen says for each reason: one big word, and one sentence with the nearest remedy."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ticketing.door.operations import Answer
from ticketing.door.queries import AreaCount
from ticketing.door.rules import Reason

WORDS = {
    Reason.OK: _("Come in"),
    Reason.EXIT: _("Out"),
    Reason.ATTENTION: _("Come in, look"),
    Reason.TYPED: _("Come in, look"),
    Reason.UNPAID: _("Not paid"),
    Reason.QUESTIONS: _("Ask first"),
    Reason.USED: _("Already used"),
    Reason.CANCELLED: _("Cancelled"),
    Reason.REPLACED: _("Replaced"),
    Reason.EVENT_CANCELLED: _("Event cancelled"),
    Reason.EVENT_OVER: _("Event over"),
    Reason.EVENT_LOCKED: _("Event locked"),
    Reason.NO_EXITS: _("No exit here"),
    Reason.NOT_INSIDE: _("Not inside"),
    Reason.WRONG_PRODUCT: _("Not at this gate"),
    Reason.TOO_EARLY: _("Too early"),
    Reason.TOO_LATE: _("Too late"),
    Reason.GATE_CLOSED: _("Gate closed"),
    Reason.FOREIGN: _("Not a ticket"),
    Reason.MALFORMED: _("Unreadable"),
    Reason.FORGED: _("Not genuine"),
    Reason.TYPED_NOT_ALLOWED: _("Scan the code"),
    Reason.WRONG_EVENT: _("Another event"),
    Reason.UNKNOWN: _("Unknown"),
    Reason.TURNED_AWAY: _("Turned away"),
}

_SENTENCES = {
    Reason.OK: "",
    Reason.EXIT: _("The ticket may come in again."),
    Reason.ATTENTION: _("Read the note, then let them in."),
    Reason.TYPED: _("The number was typed: compare the name with a document."),
    Reason.UNPAID: _("Ask for the payment. A supervisor may let them in anyway."),
    Reason.QUESTIONS: _("Put the organiser's questions, then let them in."),
    Reason.USED: _("This ticket is inside already."),
    Reason.CANCELLED: _("This ticket was cancelled. Send them to the ticket desk."),
    Reason.REPLACED: _("There is a newer ticket in its place. Ask for the newest one."),
    Reason.EVENT_CANCELLED: _("The whole event was cancelled."),
    Reason.EVENT_OVER: _("The event has been closed by the organiser."),
    Reason.EVENT_LOCKED: _("The organiser is suspended. Call the supervisor."),
    Reason.NO_EXITS: _("This gate does not count people out. Switch to entry."),
    Reason.NOT_INSIDE: _("No entry was recorded. Let them out all the same."),
    Reason.WRONG_PRODUCT: _("This kind of ticket opens no gate of this event."),
    Reason.TOO_EARLY: _("This ticket is not valid yet."),
    Reason.TOO_LATE: _("This ticket is not valid any more."),
    Reason.GATE_CLOSED: _("This gate is closed now."),
    Reason.FOREIGN: _("This code is not one of ours. Ask for the ticket."),
    Reason.MALFORMED: _("The code is damaged. Scan it again, or find the person by name."),
    Reason.FORGED: _("This code was not made by us. Call the supervisor."),
    Reason.TYPED_NOT_ALLOWED: _("Only a supervisor's phone may type numbers."),
    Reason.WRONG_EVENT: _("This ticket is for another event."),
    Reason.UNKNOWN: _("We have no such ticket. Call the supervisor."),
    Reason.TURNED_AWAY: _("The phone refused it while it had no connection."),
}


def said(reason: str) -> Any:
    """Return the word for a recorded reason; an unknown one, of a later version, as it is."""
    return next((word for known, word in WORDS.items() if known == reason), reason)


RULINGS = {
    "keep_first": (_("Read twice"), "neutral"),
    "both": (_("Both were right"), "ok"),
    "find": (_("Find the person"), "warn"),
    "shared": (_("The ticket was shared"), "bad"),
}
"""Word and tone of what is suggested, or was decided, about a clash: the values of `ClashDecision.Ruling`."""

_WHY = {
    "keep_first": _("The same gate within half a minute: most likely one person was read twice."),
    "both": _("More than a quarter of an hour lies between: they may have left where nobody counts, and come back."),
    "shared": _("Too soon to have gone out and come back: two people may carry the same code."),
    "find": _("Nobody else stands in the way, or a clock was far off: look for the person and ask."),
}
DECISIONS = {
    "keep_first": _("One person, read twice. The first reading counts."),
    "both": _("Both were right: left and came back."),
    "find": _("The person must be found."),
    "shared": _("The ticket was shared. Cancel it."),
}
"""The same as a sentence a person decides by."""


def why(suggestion: str) -> str:
    """Return the reason for a suggestion about a clash."""
    return str(_WHY[suggestion])


def length(seconds: int) -> str:
    """Return a span of time in the active language, the two largest units: "4 min 12 s"."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return gettext("%(s)d s") % {"s": rest}
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return gettext("%(min)d min %(s)02d s") % {"min": minutes, "s": rest}
    return gettext("%(h)d h %(min)02d min") % {"h": hours, "min": minutes}


def hour(moment: datetime, zone: str, beside: datetime) -> str:
    """Return `moment` as a clock time, with weekday and date unless it is on the day of `beside`."""
    local, other = moment.astimezone(ZoneInfo(zone)), beside.astimezone(ZoneInfo(zone))
    clock = formats.time_format(local, "H:i")
    return clock if local.date() == other.date() else f"{formats.date_format(local, 'D j.m.')} {clock}"


def ago(seconds: int) -> str:
    """Return how long ago in the largest fitting unit, "3 minutes ago"."""
    if seconds < 60:
        return ngettext("%(n)d second ago", "%(n)d seconds ago", seconds) % {"n": seconds}
    if seconds < 3600:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", seconds // 60) % {"n": seconds // 60}
    return ngettext("%(n)d hour ago", "%(n)d hours ago", seconds // 3600) % {"n": seconds // 3600}


def sentence(answer: Answer, now: datetime) -> str:
    """Return the line below the word, in the active language, with hours in the event's zone."""
    if answer.reason == Reason.USED and answer.first_at:
        first = {
            "hour": hour(answer.first_at, answer.zone, now),
            "ago": ago(max(int((now - answer.first_at).total_seconds()), 1)),
            "gate": answer.first_gate,
        }
        return gettext("First scanned at %(hour)s, %(ago)s, at %(gate)s.") % first
    if answer.reason == Reason.WRONG_PRODUCT and answer.gates:
        return gettext("Send them to %(gates)s.") % {"gates": ", ".join(answer.gates)}
    if answer.moment and answer.reason in (Reason.TOO_EARLY, Reason.TOO_LATE, Reason.GATE_CLOSED):
        moment = {"hour": hour(answer.moment, answer.zone, now)}
        if answer.reason == Reason.TOO_EARLY:
            return gettext("Valid from %(hour)s.") % moment
        if answer.reason == Reason.TOO_LATE:
            return gettext("Was valid until %(hour)s.") % moment
        return gettext("This gate opens at %(hour)s.") % moment
    return str(_SENTENCES[answer.reason])


def crowded(area: AreaCount) -> str:
    """Return how full an area is, in the active language."""
    facts = {"area": area.name, "inside": area.inside, "capacity": area.capacity}
    if area.is_full:
        return gettext("%(area)s is full: %(inside)s of %(capacity)s inside. Call the supervisor.") % facts
    return gettext("%(area)s is nearly full: %(inside)s of %(capacity)s inside.") % facts


def for_verdicts() -> dict[str, dict[str, str]]:
    """Return word and sentence of each reason in the active language, for a phone that must judge without a network."""
    return {str(reason): {"word": str(WORDS[reason]), "text": str(_SENTENCES[reason])} for reason in Reason}
