"""The desk's front page with one's events, and the cockpit of one event."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.history import queries as history
from accounts.partners.models import Partner
from accounts.roles.rules import Capability
from ticketing.cockpit import charts, lacks, milestones, operations, queries
from ticketing.cockpit.lacks import Lack
from ticketing.cockpit.queries import SORTS, WHEN, Wanted
from ticketing.events import queries as events
from ticketing.events import rules, sheets, wording
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event
from ticketing.events.sheets import Column

PER_PAGE = 50
PILLS = dict(zip(WHEN, (_("Now and to come"), _("Running now"), _("Over"), _("All")), strict=True))


def _wanted(said: Mapping[str, str]) -> Wanted:
    """Read the filters from the address."""

    def one_of(name: str, choices: Iterable[str]) -> str:
        return value if (value := said.get(name, "")) in choices else ""

    partner = said.get("partner", "")
    return Wanted(
        words=said.get("q", "").strip()[:100],
        when=one_of("when", WHEN),
        kind=one_of("kind", Event.Kind.values),
        state=one_of("state", Event.State.values),
        partner=int(partner) if partner.isascii() and partner.isdigit() and len(partner) < 10 else None,
        sort=one_of("sort", SORTS),
    )


def _options(name: str, label: Any, anything: Any, choices: Iterable[tuple[Any, Any]], chosen: Any) -> dict[str, Any]:
    options = [{"value": "", "label": anything, "selected": not chosen}]
    options += [{"value": value, "label": label, "selected": value == chosen} for value, label in choices]
    return {"name": name, "label": label, "options": options}


def _with(request: HttpRequest, **changed: str) -> str:
    """Return the address of this page with some of its words changed; the page number is forgotten."""
    said = request.GET.copy()
    said.pop("page", None)
    for name, value in changed.items():
        said.pop(name, None)
        if value:
            said[name] = value
    return f"?{said.urlencode()}"


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the events one has a desk for."""
    now, wanted = timezone.now(), _wanted(request.GET)
    counted = queries.counts(request.user, now)
    partners = Partner.objects.filter(pk__in=events.events_of(request.user).order_by().values("partner"))
    more = {
        "now": now,
        "has_any": bool(counted["all"]),
        "may_create": events.partners_to_organise_for(request.user, timezone.localdate()).exists(),
        "page_obj": Paginator(queries.my_events(request.user, wanted, now), PER_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "reset_url": "" if wanted.is_empty else reverse("desk:home"),
        "pills": [
            {"label": label, "url": _with(request, when=when), "active": when == wanted.when, "count": counted[when]}
            for when, label in PILLS.items()
        ],
        "filters": [
            _options("partner", _("Organiser"), _("All organisers"), [(row.pk, row.name) for row in partners], wanted.partner),
            _options("kind", _("Kind"), _("All kinds"), Event.Kind.choices, wanted.kind),
            _options("state", _("State"), _("All states"), Event.State.choices, wanted.state),
        ],
        "sorts": {name: {"url": _with(request, sort=name), "active": name == wanted.sort} for name in SORTS},
        "csv_url": f"{reverse('desk:home_file', args=['csv'])}?{request.GET.urlencode()}",
        "xlsx_url": f"{reverse('desk:home_file', args=['xlsx'])}?{request.GET.urlencode()}",
    }
    return render(request, "ticketing/cockpit/home.html", more)


COLUMNS = [
    Column(_("Event"), lambda event: event.title),
    Column(_("Kind"), lambda event: event.get_kind_display()),
    Column(_("State"), lambda event: event.get_state_display()),
    Column(_("Organiser"), lambda event: str(event.partner)),
    Column(_("Site"), lambda event: str(event.site or "")),
    Column(_("Starts"), lambda event: f"{event.starts_at.astimezone(event.tz):%Y-%m-%d %H:%M}"),
    Column(_("Ends"), lambda event: f"{event.ends_at.astimezone(event.tz):%Y-%m-%d %H:%M}"),
    Column(_("Time zone"), lambda event: event.zone),
    Column(_("Tickets"), lambda event: event.tickets_valid),
]
"""Times by each event's own clock, as the list may hold several zones."""


@login_required
@require_safe
def home_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give the list, filtered as on the page, to a spreadsheet."""
    found = queries.my_events(request.user, _wanted(request.GET), timezone.now())
    return sheets.download(kind, f"events-{timezone.localdate():%Y-%m-%d}", found, COLUMNS, timezone.get_default_timezone())


# --- one event -------------------------------------------------------------------------------------------------------

MOVES: dict[str, dict[str, Any]] = {
    "published": {
        "label": _("Publish"),
        "question": _("Everybody will see the event in the calendar, and what is on sale can be ordered."),
        "yes": _("Publish it"),
        "tone": "primary",
    },
    "finished": {
        "label": _("Finish"),
        "question": _("The event becomes a past one; nothing more is sold."),
        "yes": _("Finish it"),
        "tone": "primary",
    },
    "reported": {
        "label": _("Mark as reported"),
        "question": _("Its figures are final then; this cannot be taken back."),
        "yes": _("It has been reported"),
        "tone": "primary",
    },
    "draft": {
        "label": _("Withdraw to draft"),
        "question": _("Nobody will see the event until you publish it again."),
        "yes": _("Withdraw it"),
        "tone": "danger",
    },
    "cancelled": {
        "label": _("Cancel the event"),
        "question": _(
            "Its page will say so and nothing more is sold. All orders are cancelled, and everybody gets back all that was paid. "
            "This cannot be taken back."
        ),
        "yes": _("Cancel the event for good"),
        "tone": "danger",
    },
}
"""The buttons of the cockpit by the state they lead to; moving to other days has a page of its own."""


def _buttons(event: Event, at: datetime, is_blocked: bool) -> list[dict[str, Any]]:
    """Return what may be done to the event. Finishing is the thing to do once it is over, and not offered before it begins."""
    closed = {"published"} if is_blocked else set()
    if at < event.starts_at:
        closed.add("finished")
    allowed = [to for to in MOVES if rules.may_move(event.state, to) and to not in closed]
    quiet = {"tone": "plain"} if at < event.ends_at else {}
    return [{**MOVES[to], **(quiet if to == "finished" else {}), "fields": [{"name": "to", "value": to}]} for to in allowed]


def _to_do(event: Event, found: Iterable[Lack], allowed: frozenset[Capability]) -> list[dict[str, Any]]:
    """Return the lacks with an address where the reader may open it."""

    def address(lack: Lack) -> str:
        try:
            return reverse(lack.page, args=[event.slug]) if lack.right in allowed else ""
        except NoReverseMatch:
            return ""

    return [{"text": lack.text, "is_blocking": lack.is_blocking, "url": address(lack)} for lack in found]


def _curve(event: Event, at: datetime) -> dict[str, Any]:
    """Return what the chart of the last days' orders shows."""
    days = queries.curve(event, at)
    return {
        "days": days,
        "first_day": wording.brief_day(days[0][0]),
        "bars": charts.bars(days),
        "chart": charts,
        "sold_lately": sum(count for _day, count in days),
        "most": max(count for _day, count in days),
    }


@at_desk(Capability.SEE_DESK)
@require_safe
def cockpit(request: HttpRequest, event: Event) -> HttpResponse:
    """Show how an event stands and what is to be done next."""
    now, allowed = timezone.now(), request.desk.allowed
    more: dict[str, Any] = {
        "event": event,
        "steps": milestones.of(event, now),
        "zone": wording.zone_words(event.tz),
        "figures": queries.figures(event, now),
        "may_see_orders": Capability.SEE_ORDERS in allowed,
    }
    missing = lacks.of(event, now) if Capability.SEE_ORDERS in allowed else []
    if Capability.SEE_ORDERS in allowed:
        more |= {"to_do": _to_do(event, missing, allowed), **_curve(event, now)}
    if Capability.EDIT_EVENT in allowed:
        is_blocked = any(lack.is_blocking for lack in missing)
        more |= {"buttons": _buttons(event, now, is_blocked), "entries": history.within(event)[:8]}
    return render(request, "ticketing/cockpit/cockpit.html", more)


@at_desk(Capability.EDIT_EVENT)
@require_POST
def state(request: HttpRequest, event: Event) -> HttpResponse:
    """Publish an event, withdraw, cancel, finish or report it."""
    to = request.POST.get("to", "")
    if to in MOVES:
        attempt(
            request,
            event,
            lambda: operations.move_state(event=event, to=to, by=request.user, at=timezone.now()),
            _("The event is now “%(state)s”.") % {"state": Event.State(to).label},
        )
    return redirect("desk:event", event.slug)
