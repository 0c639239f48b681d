"""Sessions, people and versions as the desk lists them."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Prefetch, Q, QuerySet

from common.languages import fold
from conference.programme.models import (
    DraftJob,
    Hall,
    Interpreter,
    Release,
    Session,
    SessionEquipment,
    SessionSpeaker,
    Slot,
    Speaker,
)
from conference.programme.rules import SILENCE
from conference.proposals.queries import Accepted, accepted
from ticketing.events.models import Event

Row = TypeVar("Row", Session, Speaker)


def planned(event: Event) -> QuerySet[Session]:
    """Return the sessions that shall take place with everything a timetable shows of them. Five statements, however many."""
    return _whole(Session.objects.filter(event=event, state=Session.State.PLANNED))


def _whole(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return sessions.select_related("slot__hall", "kind", "track").prefetch_related(
        Prefetch("appearances", SessionSpeaker.objects.select_related("speaker")),
        Prefetch("equipment", SessionEquipment.objects.select_related("bookable", "booking")),
        "slot__interpreters",
    )


def session_of(event: Event, number: int) -> Session | None:
    """Return one session of the event by its number, planned or cancelled."""
    return _whole(Session.objects.filter(event=event, number=number)).first()


def unplaced(sessions: Iterable[Session]) -> list[Session]:
    """Return those that have no place yet, the longest first: they are the hardest to place later."""
    return sorted((one for one in sessions if not hasattr(one, "slot")), key=lambda one: (-one.minutes, one.number))


def found_sessions(event: Event, *, words: str = "", state: str = "", track: str = "") -> QuerySet[Session]:
    """Return the sessions whose number, titles or speakers hold every word, in whatever script; of one state and track, if asked."""
    found = _whole(Session.objects.filter(event=event))
    if state in ("placed", "unplaced"):
        found = found.filter(state=Session.State.PLANNED, slot__isnull=state == "unplaced")
    elif state == "cancelled":
        found = found.filter(state=Session.State.CANCELLED)
    if track.isascii() and track.isdigit():
        found = found.filter(track=int(track))
    return _holding(found, words, ("number", "title_lv", "title_ru", "title_en", "speakers__name", "speakers__name_other"))


def found_speakers(event: Event, *, words: str = "") -> QuerySet[Speaker]:
    """Return the speakers whose name or organisation holds every word, each with `session_count`."""
    found = Speaker.objects.filter(event=event).annotate(session_count=Count("sessions"))
    return _holding(found, words, ("name", "name_other", "organisation_lv", "organisation_ru", "organisation_en"))


def _holding(rows: QuerySet[Row], words: str, fields: tuple[str, ...]) -> QuerySet[Row]:
    """Keep the rows whose fields hold every word. Folded here, as SQLite knows no capitals beyond ASCII; a programme is small."""
    wanted = fold(words).split()
    if not wanted:
        return rows
    texts: dict[int, str] = {}
    for pk, *more in rows.order_by().values_list("pk", *fields):
        texts[pk] = f"{texts.get(pk, '')} {fold(' '.join(str(text or '') for text in more))}"
    return rows.filter(pk__in=[pk for pk, text in texts.items() if all(word in text for word in wanted)])


def halls_of(event: Event) -> QuerySet[Hall]:
    """Return the columns of the programme, in order."""
    return Hall.objects.filter(event=event).select_related("room")


def interpreters_of(event: Event) -> QuerySet[Interpreter]:
    return Interpreter.objects.filter(event=event).prefetch_related(Prefetch("slots", Slot.objects.select_related("session", "hall")))


def not_taken_in(event: Event) -> list[Accepted]:
    """Return the accepted proposals that are no session yet."""
    known = set(Session.objects.filter(event=event, proposal__isnull=False).values_list("proposal", flat=True))
    return [one for one in accepted(event) if one.proposal.pk not in known]


def releases_of(event: Event) -> QuerySet[Release]:
    """Return the released versions, the newest first, without their documents."""
    return Release.objects.filter(event=event).defer("document").select_related("released_by")


def latest_release(event: Event) -> Release | None:
    """Return the version that everybody sees."""
    return Release.objects.filter(event=event).first()


def released_among(events: Iterable[Event]) -> set[int]:
    """Return the keys of those events that have a released programme. One statement."""
    return set(Release.objects.filter(event__in=[event.pk for event in events]).values_list("event", flat=True))


def drafts_of(event: Event) -> QuerySet[DraftJob]:
    return DraftJob.objects.filter(event=event).select_related("asked_by", "event")


def under_way(event: Event) -> DraftJob | None:
    """Return the draft that is being computed, or waits for it."""
    return drafts_of(event).filter(state__in=DraftJob.UNDER_WAY).first()


def drafts_waiting(at: datetime) -> QuerySet[DraftJob]:
    """Return the drafts nobody is computing although they were asked for a while ago."""
    late = at - SILENCE
    lost = Q(state=DraftJob.State.QUEUED, asked_at__lt=late) | Q(state=DraftJob.State.RUNNING, beat_at__lt=late)
    return DraftJob.objects.filter(lost).order_by("asked_at")
