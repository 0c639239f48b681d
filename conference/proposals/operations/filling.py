"""Writing a proposal: begun with an address to send its link to, then page by page, by whoever holds the link."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from conference.proposals import mails, queries, rules
from conference.proposals.models import ABSTRACT_MAX, Author, Proposal, ProposalCall, SessionKind
from conference.proposals.operations.noting import locked, log
from ticketing.events.operations import refuse_if_locked

MOST_OF_ONE = 10
"""Proposals one address may have in a call; more is a machine, or a mistake."""

MOST_AUTHORS = 12
FACTS = frozenset({"kind", "track", "language", "title", "abstract", "needs", "unavailable"})


class Closed(Refused):
    """The call takes nothing now."""

    code = "call_closed"


class TooMany(Refused):
    """As many as one address may have."""

    code = "too_many_proposals"


@dataclass(frozen=True, slots=True)
class First:
    """Who begins: the first author, and the language of their letters."""

    name: str
    email: str
    language: str = "lv"


@dataclass(frozen=True, slots=True)
class Co:
    """An author as typed. The first of a list holds the link."""

    name: str
    email: str
    name_other: str = ""
    organisation: str = ""
    country: str = ""
    biography: str = ""
    speaks: bool = True


@transaction.atomic
def begin(*, call: ProposalCall, first: First, kind: SessionKind, title: str, by: Actor, at: datetime) -> Proposal:
    """Begin a draft, and send its secret link to its first author.

    Raises:
        Closed: the call takes nothing now.
        TooMany: there are ten of this address already.
        Invalid: a kind that may not be proposed here.
        events.operations.Locked: the partner is suspended.
    """
    call = ProposalCall.objects.select_for_update(of=("self",)).select_related("event__partner").get(pk=call.pk)
    _refuse_if_closed(call, at)
    if Author.objects.filter(proposal__call=call, email__iexact=first.email).count() >= MOST_OF_ONE:
        raise TooMany(_("There are ten proposals from this address already. Ask the organiser for the link to them."), field="email")
    _check_kind(call, kind)
    last = Proposal.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    language = first.language if first.language in call.languages else (call.languages or [first.language])[0]
    proposal = Proposal.objects.create(
        call=call,
        number=last + 1,
        secret=secrets.token_urlsafe(24),
        kind=kind,
        language=language,
        title=title.strip(),
        created_at=at,
        changed_at=at,
    )
    Author.objects.create(proposal=proposal, name=first.name.strip(), email=first.email, language=first.language)
    log(proposal, by, at, "proposal.begun", after={"number": proposal.number, "title": proposal.title})
    mails.begun(proposal, at=at)
    return proposal


@transaction.atomic
def save(*, proposal: Proposal, facts: Mapping[str, Any], by: Actor, at: datetime, revision: int | None = None) -> Proposal:
    """Keep what was typed on one page. A draft may lack anything; what was sent must stay complete.

    Raises:
        Closed: the call is closed, or the proposal is decided or withdrawn.
        Invalid: a kind or track of another event, an abstract too long, or something missing in what was sent (`field`: where).
        Stale: changed in another window.
    """
    if unknown := facts.keys() - FACTS:
        raise ValueError(f"not a fact of a proposal: {sorted(unknown)}")
    now = locked(proposal, revision)
    refuse_unless_editable(now, at)
    if len(facts.get("abstract", "")) > ABSTRACT_MAX:
        raise Invalid(_("The abstract has room for %(n)s characters.") % {"n": ABSTRACT_MAX}, code="abstract_too_long", field="abstract")
    if "kind" in facts and facts["kind"].pk != now.kind_id:
        _check_kind(now.call, facts["kind"])
    if facts.get("track") and facts["track"].event_id != now.call.event_id:
        raise Invalid(_("Choose a track from the list."), code="unknown_track", field="track")
    before, after = history.changes(now, facts)
    if after:
        for name, value in facts.items():
            setattr(now, name, value)
        now.changed_at, now.revision = at, now.revision + 1
        now.save(update_fields=["changed_at", "revision", *facts])
        refuse_incomplete_if_sent(now)
        log(now, by, at, "proposal.changed", before=before, after=after)
    return now


@transaction.atomic
def save_authors(*, proposal: Proposal, authors: Sequence[Co], by: Actor, at: datetime, revision: int | None = None) -> Proposal:
    """Say who wrote it, in order. The first keeps the address the link went to.

    Raises:
        Closed, Stale: see `save`.
        Invalid: an address twice, more than twelve, nobody speaks in what was sent.
    """
    now = locked(proposal, revision)
    refuse_unless_editable(now, at)
    if not 0 < len(authors) <= MOST_AUTHORS:
        raise Invalid(_("Between one and %(n)s authors.") % {"n": MOST_AUTHORS}, code="how_many_authors")
    emails = [one.email.casefold() for one in authors]
    if len(set(emails)) != len(emails):
        raise Invalid(_("Two authors have the same e-mail address."), code="author_twice")
    known = list(now.authors.all())
    first = known[0]
    if emails[0] != first.email.casefold():
        raise Invalid(_("The first author keeps the address the link was sent to."), code="first_address")
    before = [str(one) for one in known]
    letters = {one.email.casefold(): one.language for one in known}
    Author.objects.filter(proposal=now).exclude(pk=first.pk).delete()
    for position, one in enumerate(authors):
        row = first if position == 0 else Author(proposal=now, language=letters.get(emails[position], first.language))
        for name in Co.__slots__:
            setattr(row, name, getattr(one, name))
        row.position = position
        row.save()
    now.changed_at, now.revision = at, now.revision + 1
    now.save(update_fields=["changed_at", "revision"])
    refuse_incomplete_if_sent(now)
    after = [one.name for one in authors]
    if before != after:
        log(now, by, at, "proposal.authors", before={"authors": before}, after={"authors": after})
    return now


def may_edit(proposal: Proposal, at: datetime) -> bool:
    """Tell whether its authors may still change a proposal; as far as they know, so that an early decision is not given away."""
    is_open = queries.phase_of(proposal.call, at) is rules.Phase.OPEN
    return is_open and proposal.shown_state in (Proposal.State.DRAFT, Proposal.State.SUBMITTED)


def refuse_unless_editable(proposal: Proposal, at: datetime) -> None:
    """Refuse with Closed what its authors may no longer change."""
    refuse_if_locked(proposal.call.event, at)
    if not may_edit(proposal, at):
        raise Closed(_("This proposal can no longer be changed. Write to the organiser if something is wrong."))


def refuse_incomplete_if_sent(proposal: Proposal) -> None:
    """Refuse a change that takes out of a sent proposal what it needs."""
    if proposal.state != Proposal.State.DRAFT and (lacks := queries.missing(proposal)):
        field = lacks[0][1] if lacks[0][0] == "talk" else ""
        raise Invalid(_("The proposal was sent, so nothing needed may be left out."), code="incomplete", field=field)


def _refuse_if_closed(call: ProposalCall, at: datetime) -> None:
    refuse_if_locked(call.event, at)
    if queries.phase_of(call, at) is not rules.Phase.OPEN:
        raise Closed(_("This call takes no proposals now."))


def _check_kind(call: ProposalCall, kind: SessionKind) -> None:
    if kind.event_id != call.event_id or not kind.is_proposable:
        raise Invalid(_("Choose a kind from the list."), code="unknown_kind", field="kind")
