"""Keeping papers with their evidence, verifying them, warning before they expire; giving and withdrawing consent."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.people.models import Person
from common import files
from common.errors import Invalid, Stale
from exhibitors.documents import mails, queries, rules, texts
from exhibitors.documents.models import Consent, Paper
from exhibitors.profiles import operations as profiles
from exhibitors.profiles.models import Exhibitor

TAKEN = files.PICTURES | files.DOCUMENTS
_FACTS = ("kind", "name", "issuer", "number", "exemption", "valid_from", "valid_until")


def save_paper(
    *,
    exhibitor: Exhibitor,
    facts: Mapping[str, Any],
    by: Actor,
    at: datetime,
    paper: Paper | None = None,
    file: BinaryIO | None = None,
    file_name: str = "",
) -> Paper:
    """Keep a paper, a new one when none is given. What was verified counts for what it said then: a change makes it declared again.

    Raises:
        Invalid: ends before it begins, or a copy of a social waiver (seen, never kept).
        UnusableFile: see common.files.
    """
    begins, ends = facts.get("valid_from"), facts.get("valid_until")
    if begins and ends and ends < begins:
        raise Invalid(_("The last day is before the first."), code="ends_before_start", field="valid_until")
    if file is not None and facts["kind"] == Paper.Kind.DISABILITY:
        raise Invalid(_("Send no copy of this one: show it to the organiser, who notes that it was seen."), code="not_copied", field="file")
    checked = files.check(file, name=file_name, allowed=TAKEN) if file is not None else None
    with transaction.atomic():
        now = _locked(paper) if paper else Paper(exhibitor=exhibitor, added_at=at)
        old = now.file.name if checked and now.file else ""
        is_changed = checked is not None or any(getattr(now, name) != facts[name] for name in _FACTS if name in facts)
        if now.valid_until != ends:
            now.warned_at = now.warned_days = None
        for name in _FACTS:
            setattr(now, name, facts.get(name, getattr(now, name)))
        if is_changed:
            now.level, now.verified_by, now.verified_at = Paper.Level.DECLARED, None, None
        if checked and file is not None:
            file.seek(0)
            now.file_name = checked.name
            now.file.save(f"{uuid4().hex}.{checked.kind}", ContentFile(file.read()), save=False)
        now.save()
        history.log(by=by, at=at, action="paper.saved", subject=exhibitor, after={"paper": now.get_kind_display(), "number": now.number})
        if old:
            transaction.on_commit(lambda: now.file.storage.delete(old), robust=True)
    return now


def _locked(paper: Paper) -> Paper:
    found = Paper.objects.select_for_update(of=("self",)).filter(pk=paper.pk).first()
    if found is None:
        raise Stale
    return found


def remove_paper(*, paper: Paper, by: Actor, at: datetime) -> None:
    """Delete a paper with its file."""
    with transaction.atomic():
        history.log(by=by, at=at, action="paper.removed", subject=paper.exhibitor, before={"paper": paper.get_kind_display()})
        name, storage = paper.file.name, paper.file.storage
        paper.delete()
        if name:
            transaction.on_commit(lambda: storage.delete(name), robust=True)


def verify(*, paper: Paper, level: str, by: Person, at: datetime) -> Paper:
    """Note how far a paper was verified, by whom and when.

    Raises:
        Invalid: no such level.
    """
    if level not in rules.LEVELS:
        raise Invalid(_("There is no such level."), code="unknown_level", field="level")
    with transaction.atomic():
        now = _locked(paper)
        before = now.level
        now.level = level
        is_back = level == Paper.Level.DECLARED
        now.verified_by, now.verified_at = (None, None) if is_back else (by, at)
        now.save(update_fields=["level", "verified_by", "verified_at"])
        history.log(
            by=by,
            at=at,
            action="paper.verified",
            subject=now.exhibitor,
            before={"paper": now.get_kind_display(), "level": before},
            after={"level": level},
        )
    return now


def warn_expiring(*, on: date, at: datetime) -> int:
    """Write to the makers whose papers expire in 30 and in 7 days, once each; return how many letters were written.

    Papers without anybody to write to stand on the organiser's list. Safe to run twice, and twice at once.
    """
    written = 0
    for paper in list(queries.expiring(on)):
        due = rules.warning_due(paper.valid_until, paper.warned_days, on)
        if due is None:
            continue
        with transaction.atomic():
            unwarned = Q(warned_days=None) | Q(warned_days__gt=due)
            if Paper.objects.filter(unwarned, pk=paper.pk, valid_until=paper.valid_until).update(warned_days=due, warned_at=at):
                written += len(mails.expiring(paper, days=due, at=at))
    return written


def give_consent(*, exhibitor: Exhibitor, kind: str, language: str, by: Person, at: datetime) -> Consent:
    """Note that the maker agreed to the text in force, in the language it was read in. Agreeing twice changes nothing.

    Raises:
        Invalid: no such consent.
    """
    if kind not in texts.TEXTS:
        raise Invalid(_("There is no such consent."), code="unknown_consent")
    with transaction.atomic():
        given = {"version": texts.VERSION, "language": language, "given_at": at, "given_by": by}
        consent, is_new = Consent.objects.get_or_create(exhibitor=exhibitor, kind=kind, withdrawn_at=None, defaults=given)
        if is_new:
            history.log(by=by, at=at, action="consent.given", subject=exhibitor, after={"kind": kind, "version": texts.VERSION})
    return consent


def withdraw_consent(*, exhibitor: Exhibitor, kind: str, by: Person, at: datetime) -> bool:
    """Take a consent back; the record of it stays. Without consent to a public profile nothing of it is shown any more."""
    with transaction.atomic():
        if not Consent.objects.filter(exhibitor=exhibitor, kind=kind, withdrawn_at=None).update(withdrawn_at=at):
            return False
        history.log(by=by, at=at, action="consent.withdrawn", subject=exhibitor, before={"kind": kind})
        if kind == Consent.Kind.PUBLIC_PROFILE:
            profiles.hide_everything(exhibitor=exhibitor, by=by, at=at)
    return True


def take_over(*, keep: Exhibitor, drop: Exhibitor, at: datetime) -> None:
    """Move papers and consents to another exhibitor; what both agreed to stays in force once. Inside the merging's transaction."""
    Paper.objects.filter(exhibitor=drop).update(exhibitor=keep)
    both = Consent.objects.filter(exhibitor=keep, withdrawn_at=None).values("kind")
    Consent.objects.filter(exhibitor=drop, withdrawn_at=None, kind__in=both).update(withdrawn_at=at)
    Consent.objects.filter(exhibitor=drop).update(exhibitor=keep)
