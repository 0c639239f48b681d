"""Sessions: made by hand or of accepted proposals, changed, cancelled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import changes, log
from accounts.people.models import Person
from common.errors import Invalid, Refused, Stale
from conference.programme.models import Session, SessionEquipment, SessionSpeaker, Slot, Speaker
from conference.programme.operations import equipment
from conference.proposals.models import Author
from conference.proposals.queries import Accepted
from places.equipment.models import Bookable
from ticketing.events.models import Event


@dataclass(frozen=True)
class Wanted:
    """What a session shall be: its own columns, who appears in it, in order, who of them chairs, and what it needs."""

    facts: Mapping[str, Any]
    speakers: Sequence[Speaker] = ()
    chairs: frozenset[int] = frozenset()
    things: Sequence[Bookable] = field(default=())


@transaction.atomic
def add(*, event: Event, wanted: Wanted, by: Person, at: datetime) -> Session:
    """Add a session, without a place yet.

    Raises:
        Invalid: a language it is interpreted into is the one it is spoken in.
    """
    _check(wanted.facts)
    session = Session.objects.create(event=event, number=_next_number(event), **wanted.facts)
    _set_people_and_things(session, wanted, by, at)
    log(by=by, at=at, action="session.added", subject=session, event=event, after={"number": session.number, "title": session.title})
    return session


@transaction.atomic
def change(*, session: Session, wanted: Wanted, revision: int, by: Person, at: datetime) -> Session:
    """Change a session that stands as it was read. Its place keeps its beginning and gets the new length.

    Raises:
        Invalid: as for `add`.
        Stale: somebody else has changed it meanwhile.
    """
    _check(wanted.facts)
    if not Session.objects.filter(pk=session.pk, revision=revision).update(revision=revision + 1):
        raise Stale
    session.refresh_from_db()
    before, after = changes(session, wanted.facts)
    for name, value in wanted.facts.items():
        setattr(session, name, value)
    session.save()
    slot = Slot.objects.filter(session=session).first()
    if slot is not None and "minutes" in after:
        slot.ends_at = slot.starts_at + (session.length)
        slot.save(update_fields=["ends_at"])
    _set_people_and_things(session, wanted, by, at)
    equipment.follow([session], by=by, at=at)
    log(by=by, at=at, action="session.changed", subject=session, event=session.event, before=before, after=after)
    return session


@transaction.atomic
def take_in(*, event: Event, accepted: Iterable[Accepted], by: Person, at: datetime) -> list[Session]:
    """Make a session of each accepted proposal that is none yet, with those of its authors who speak."""
    number = _next_number(event)
    known = set(Session.objects.filter(event=event, proposal__isnull=False).values_list("proposal", flat=True))
    made: list[Session] = []
    for one in accepted:
        proposal = one.proposal
        if proposal.pk in known:
            continue
        # everybody falls back on the Latvian title; a translator's work comes later
        titles = {"title_lv": proposal.title, f"title_{proposal.language}": proposal.title}
        session = Session.objects.create(
            event=event,
            number=number + len(made),
            proposal=proposal,
            kind=proposal.kind,
            track=proposal.track,
            language=proposal.language,
            minutes=one.minutes,
            note=proposal.needs,
            **titles,
            **{f"abstract_{proposal.language}": proposal.abstract},
        )
        for author in one.speakers:
            speaker = _speaker_of(author, one)
            SessionSpeaker.objects.get_or_create(session=session, speaker=speaker, defaults={"position": author.position})
        made.append(session)
        log(
            by=by, at=at, action="session.taken_in", subject=session, event=event, after={"number": session.number, "title": proposal.title}
        )
    return made


def _speaker_of(author: Author, accepted: Accepted) -> Speaker:
    """Return an author as a speaker of the event. Somebody with two proposals is one speaker, known by their e-mail."""
    event, language = accepted.proposal.call.event, accepted.proposal.language
    away = [[start.isoformat(), end.isoformat()] for start, end in accepted.away]
    speaker = Speaker.objects.filter(event=event, email__iexact=author.email).first() if author.email else None
    if speaker is None:
        return Speaker.objects.create(
            event=event,
            author=author,
            name=author.name,
            name_other=author.name_other,
            country=author.country,
            email=author.email,
            unavailable=away,
            **{f"organisation_{language}": author.organisation, f"biography_{language}": author.biography},
        )
    speaker.unavailable = [*speaker.unavailable, *(period for period in away if period not in speaker.unavailable)]
    speaker.save(update_fields=["unavailable"])
    return speaker


@transaction.atomic
def cancel(*, session: Session, by: Person, at: datetime) -> None:
    """Call a session off: it loses its place and what was booked for it. The next release tells everybody.

    Raises:
        Refused: it is cancelled already.
    """
    if not Session.objects.filter(pk=session.pk, state=Session.State.PLANNED).update(state=Session.State.CANCELLED):
        raise Refused(_("This session is cancelled already."), code="session_cancelled")
    Slot.objects.filter(session=session).delete()
    session.refresh_from_db()
    equipment.follow([session], by=by, at=at)
    log(by=by, at=at, action="session.cancelled", subject=session, event=session.event, after={"number": session.number})


@transaction.atomic
def reinstate(*, session: Session, by: Person, at: datetime) -> None:
    """Have a cancelled session take place after all; it has no place yet.

    Raises:
        Refused: it is not cancelled.
    """
    if not Session.objects.filter(pk=session.pk, state=Session.State.CANCELLED).update(state=Session.State.PLANNED):
        raise Refused(_("This session is not cancelled."), code="session_planned")
    session.refresh_from_db()
    log(by=by, at=at, action="session.reinstated", subject=session, event=session.event, after={"number": session.number})


def _check(facts: Mapping[str, Any]) -> None:
    if facts["language"] in facts["interpreted_into"]:
        raise Invalid(
            _("It is spoken in that language; it cannot be interpreted into it too."), field="interpreted_into", code="same_language"
        )


def _next_number(event: Event) -> int:
    """Return the number of the next session, keeping everybody else who asks waiting until the transaction ends."""
    Event.objects.select_for_update().filter(pk=event.pk).values_list("pk", flat=True).get()
    return (Session.objects.filter(event=event).aggregate(last=Max("number"))["last"] or 0) + 1


def _set_people_and_things(session: Session, wanted: Wanted, by: Person, at: datetime) -> None:
    if any(speaker.event_id != session.event_id for speaker in wanted.speakers):
        raise Invalid(_("Choose speakers of this event."), field="speakers", code="not_of_this_event")
    SessionSpeaker.objects.filter(session=session).delete()
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(session=session, speaker=speaker, position=position, is_chair=speaker.pk in wanted.chairs)
        for position, speaker in enumerate(wanted.speakers)
    )
    wished = {thing.pk for thing in wanted.things}
    for needed in SessionEquipment.objects.filter(session=session).exclude(bookable__in=wished).select_related("booking"):
        equipment.give_back(needed, by=by, at=at)
        needed.delete()
    here = set(SessionEquipment.objects.filter(session=session).values_list("bookable", flat=True))
    SessionEquipment.objects.bulk_create(SessionEquipment(session=session, bookable_id=thing) for thing in sorted(wished - here))
