"""Setting up a call: its dates and texts, the kinds and tracks one proposes for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from conference.proposals.models import ProposalCall, ReviewCriterion, ReviewPhase, SessionKind, Track
from conference.proposals.rules import usual_times
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked

USUAL_KINDS = (
    (("Referāts", "Доклад", "Talk"), 20),
    (("Stenda referāts", "Стендовый доклад", "Poster"), 10),
    (("Demonstrējums", "Демонстрация", "Demonstration"), 30),
    (("Darbnīca", "Мастерская", "Workshop"), 90),
)
USUAL_PHASE = ("Vērtēšana", "Оценка", "Review")
USUAL_CRITERIA = (
    (("Saturs", "Содержание", "Substance"), "2"),
    (("Nozīme klausītājiem", "Польза для слушателей", "Use to the audience"), "1"),
    (("Skaidrība", "Ясность", "Clarity"), "1"),
)
Part = SessionKind | Track


def _in_all(names: Sequence[str]) -> dict[str, str]:
    return {f"name_{language}": name for language, name in zip(("lv", "ru", "en"), names, strict=True)}


@transaction.atomic
def make(*, event: Event, by: Actor, at: datetime) -> ProposalCall:
    """Open an event to proposals: usual dates, four usual kinds, one blind phase with three criteria. Not shown to anybody yet.

    Raises:
        Refused: the event has a call already (`has_call`).
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    if ProposalCall.objects.filter(event=event).exists():
        raise Refused(_("This event has a call already. Change that one."), code="has_call")
    opens_at, closes_at, reviewed_by = usual_times(event.starts_at, at.replace(minute=0, second=0, microsecond=0))
    languages = list(event.languages) or ["lv", "ru", "en"]
    call = ProposalCall.objects.create(event=event, opens_at=opens_at, closes_at=closes_at, languages=languages)
    if not SessionKind.objects.filter(event=event).exists():
        for position, (names, minutes) in enumerate(USUAL_KINDS):
            SessionKind.objects.create(event=event, minutes=minutes, position=position, **_in_all(names))
    phase = ReviewPhase.objects.create(call=call, opens_at=closes_at, closes_at=reviewed_by, **_in_all(USUAL_PHASE))
    for position, (names, weight) in enumerate(USUAL_CRITERIA):
        ReviewCriterion.objects.create(phase=phase, position=position, weight=Decimal(weight), **_in_all(names))
    _log(call, by, at, "proposals.opened", after={"opens_at": opens_at, "closes_at": closes_at})
    return call


@transaction.atomic
def save_call(*, call: ProposalCall, facts: Mapping[str, Any], by: Actor, at: datetime) -> ProposalCall:
    """Change a call's dates, languages and introduction, or show it to everybody (`is_published`).

    Raises:
        Invalid: it closes before it opens, or no language is left.
        Refused: shown without any kind to propose (`no_kind`).
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(call.event, at)
    opens_at, closes_at = facts.get("opens_at", call.opens_at), facts.get("closes_at", call.closes_at)
    if closes_at <= opens_at:
        raise Invalid(_("The call closes after it opens."), code="closes_before_opening", field="closes_at")
    if not facts.get("languages", call.languages):
        raise Invalid(_("Choose the languages in which one may speak."), code="no_language", field="languages")
    if facts.get("is_published") and not SessionKind.objects.filter(event=call.event_id, is_proposable=True).exists():
        raise Refused(_("There is no kind of session that could be proposed. Add one first."), code="no_kind")
    before, after = history.changes(call, facts)
    if after:
        for name, value in facts.items():
            setattr(call, name, value)
        call.save(update_fields=list(facts))
        _log(call, by, at, "proposals.changed", before=before, after=after)
    return call


@transaction.atomic
def save_parts(
    *,
    call: ProposalCall,
    kind: type[Part],
    rows: Sequence[tuple[Part | None, Mapping[str, Any]]],
    removed: Iterable[Part],
    by: Actor,
    at: datetime,
) -> None:
    """Make the event's kinds of session or tracks what `rows` say, in that order.

    Raises:
        Refused: one to be removed stands in a proposal or in the programme (`in_use`).
        Invalid: a name stands twice (`twice`).
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(call.event, at)
    names = [str(facts.get("name_lv") or "").casefold() for _present, facts in rows]
    if len(names) != len(set(names)):
        raise Invalid(_("One of them stands twice in the list."), code="twice")
    for gone in removed:
        name = str(gone)
        try:
            with transaction.atomic():
                gone.delete()
        except ProtectedError:
            raise Refused(_("“%(name)s” stands in proposals. It can be renamed, not removed.") % {"name": name}, code="in_use") from None
        _log(call, by, at, "proposals.part_removed", before={"name": name})
    for position, (present, facts) in enumerate(rows):
        part: Any = present or kind(event=call.event)
        wanted = {**facts, "position": position}
        before, after = ({}, dict(facts)) if present is None else history.changes(part, wanted)
        for name, value in wanted.items():
            setattr(part, name, value)
        part.save()
        if set(after) - {"position"}:
            _log(call, by, at, "proposals.part_saved", before=before, after=after)


def _log(call: ProposalCall, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    history.log(by=by, at=at, action=action, subject=call, partner=call.event.partner, event=call.event, **sides)
