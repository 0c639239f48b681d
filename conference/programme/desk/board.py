"""The timetable: rooms as columns, time down; what has no place yet beside it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.roles.rules import Capability
from conference.programme import operations, queries, texts
from conference.programme.access import hall_for, session_for
from conference.programme.changes import has_changed
from conference.programme.forms import MoveForm
from conference.programme.models import Session, Slot
from conference.programme.warnings import warnings_of
from conference.proposals.models import Track
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt
from ticketing.events.models import Event

SHADES = 7


@dataclass(frozen=True, slots=True)
class Card:
    """A session on the board: minutes from the top of its day, and what is wrong with its place."""

    session: Session
    shade: int
    warnings: list[str]
    slot: Slot | None = None
    top: int = 0

    @property
    def speakers(self) -> str:
        return ", ".join(one.speaker.name for one in self.session.appearances.all())


@dataclass(frozen=True, slots=True)
class Column:
    """A room, or with an empty key what takes place in none."""

    key: str
    name: str
    note: str
    cards: list[Card] = field(default_factory=list)


@at_desk(Capability.EDIT_EVENT)
@never_cache
@require_safe
def board(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the timetable of one day."""
    return render(request, "conference/programme/desk/board.html", board_context(event, request.GET.get("day", "")))


def board_context(event: Event, asked: str) -> dict[str, Any]:
    """Return what the board shows of the day `asked`, or of the first."""
    sessions = list(queries.planned(event))
    warnings = warnings_of(event, sessions)
    shades = {track.pk: place % SHADES + 1 for place, track in enumerate(Track.objects.filter(event=event))}
    slots = [session.slot for session in sessions if hasattr(session, "slot")]
    opened = {day.start.astimezone(event.tz).date(): day for day in queries.days_of(event)}
    days = sorted({*opened, *(slot.starts_at.astimezone(event.tz).date() for slot in slots)})
    chosen = next((day for day in days if day.isoformat() == asked), days[0])
    here = [session for session in sessions if hasattr(session, "slot") and _day(session.slot, event) == chosen]
    starts = [session.slot.starts_at for session in here] + ([opened[chosen].start] if chosen in opened else [])
    ends = [session.slot.ends_at for session in here] + ([opened[chosen].end] if chosen in opened else [])
    top = min(starts).astimezone(event.tz).replace(minute=0, second=0, microsecond=0)
    bottom = max(ends).astimezone(event.tz)
    cards = [
        Card(one, shades.get(one.track_id, 0), warnings.get(one.number, []), one.slot, (one.slot.starts_at - top) // timedelta(minutes=1))
        for one in here
    ]
    release = queries.latest_release(event)
    return {
        "event": event,
        "columns": _columns(event, cards),
        "unplaced": [Card(one, shades.get(one.track_id, 0), []) for one in queries.unplaced(sessions)],
        "day": chosen,
        "day_tabs": _day_tabs(event, days, chosen, sessions, warnings),
        "top": top,
        "minutes": -(-int((bottom - top).total_seconds()) // 3600) * 60,
        "hours": [top + timedelta(hours=hour) for hour in range(-(-int((bottom - top).total_seconds()) // 3600))],
        "warning_count": sum(map(len, warnings.values())),
        "session_count": len(sessions),
        "release": release,
        "has_news": release is None or has_changed(release.document, queries.document_of(event, release.document)),
        "waiting": len(queries.not_taken_in(event)),
    }


def _day(slot: Slot, event: Event) -> date:
    return slot.starts_at.astimezone(event.tz).date()


def _columns(event: Event, cards: list[Card]) -> list[Column]:
    columns = [Column(str(hall.pk), hall.name, _note(hall.capacity, hall.has_booth)) for hall in queries.halls_of(event)]
    by_key = {column.key: column for column in columns}
    nowhere = Column("", _("Everybody"), "")
    for card in cards:
        by_key.get(str(card.slot.hall_id if card.slot else ""), nowhere).cards.append(card)
    for column in [nowhere, *columns]:
        column.cards.sort(key=lambda card: (card.top, card.session.number))
    return [nowhere, *columns] if nowhere.cards else columns


def _note(capacity: int | None, has_booth: bool) -> str:
    parts = [_("%(n)s people") % {"n": capacity} if capacity else "", _("interpreters") if has_booth else ""]
    return ", ".join(filter(None, parts))


def _day_tabs(
    event: Event, days: list[date], chosen: date, sessions: list[Session], warnings: dict[int, list[str]]
) -> list[dict[str, Any]]:
    base = reverse("desk:programme", args=[event.slug])
    wrong = {
        day: sum(bool(warnings.get(one.number)) for one in sessions if hasattr(one, "slot") and _day(one.slot, event) == day)
        for day in days
    }
    return [
        {"label": texts.day(day), "url": f"{base}?day={day.isoformat()}", "active": day == chosen, "warnings": wrong[day]} for day in days
    ]


@at_desk(Capability.EDIT_EVENT)
@require_POST
def move(request: HttpRequest, event: Event) -> HttpResponse:
    """Place a session, move it, or (without a time) take its place away; answers with the board as it is then."""
    form = MoveForm(request.POST)
    form.fields["at"].zone = event.tz
    if not form.is_valid():
        return HttpResponse(_("That is no place of this timetable."), status=422, content_type="text/plain; charset=utf-8")
    said, person = form.cleaned_data, {"by": request.user, "at": timezone.now()}
    session = session_for(event, said["session"])
    starts_at: datetime | None = said["at"]
    if starts_at is None:
        done = _("“%(title)s” has no place now.") % {"title": session.title}
        attempt(request, event, lambda: operations.unplace(session=session, **person), done)
    else:
        hall = hall_for(event, said["hall"]) if said["hall"] else None
        attempt(
            request,
            event,
            lambda: operations.place(session=session, hall=hall, starts_at=starts_at, **person),
            _("“%(title)s”: %(when)s, %(hall)s.")
            % {
                "title": session.title,
                "when": texts.when(starts_at.astimezone(event.tz), (starts_at + session.length).astimezone(event.tz)),
                "hall": hall or _("no room"),
            },
        )
    day = request.POST.get("day", "")
    if request.POST.get("part") == "board":
        said_messages = list(messages.get_messages(request))
        context = {**board_context(event, day), "said": said_messages}
        return render(request, "conference/programme/desk/_board.html", context)
    return redirect(f"{reverse('desk:programme', args=[event.slug])}?day={day}")
