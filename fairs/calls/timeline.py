"""An application's way from beginning to fair, as its maker may know it: only what has been shown, never what was moved inside."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairs.calls.models import Application
from fairs.calls.wording import STATE_TONES
from ticketing.events import wording

State = Application.State
ENDED = (State.REJECTED, State.DECLINED, State.WITHDRAWN, State.CANCELLED)
_AFTER_DECISION = (State.SELECTED, State.WAITING, State.OFFERED, State.ACCEPTED, State.CONFIRMED, *ENDED)
_OFFERED = (State.OFFERED, State.ACCEPTED, State.CONFIRMED)

_DECIDED: dict[str, Any] = {
    State.SELECTED: gettext_lazy("You are selected"),
    State.WAITING: gettext_lazy("You are on the waiting list"),
    State.REJECTED: gettext_lazy("Not selected this time"),
}


def steps(application: Application, at: datetime) -> list[dict[str, Any]]:
    """Return the steps in order, each with label, date in words, state ("done", "current" or "") and what is to be said of it."""
    shown, zone = application.shown_state, application.call.event.tz
    found = [
        _step(_("Begun"), wording.moment(application.created_at, zone), done=True),
        _sent(application, at),
    ]
    if shown in (State.WITHDRAWN, State.CANCELLED):
        return [*found[: 2 if application.submitted_at else 1], _end(application)]
    found.append(_decision(application))
    if shown == State.REJECTED:
        return found
    found.append(_offer(application))
    if shown == State.DECLINED:
        return found
    found.append(_step(_("Place confirmed"), done=shown == State.CONFIRMED, current=shown == State.ACCEPTED))
    event = application.call.event
    starts, ends = event.starts_at.astimezone(zone).date(), event.ends_at.astimezone(zone).date()
    found.append(_step(_("The fair"), wording.dates(starts, ends), done=at >= event.ends_at, current=shown == State.CONFIRMED))
    return found


def _step(label: str, at: str = "", *, done: bool = False, current: bool = False, text: str = "", tone: str = "") -> dict[str, Any]:
    return {"label": label, "at": at, "state": "done" if done else "current" if current else "", "text": text, "tone": tone}


def _sent(application: Application, at: datetime) -> dict[str, Any]:
    call, zone = application.call, application.call.event.tz
    if application.submitted_at is not None:
        text = _("After the closing date; marked as late.") if application.is_late else ""
        return _step(_("Sent"), wording.moment(application.submitted_at, zone), done=True, text=text)
    last = call.closes_at if at < call.closes_at else call.late_until or call.closes_at
    return _step(_("To be sent"), _("by %(when)s") % {"when": wording.deadline(last, zone)}, current=True)


def _decision(application: Application) -> dict[str, Any]:
    call, shown = application.call, application.shown_state
    if shown in _AFTER_DECISION:
        label = str(_DECIDED.get(shown, _("You are selected")))
        at = wording.moment(call.decided_at, call.event.tz) if call.decided_at else ""
        return _step(label, at, done=True, tone=STATE_TONES[shown] if shown in _DECIDED else "")
    at = wording.dates(call.decisions_on, call.decisions_on) if call.decisions_on else _("The day is not fixed yet.")
    return _step(_("Decision, told to everybody at the same time"), at, current=shown == State.SUBMITTED)


def _offer(application: Application) -> dict[str, Any]:
    shown = application.shown_state
    if shown == State.DECLINED:
        return _step(_("You have declined the offer"), done=True)
    if shown == State.OFFERED:
        return _step(_("A stall is offered; your answer is awaited"), current=True)
    if shown in _OFFERED:
        return _step(_("You have said yes to your stall"), done=True)
    return _step(_("Stall and price offered"), current=shown in (State.SELECTED, State.WAITING))


def _end(application: Application) -> dict[str, Any]:
    label = _("Withdrawn by you") if application.shown_state == State.WITHDRAWN else _("Cancelled by the organiser")
    return _step(label, done=True, text=application.closed_reason, tone=STATE_TONES[application.shown_state])
