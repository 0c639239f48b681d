"""What can be done to several applications at once: its words, whom it concerns, and what it calls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.people.models import Person
from fairs.calls import operations as calls
from fairs.calls import queries
from fairs.calls.models import Application, Call
from fairs.calls.rules import may_move

State = Application.State


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do to many. `asks` names what is typed on the confirming page: a reason, a goods group, or nothing."""

    label: Any
    question: Any
    concerns: Callable[[Application], bool]
    writes: bool = False
    asks: str = ""
    is_hard: bool = False


def _stands(one: Application) -> bool:
    return one.state in (State.DRAFT, *Application.STANDING)


ACTS: Mapping[str, Act] = {
    "ask": Act(_("Ask for what is missing"), _("Each maker gets one letter with everything that is missing."), _stands, writes=True),
    "guarantee": Act(
        _("Guarantee a place"), _("They get a stall before everybody else."), lambda one: _stands(one) and not one.is_guaranteed
    ),
    "unguarantee": Act(_("Guarantee no longer"), _("They take part as everybody else."), lambda one: one.is_guaranteed),
    "support": Act(
        _("Mark as paid by a project"),
        _("Their next price is computed without what the project pays."),
        lambda one: _stands(one) and not one.is_partner_supported,
    ),
    "unsupport": Act(_("No longer paid by a project"), _("Their next price is the full one."), lambda one: one.is_partner_supported),
    "group": Act(
        _("Set the goods group"), _("The goods group is changed; the price stays until it is computed anew."), _stands, asks="group"
    ),
    "requote": Act(_("Compute the price anew"), _("The price is computed by today's list; the old one stays in the history."), _stands),
    "wait": Act(
        _("Put at the end of the waiting list"),
        _("They wait, in the order shown. Makers are told when decisions are published."),
        lambda one: may_move(one.state, State.WAITING) and one.state in ("submitted", "selected", "rejected"),
    ),
    "cancel": Act(
        _("Cancel, with a reason"),
        _("The applications are cancelled for good and their stalls are free. Each maker is written to with the reason."),
        lambda one: may_move(one.state, State.CANCELLED),
        writes=True,
        asks="reason",
        is_hard=True,
    ),
}


def do(
    word: str, *, call: Call, applications: Sequence[Application], reason: str, group: int | None, by: Person, at: datetime
) -> calls.Outcome:
    """Do it to each application that it concerns. `reason` and `group` are what the act asks for."""
    if word == "ask":
        told = calls.ask_for_missing(call=call, applications=applications, by=by, at=at)
        return calls.Outcome(told.written, [(one, str(_("has no e-mail address; telephone"))) for one in told.unreachable])
    marks: dict[str, dict[str, Any]] = {
        "guarantee": {"is_guaranteed": True},
        "unguarantee": {"is_guaranteed": False},
        "support": {"is_partner_supported": True},
        "unsupport": {"is_partner_supported": False},
    }
    if word == "group":
        marks["group"] = {"goods_group": call.goods_groups.get(pk=group or 0)}
    if word in marks:
        return calls.each(applications, lambda one: calls.mark(application=one, facts=marks[word], by=by, at=at))
    if word == "requote":
        return calls.each(applications, lambda one: calls.requote(application=one, by=by, at=at))
    if word == "wait":
        return calls.each(
            applications,
            lambda one: calls.move(application=one, to=State.WAITING, place_in_list=queries.end_of_list(call), by=by, at=at),
        )
    return calls.each(applications, lambda one: calls.cancel(application=one, reason=reason, by=by, at=at))
