"""What the maker's home says of calls: one's applications with what comes next, questions to answer, calls that are open."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import Person
from exhibitors.models import Exhibitor
from fairs.calls import links, queries, steps
from fairs.calls.models import Application
from fairs.calls.rules import Phase
from fairs.calls.wording import STANDING_NOW, STATE_TONES
from ticketing.events import wording

State = Application.State
KEPT = timedelta(days=60)
"""How long after its fair an application is still shown."""
SHOWN_CALLS = 6


def applications(request: HttpRequest, exhibitors: Sequence[Exhibitor]) -> dict[str, Any] | None:
    """Return the section of one's applications and of requests to share a stall; None where there are none. Two statements."""
    if not exhibitors:
        return None
    person, now = cast(Person, request.user), timezone.now()
    found = [one for one in queries.applications_of(person) if one.call.event.ends_at > now - KEPT]
    shares = [{"share": one, "url": links.share_url(one.pk)} for one in queries.shares_asked_of(person)]
    if not found and not shares:
        return None
    return {"template": "fairs/calls/workshop_applications.html", "rows": [_row(one, now) for one in found], "shares": shares}


def _row(one: Application, now: datetime) -> dict[str, Any]:
    shown = one.shown_state
    return {
        "application": one,
        "event": one.call.event,
        "state": State(shown).label,
        "tone": STATE_TONES[shown],
        "next": _next(one, now),
        "asks": one.reconfirm_by is not None and one.reconfirmed_at is None and shown in Application.STANDING,
        "url": reverse("calls:my", args=[one.pk]),
    }


def _next(one: Application, now: datetime) -> str:
    """Return what comes next, with its date where there is one."""
    call, zone = one.call, one.call.event.tz
    if one.shown_state == State.DRAFT:
        if not steps.may_edit(one, now):
            return _("The call is closed; this draft was not sent.")
        last = call.closes_at if now < call.closes_at else call.late_until or call.closes_at
        return _("Finish it and send it by %(when)s") % {"when": wording.deadline(last, zone)}
    if one.shown_state == State.SUBMITTED and call.decisions_on:
        return _("Decisions on %(day)s") % {"day": wording.dates(call.decisions_on, call.decisions_on)}
    return str(STANDING_NOW[one.shown_state])


def open_calls(request: HttpRequest, exhibitors: Sequence[Exhibitor]) -> dict[str, Any] | None:
    """Return the section of open calls at which nobody the person looks after has applied yet; None where there is none."""
    if not exhibitors:
        return None
    person, now = cast(Person, request.user), timezone.now()
    applied = set(queries.applications_of(person).exclude(state__in=[State.WITHDRAWN, State.CANCELLED]).values_list("call", flat=True))
    found = [
        call for call in queries.public_calls(at=now) if call.pk not in applied and queries.phase_of(call, now) in (Phase.OPEN, Phase.LATE)
    ]
    return {"template": "fairs/calls/workshop_calls.html", "calls": found[:SHOWN_CALLS]} if found else None
