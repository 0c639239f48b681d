"""Issuing, sending and revoking certificates. A register has no gaps: a number is taken in the transaction that uses it."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.people.models import Person
from common.errors import Invalid, Refused, Stale
from common.languages import Language, default_language, fold
from conference.certificates import mails, queries, rules
from conference.certificates.models import Certificate, CertificateSeries
from conference.certificates.queries import Talk
from conference.presence import queries as presence
from ticketing.events.models import Event


class NothingToIssue(Refused):
    """Nobody chosen gets a certificate, or all have one."""

    code = "nothing_to_issue"


class TooEarly(Refused):
    """What counts is not over yet."""

    code = "too_early"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signs: name, and office as it is printed in every language."""

    signatory: str
    office: str = ""


@transaction.atomic
def issue(
    *,
    event: Event,
    enrolments: Collection[int] = (),
    talks: Collection[str] = (),
    signed: Signed,
    by: Person,
    at: datetime,
    sends: bool = True,
) -> list[Certificate]:
    """Issue a certificate to everybody chosen who gets one and has none; who does not is passed over.

    Args:
        enrolments: keys of enrolments, for being there.
        talks: `Talk.key`s, for having spoken.
        signed: who signs.
        sends: mail each holder the link to theirs, where there is an address.

    Raises:
        Invalid: nobody signs (`signatory_missing`).
        TooEarly: the last session that counts is not over.
        NothingToIssue: see there.
    """
    if not signed.signatory.strip():
        raise Invalid(_("Say who signs."), code="signatory_missing", field="signatory")
    series = _series(event, at)
    wanted = [*_for_being_there(event, set(enrolments), at), *_for_talks(event, set(talks), at)]
    if not wanted:
        raise NothingToIssue(_("Nobody of those chosen gets a certificate that they do not have."))
    common = {"signatory": signed.signatory.strip(), "office": signed.office.strip(), "issued": _day(event, at)}
    made = []
    for values, facts in wanted:
        series.last += 1
        one = Certificate(
            series=series,
            number=series.last,
            code="".join(secrets.choice(rules.ALPHABET) for _place in range(rules.CODE_LENGTH)),
            secret=secrets.token_urlsafe(24),
            event=event,
            facts={**facts, **common},
            issued_at=at,
            issued_by=by,
            **values,
        )
        one.search = _search(one)
        one.save()
        made.append(one)
    series.save(update_fields=["last"])
    numbers = f"{made[0].full_number}–{made[-1].full_number}" if len(made) > 1 else made[0].full_number
    after = {"certificates": len(made), "numbers": numbers}
    history.log(by=by, at=at, action="certificate.issued", subject=event, partner=event.partner, event=event, after=after)
    if sends:
        for one in made:
            mails.issued(one, language=one.facts["language"], at=at)
    return made


def _day(event: Event, at: datetime) -> str:
    return f"{at.astimezone(event.tz):%Y-%m-%d}"


def _series(event: Event, at: datetime) -> CertificateSeries:
    """Return the partner's register of the year, held until the transaction ends."""
    year = at.astimezone(event.tz).year
    CertificateSeries.objects.get_or_create(partner=event.partner, year=year)
    return CertificateSeries.objects.select_for_update(of=("self",)).get(partner=event.partner, year=year)


def _for_being_there(event: Event, chosen: Collection[int], at: datetime) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    course = presence.course_of(event)
    if not chosen or course is None:
        return []
    sessions = presence.sessions(event)
    if any(one.counts and one.slot.ends_at > at for one in sessions):
        raise TooEarly(_("The last session that counts is not over yet."))
    base = queries.frozen_event(event)
    return [
        (
            {"kind": course.paper, "enrolment": one.enrolment},
            {**base, **_who(one.enrolment), **queries.frozen_hours(course, one.line, sessions)},
        )
        for one in queries.candidates(course)
        if one.standing is rules.Standing.READY and one.enrolment.pk in chosen
    ]


def _for_talks(event: Event, chosen: Collection[str], at: datetime) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    if not chosen:
        return []
    base = queries.frozen_event(event)
    found = [one for one in queries.talks(event, at) if one.key in chosen and not one.has]
    return [
        (
            {"kind": Certificate.Kind.TALK, "speaker": one.speaker, "session": one.session, "enrolment": one.speaker.enrolment},
            {**base, **_who(one.speaker), "title": queries.in_languages(one.session, "title"), "language": talk_language(one)},
        )
        for one in found
    ]


def talk_language(talk: Talk) -> str:
    """Return the language to write to a speaker in: of their registration, their proposal, or what they spoke in."""
    if talk.speaker.enrolment:
        return talk.speaker.enrolment.language
    return talk.speaker.author.proposal.language if talk.speaker.author else talk.session.language or default_language()


def _who(one: Any) -> dict[str, str]:
    return {
        "name": one.name,
        "name_other": one.name_other,
        "organisation": one.organisation or "",
        "language": getattr(one, "language", ""),
    }


def _search(one: Certificate) -> str:
    facts: Mapping[str, Any] = one.facts
    words = [facts["name"], facts["name_other"], facts["organisation"], *facts.get("title", {}).values()]
    return f"{fold(' '.join(words))[:360]} {fold(one.full_number)}"


@transaction.atomic
def send(*, certificate: Certificate, language: str, by: Person, at: datetime) -> None:
    """Mail a holder the link again, in a language of choice; the paper has the same number in each.

    Raises:
        Invalid: no such language, or no address (`unknown_language`, `no_address`).
        Stale: it was revoked meanwhile.
    """
    if language not in Language.values:
        raise Invalid(_("Choose a language."), code="unknown_language", field="language")
    if not Certificate.objects.filter(pk=certificate.pk, revoked_at=None).exists():
        raise Stale
    if mails.issued(certificate, language=language, at=at, again=True) is None:
        raise Invalid(_("There is no e-mail address. Print the certificate and hand it over."), code="no_address")
    _log(certificate, "certificate.sent", by, at, {"language": language})


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, by: Person, at: datetime) -> Certificate:
    """Declare that a certificate no longer holds. Its number stays in the register and is never given again.

    Raises:
        Invalid: no reason is given (`reason_missing`).
        Stale: it was revoked meanwhile.
    """
    reason = reason.strip()[:200]
    if not reason:
        raise Invalid(_("Say why the certificate no longer holds."), code="reason_missing", field="reason")
    if not Certificate.objects.filter(pk=certificate.pk, revoked_at=None).update(revoked_at=at, revoked_reason=reason):
        raise Stale
    _log(certificate, "certificate.revoked", by, at, {"reason": reason})
    certificate.refresh_from_db()
    return certificate


def _log(certificate: Certificate, action: str, by: Person, at: datetime, after: Mapping[str, Any]) -> None:
    event = certificate.event
    after = {"number": certificate.full_number, **after}
    history.log(by=by, at=at, action=action, subject=certificate, partner=event.partner, event=event, after=after)
