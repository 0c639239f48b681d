"""Reads of certificates: who gets one, what was issued, and what is printed on it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.partners.queries import name_on
from common.languages import Language, fold
from conference.certificates import rules
from conference.certificates.models import Certificate, CertificateSeries, Feedback
from conference.learning.models import Course, Enrolment
from conference.presence import queries as presence
from conference.presence.queries import Line
from conference.programme.models import Session, SessionSpeaker, Speaker
from ticketing.events.models import Event


def with_event() -> QuerySet[Certificate]:
    """Return certificates with all that a page or a paper of one needs."""
    return Certificate.objects.select_related("series", "event__partner", "event__site", "enrolment", "speaker", "issued_by")


def register(event: Event, *, words: str = "", state: str = "") -> QuerySet[Certificate]:
    """Return an event's certificates, the newest number first; those whose names, title or number hold `words`."""
    found = Certificate.objects.filter(event=event).select_related("series").order_by("-series__year", "-number")
    for word in fold(words).split():
        found = found.filter(search__contains=word)
    if state in ("valid", "revoked"):
        found = found.filter(revoked_at__isnull=state == "valid")
    return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody enrolled, with their minutes, and whether they get a certificate."""

    line: Line
    standing: rules.Standing

    @property
    def enrolment(self) -> Enrolment:
        return self.line.enrolment


def candidates(course: Course) -> list[Candidate]:
    """Return everybody enrolled with whether they get a certificate. Four statements."""
    event = course.event
    lines = presence.lines(event, presence.sessions(event))
    held = Certificate.objects.filter(event=event, revoked_at=None, session=None, kind=course.paper)
    have = set(held.values_list("enrolment", flat=True))
    return [_candidate(line, course, line.enrolment.pk in have) for line in lines]


def _candidate(line: Line, course: Course, has: bool) -> Candidate:
    enough = line.reckoning.reaches(course.share_percent)
    return Candidate(line, rules.standing(part=line.enrolment.role, enough=enough, has=has))


@dataclass(frozen=True, slots=True)
class Talk:
    """A speaker with a session they spoke in."""

    speaker: Speaker
    session: Session
    has: bool

    @property
    def key(self) -> str:
        return f"{self.speaker.pk}-{self.session.pk}"


def talks(event: Event, at: datetime) -> list[Talk]:
    """Return who has spoken in which session; who chaired one did not speak in it. Two statements."""
    found = SessionSpeaker.objects.filter(session__event=event, session__state=Session.State.PLANNED, session__is_break=False)
    found = found.filter(is_chair=False, session__slot__ends_at__lte=at).select_related("speaker__author__proposal", "session__slot")
    held = set(Certificate.objects.filter(event=event, revoked_at=None, session__isnull=False).values_list("speaker", "session"))
    ordered = found.order_by("speaker__name", "session__slot__starts_at")
    return [Talk(one.speaker, one.session, (one.speaker_id, one.session_id) in held) for one in ordered]


def last_signatory(event: Event) -> Mapping[str, str]:
    """Return who signed the partner's newest certificate, to be offered again."""
    newest = (
        Certificate.objects.filter(event__partner=event.partner_id).order_by("-issued_at", "-pk").values_list("facts", flat=True).first()
    )
    return {name: (newest or {}).get(name, "") for name in ("signatory", "office")}


# --- what is frozen ----------------------------------------------------------------------------------------------------


def in_languages(thing: Any, field: str) -> dict[str, str]:
    """Return a translated text in each language it is written in."""
    said = {language: getattr(thing, f"{field}_{language}", None) or "" for language in Language.values}
    return {language: text for language, text in said.items() if text}


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return a frozen text in a language, or else in the first it is written in."""
    return texts.get(language) or next((texts[one] for one in Language.values if texts.get(one)), "")


def frozen_event(event: Event) -> dict[str, Any]:
    """Return what a certificate says of its event, as it is today."""
    site, partner = event.site, event.partner
    last = event.ends_at.astimezone(event.tz).date()
    bore = name_on(partner, last)
    return {
        "event": in_languages(event, "title"),
        "event_kind": event.kind,
        "place": in_languages(site, "name") if site else {},
        "settlement": site.settlement if site else "",
        "is_online": event.mode == Event.Mode.ONLINE,
        "first": f"{event.starts_at.astimezone(event.tz):%Y-%m-%d}",
        "last": f"{last:%Y-%m-%d}",
        "organiser": bore if bore != partner.name else partner.legal_name or bore,
        "registration": partner.registration_number,
    }


def frozen_hours(course: Course, line: Line, sessions: Sequence[Session]) -> dict[str, Any]:
    """Return what a certificate says of somebody's hours."""
    topics = [in_languages(one, "title") for one in sessions if one.counts]
    return {
        "attended": line.reckoning.attended,
        "possible": line.reckoning.possible,
        "hour_minutes": course.hour_minutes,
        "permit": course.permit_number,
        "topics": topics,
        "gender": line.enrolment.gender,
    }


def sample(course: Course, line: Line, *, at: datetime) -> Certificate:
    """Return what somebody's certificate would be, without a number, not kept and of no use to who would check it."""
    event, one = course.event, line.enrolment
    facts = {
        **frozen_event(event),
        **frozen_hours(course, line, presence.sessions(event)),
        **{name: getattr(one, name) for name in ("name", "name_other", "organisation", "language")},
        **last_signatory(event),
        "issued": f"{at.astimezone(event.tz):%Y-%m-%d}",
    }
    series = CertificateSeries(partner=event.partner, year=at.astimezone(event.tz).year)
    return Certificate(
        pk=0,
        series=series,
        number=0,
        code="0" * rules.CODE_LENGTH,
        kind=course.paper,
        event=event,
        enrolment=one,
        facts=facts,
        issued_at=at,
    )


# --- feedback ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Results:
    """What people said of one session; figures and words only where enough have answered."""

    session: Session
    answers: int
    from_room: int
    mean: Decimal | None
    counts: list[tuple[int, int]]
    liked: list[str]
    missed: list[str]

    @property
    def is_shown(self) -> bool:
        return self.mean is not None


def results_of(session: Session, answers: Sequence[Feedback]) -> Results:
    """Put together what was said of a session. Words come in the order of the alphabet, not of time, which could tell who."""
    mean = rules.mean([one.rating for one in answers])
    shown = answers if mean is not None else []
    ratings = Counter(one.rating for one in shown)
    return Results(
        session=session,
        answers=len(answers),
        from_room=sum(one.is_from_room for one in shown),
        mean=mean,
        counts=[(rating, ratings[rating]) for rating in range(5, 0, -1)] if shown else [],
        liked=sorted(one.liked for one in shown if one.liked),
        missed=sorted(one.missed for one in shown if one.missed),
    )


def results(event: Event) -> list[Results]:
    """Return what was said of each session. Two statements."""
    answers: dict[int, list[Feedback]] = defaultdict(list)
    for one in Feedback.objects.filter(session__event=event).order_by("pk"):
        answers[one.session_id].append(one)
    return [results_of(session, answers[session.pk]) for session in presence.sessions(event)]


def may_answer(enrolment: Enrolment) -> list[Session]:
    """Return the sessions somebody was in, in order; of those enrolled nothing was noted of, every session."""
    sessions = presence.sessions(enrolment.course.event)
    noted = set(enrolment.attendances.values_list("session", flat=True))
    return [one for one in sessions if one.pk in noted] if noted else sessions


def answered(sessions: Sequence[Session], keys: Sequence[str]) -> set[int]:
    """Return the sessions among these whose answer with one of these keys is there."""
    return set(Feedback.objects.filter(session__in=[one.pk for one in sessions], key__in=keys).values_list("session", flat=True))


def results_for(session: Session) -> Results:
    """Return what was said of one session."""
    return results_of(session, list(Feedback.objects.filter(session=session).order_by("pk")))
