"""Setting up rounds: made from the usual ones, changed until they begin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from fairs.calls.models import Call
from fairs.jury.models import Criterion, Juror, Round
from fairs.jury.operations.refusals import locked, refuse_unless_draft
from ticketing.events.operations import refuse_if_locked

Kind = Round.Kind
LANGUAGES = ("lv", "ru", "en")

USUAL_CRITERIA: Mapping[str, tuple[tuple[Any, Decimal], ...]] = {
    Kind.COMPLETENESS: (),
    Kind.IMAGES: (
        (_("Craftsmanship"), Decimal(2)),
        (_("Design"), Decimal(1)),
        (_("Artistic expression"), Decimal(1)),
        (_("Originality"), Decimal(1)),
    ),
    Kind.LIVE: (
        (_("Craftsmanship"), Decimal(2)),
        (_("Design"), Decimal(1)),
        (_("The stall as a whole"), Decimal(1)),
    ),
}
"""Criteria after Piedmont Craftsmen's instructions to jurors; the first decides between equal results."""

USUAL_WORDS: Mapping[int, Any] = {
    1: _("not for this fair"),
    2: _("weak"),
    3: _("below what we look for"),
    4: _("middling"),
    5: _("good"),
    6: _("very good"),
    7: _("outstanding"),
}
USUAL_BARRED = (4,)
"""The comfortable middle, which decides nothing."""

FIXED = frozenset(
    {
        "is_blind", "scale_min", "scale_max", "barred", "words", "threshold", "min_votes", "average", "normalise", "tie_rule", "seed",
        "skip_returning", "gives_score", "gives_median", "gives_comments", "ends_at",
    }
)  # fmt: skip
"""What may be changed until a round begins."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One criterion of a round: its names by language, its weight."""

    names: Mapping[str, str]
    weight: Decimal


@transaction.atomic
def make_usual_rounds(*, call: Call, by: Actor, at: datetime) -> list[Round]:
    """Make the three usual rounds where a call has none: completeness by staff, blind by pictures, the objects themselves.

    Raises:
        Refused: there are rounds already (`rounds_there`).
        events.operations.Locked: the partner is suspended.
    """
    Call.objects.select_for_update().get(pk=call.pk)
    if Round.objects.filter(call=call).exists():
        raise Refused(_("This call has its rounds already."), code="rounds_there")
    return [add_round(call=call, kind=kind, by=by, at=at) for kind in (Kind.COMPLETENESS, Kind.IMAGES, Kind.LIVE)]


@transaction.atomic
def add_round(*, call: Call, kind: str, by: Actor, at: datetime) -> Round:
    """Add a round of a kind after the others, with the usual rules: 1 to 7 without 4, selected from 5, two votes at least.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(call.event, at)
    Call.objects.select_for_update().get(pk=call.pk)
    last = Round.objects.filter(call=call).aggregate(last=Max("position"))["last"] or 0
    one = Round.objects.create(
        call=call,
        position=last + 1,
        kind=kind,
        is_blind=kind == Kind.IMAGES,
        barred=list(USUAL_BARRED),
        words={str(points): _in_all(word) for points, word in USUAL_WORDS.items() if points not in USUAL_BARRED},
        seed=call.event.number,
    )
    _write_criteria(one, [Wanted(_in_all(name), weight) for name, weight in USUAL_CRITERIA[kind]])
    if kind != Kind.COMPLETENESS:
        one.jurors.set(Juror.objects.filter(call=call))
    _log(one, by, at, "round.added", after={"kind": kind})
    return one


@transaction.atomic
def change_round(*, one: Round, facts: Mapping[str, Any], criteria: Iterable[Wanted] | None, by: Actor, at: datetime) -> Round:
    """Change the rules of a round that has not begun. `criteria` replace the ones there are, in their order; None leaves them.

    Raises:
        Begun: the round is open or closed.
        Invalid: a scale without two points, a threshold off the scale, a round without a criterion.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(one.call.event, at)
    fresh = locked(one)
    refuse_unless_draft(fresh)
    if unknown := facts.keys() - FIXED:
        raise ValueError(f"not a rule of a round: {sorted(unknown)}")
    before, after = history.changes(fresh, facts)
    for name, value in facts.items():
        setattr(fresh, name, value)
    _check(fresh)
    fresh.save(update_fields=[*facts] or None)
    if criteria is not None:
        wanted = list(criteria)
        if not wanted:
            raise Invalid(_("Give the round at least one criterion."), code="no_criteria")
        fresh.criteria.all().delete()
        _write_criteria(fresh, wanted)
        after = {**after, "criteria": ", ".join(f"{each.names.get('lv')} ×{each.weight}" for each in wanted)}
    if after:
        _log(fresh, by, at, "round.changed", before=before, after=after)
    return fresh


@transaction.atomic
def remove_round(*, one: Round, by: Actor, at: datetime) -> None:
    """Take away a round that has not begun; those after it move up.

    Raises:
        Begun: the round is open or closed.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(one.call.event, at)
    fresh = locked(one)
    refuse_unless_draft(fresh)
    _log(fresh, by, at, "round.removed", before={"kind": fresh.kind})
    fresh.delete()
    for after in Round.objects.select_for_update().filter(call=one.call, position__gt=one.position).order_by("position"):
        after.position -= 1
        after.save(update_fields=["position"])


def _check(one: Round) -> None:
    if one.scale_max <= one.scale_min or len(one.points) < 2:
        raise Invalid(_("A scale has at least two different points."), code="scale", field="scale_max")
    if not one.scale_min <= one.threshold <= one.scale_max:
        raise Invalid(_("The threshold lies on the scale."), code="threshold", field="threshold")


def _write_criteria(one: Round, wanted: Iterable[Wanted]) -> None:
    for position, each in enumerate(wanted):
        names = {f"name_{lang}": each.names.get(lang) or None for lang in LANGUAGES}
        Criterion.objects.create(round=one, position=position, weight=each.weight, **names)


def _in_all(word: Any) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(word)
    return found


def _log(one: Round, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    event = one.call.event
    history.log(by=by, at=at, action=action, subject=one, partner=event.partner, event=event, **sides)
