"""Reads of evidence: figures of one event, people reached across a partner's, the list with its proofs, papers to be published."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel import Locale
from django.db.models import Avg, Count, QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.languages import default_language, fold, locale_name
from conference.certificates.models import Certificate, Feedback
from conference.certificates.rules import SHOWN_FROM
from conference.evidence import rules
from conference.evidence.models import EvidencePhoto
from conference.learning.models import Enrolment
from conference.presence import queries as presence
from conference.presence.models import Attendance
from conference.presence.rules import HalfDay, half_day
from conference.presence.wording import HOW
from conference.programme.models import Session
from conference.proposals.models import ProposalFile
from conference.proposals.queries import published_files
from ticketing.events.models import Event

Tally = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """One person who was there, with the proof of each half-day; words are in the active language."""

    line: presence.Line
    country: str
    gender: str
    group: str
    craft: str
    halves: list[str]
    certificate: str

    @property
    def enrolment(self) -> Enrolment:
        return self.line.enrolment


@dataclass(frozen=True, slots=True)
class Figures:
    """What the funder asks of one event."""

    registered: int
    rows: list[Row]
    halves: list[HalfDay]
    by_country: Tally
    by_gender: Tally
    by_group: Tally
    by_craft: Tally
    by_part: Tally
    by_proof: Tally
    by_half: list[tuple[HalfDay, int]]
    minutes: int
    certificates: int
    answers: int
    rating: Decimal | None

    @property
    def present(self) -> int:
        return len(self.rows)


def figures(event: Event) -> Figures:
    """Put an event's figures together, in the active language. Nine statements, however many came."""
    sessions = presence.sessions(event)
    lines = presence.lines(event, sessions)
    there = [line for line in lines if line.how]
    half_of = {one.pk: half_day(one.slot.starts_at, event.tz) for one in sessions}
    halves = sorted(set(half_of.values()))
    held = Certificate.objects.filter(event=event, revoked_at=None, session=None).select_related("series")
    numbers = {one.enrolment_id: one.full_number for one in held}
    crafts = _crafts(event)
    countries = Locale.parse(locale_name(get_language() or default_language())).territories
    rows = [
        Row(
            line=line,
            country=countries.get(line.enrolment.country, line.enrolment.country) or _("not stated"),
            gender=capfirst(line.enrolment.get_gender_display() or _("not stated")),
            group=_group(line.enrolment.target_group),
            craft=crafts.get(line.enrolment.pk, _("not stated")),
            halves=_proofs(line.how, half_of, halves),
            certificate=numbers.get(line.enrolment.pk, ""),
        )
        for line in there
    ]
    said = Feedback.objects.filter(session__event=event).aggregate(n=Count("pk"), mean=Avg("rating"))
    return Figures(
        registered=len(lines),
        rows=rows,
        halves=halves,
        by_country=rules.tally(row.country for row in rows),
        by_gender=rules.tally(row.gender for row in rows),
        by_group=rules.tally(row.group for row in rows),
        by_craft=rules.tally(row.craft for row in rows),
        by_part=rules.tally(capfirst(row.enrolment.get_role_display()) for row in rows),
        by_proof=rules.tally(str(HOW[how][0]) for row in rows for how in row.line.how.values()),
        by_half=[(half, sum(bool(row.halves[place]) for row in rows)) for place, half in enumerate(halves)],
        minutes=sum(row.line.reckoning.attended for row in rows),
        certificates=Certificate.objects.filter(event=event, revoked_at=None).count(),
        answers=said["n"],
        rating=Decimal(said["mean"]).quantize(Decimal("0.1")) if said["n"] >= SHOWN_FROM else None,
    )


def _crafts(event: Event) -> dict[int, str]:
    found = presence.people(event).exclude(craft=None).select_related("craft__group")
    return {one.pk: str(one.craft.group or one.craft) for one in found if one.craft}


def _group(code: str) -> str:
    return capfirst(str(dict(Enrolment.TargetGroup.choices).get(code, code) or _("not stated")))


def _proofs(how: Mapping[int, str], half_of: Mapping[int, HalfDay], halves: Sequence[HalfDay]) -> list[str]:
    """Return in words how each half-day is proven, "" where nothing proves it."""
    found: dict[HalfDay, set[str]] = defaultdict(set)
    for session, proof in how.items():
        if session in half_of:
            found[half_of[session]].add(str(HOW[proof][0]))
    return [", ".join(sorted(found[half])) for half in halves]


# --- people across events -------------------------------------------------------------------------------------------------


def seen(event: Event) -> list[rules.Seen]:
    """Return everybody who was at one of the partner's trainings, workshops and conferences so far. One statement."""
    found = Attendance.objects.filter(enrolment__course__event__partner=event.partner_id, enrolment__state=Enrolment.State.ENROLLED)
    columns = ("enrolment__course__event", "enrolment__email", "enrolment__name", "enrolment__country")
    return [
        rules.Seen(one, email.casefold(), fold(name), country)
        for one, email, name, country in found.order_by().values_list(*columns).distinct()
    ]


@dataclass(frozen=True, slots=True)
class Across:
    """People reached by all of a partner's events, and by this one first."""

    reached: rules.Reached
    new: int


def across(event: Event) -> Across:
    """Return how many people the partner's events have reached, each counted once."""
    rows = seen(event)
    return Across(rules.reached(rows), rules.newly(rows, event.pk))


# --- photographs, papers --------------------------------------------------------------------------------------------------


def photos(event: Event) -> QuerySet[EvidencePhoto]:
    """Return the event's pictures in order."""
    return EvidencePhoto.objects.filter(event=event).order_by("position", "pk")


@dataclass(frozen=True, slots=True)
class Talk:
    """A session of the proceedings with its papers and slides."""

    session: Session
    files: list[ProposalFile]


def proceedings(event: Event) -> list[Talk]:
    """Return the talks that took place, in order, with the files their authors let us publish. Three statements."""
    files: dict[int, list[ProposalFile]] = defaultdict(list)
    for file in published_files(event):
        files[file.proposal_id].append(file)
    found = Session.objects.filter(event=event, state=Session.State.PLANNED, proposal__in=files).select_related("proposal", "slot")
    ordered = found.prefetch_related("speakers").order_by("slot__starts_at", "number")
    return [Talk(one, files[one.proposal_id]) for one in ordered if one.proposal_id]


def published_file(event: Event, pk: int) -> ProposalFile | None:
    """Return a file of the proceedings, None for any other."""
    return next((file for talk in proceedings(event) for file in talk.files if file.pk == pk), None)


def is_published(event: Event, at: datetime) -> bool:
    """Tell whether the event's papers are shown: it has begun and is not called off."""
    return event.state not in (Event.State.DRAFT, Event.State.CANCELLED) and at >= event.starts_at


def texts(photo: EvidencePhoto) -> dict[str, Any]:
    """Return a picture's texts as they are typed."""
    return {f"caption_{language}": getattr(photo, f"caption_{language}") or "" for language in ("lv", "ru", "en")}
