"""Who may fetch what of a programme. The desk's pages are guarded by `ticketing.events.access.at_desk` before."""

from typing import Any, TypeVar

from django.db import models
from django.http import Http404

from conference.programme import queries
from conference.programme.models import DraftJob, Hall, Interpreter, Release, Session, Speaker
from conference.programme.released import Part, Person, Programme, read
from ticketing.events.access import public_event
from ticketing.events.models import Event

Row = TypeVar("Row", bound=models.Model)


def released(slug: str, language: str) -> tuple[Event, Release, Programme]:
    """Return what everybody may see of an event's programme.

    Raises:
        Http404: no such event, or nothing is released yet.
    """
    event = public_event(slug)
    release = queries.latest_release(event)
    if release is None:
        raise Http404
    return event, release, read(release.document, language)


def part_of(programme: Programme, number: int) -> Part:
    """Return a released session, also one that is gone since.

    Raises:
        Http404: the programme has never had it, or it is a break.
    """
    part = programme.by_number.get(number) or next((one for one in programme.gone if one.number == number), None)
    if part is None or part.is_break:
        raise Http404
    return part


def person_of(programme: Programme, guid: str) -> Person:
    """Return a speaker of the programme.

    Raises:
        Http404: nobody of that guid speaks.
    """
    person = next((one for one in programme.speakers if one.guid == guid), None)
    if person is None:
        raise Http404
    return person


def session_for(event: Event, number: int) -> Session:
    """Return a session of the event.

    Raises:
        Http404: there is none of that number.
    """
    session = queries.session_of(event, number)
    if session is None:
        raise Http404
    session.event = event
    return session


def hall_for(event: Event, pk: int) -> Hall:
    return _row(Hall, event, pk)


def speaker_for(event: Event, pk: int) -> Speaker:
    return _row(Speaker, event, pk)


def interpreter_for(event: Event, pk: int) -> Interpreter:
    return _row(Interpreter, event, pk)


def draft_for(event: Event, pk: int) -> DraftJob:
    return _row(DraftJob, event, pk)


def _row(table: type[Row], event: Event, pk: int) -> Row:
    """Return a row of the event.

    Raises:
        Http404: it is another event's, or none.
    """
    rows: Any = table
    row = rows.objects.filter(event=event, pk=pk).first()
    if row is None:
        raise Http404
    row.event = event
    return row
