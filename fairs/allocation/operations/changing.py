"""Changes by hand: the rules, pins, and a version of the plan in which somebody was moved."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import log
from accounts.people.models import Person
from common.errors import Invalid, Refused, Stale
from fairs.allocation import handwork, queries, reasoning
from fairs.allocation.engine import read_text
from fairs.allocation.mapping import applicant_id
from fairs.allocation.models import AllocationRules, Pin, Plan
from fairs.allocation.operations.asking import next_number, one_at_a_time, write_places
from fairs.allocation.rules import LARGEST_WEIGHT, SIGNS
from fairs.calls.models import Application
from fairs.fairground.models import Stall
from ticketing.events.models import Event

GROUPS = ("goods_group", "craft", "country", "municipality", "newcomer", "product")
"""What quotas and caps may count by."""


@transaction.atomic
def set_rules(*, event: Event, facts: Mapping[str, Any], by: Person, at: datetime) -> AllocationRules:
    """Change how stalls are given at this fair. Plans made before keep the rules they were made by.

    Raises:
        Invalid: a term, weight, group or number that makes no sense; `field` names it.
    """
    _check(event, facts)
    rules, _made = AllocationRules.objects.select_for_update().get_or_create(event=event)
    before, after = history.changes(rules, facts)
    if after:
        for name, value in facts.items():
            setattr(rules, name, value)
        rules.changed_at = at
        rules.save()
        log(by=by, at=at, action="allocation.rules", subject=rules, event=event, before=before, after=after)
    return rules


def _check(event: Event, facts: Mapping[str, Any]) -> None:
    for level in facts.get("levels", ()):
        wrong = [term for term, weight in level.items() if term not in SIGNS or not 0 < weight * SIGNS[term] <= LARGEST_WEIGHT]
        if wrong or not level:
            raise Invalid(_("Give each aim a weight between 1 and %(most)s.") % {"most": LARGEST_WEIGHT}, field="levels")
    if facts.get("preset") == "own" and not facts.get("levels"):
        raise Invalid(_("Give at least one aim a place."), field="levels")
    for name, number, most in (("quotas", "min_percent", 100), ("caps", "max_stalls", 6000)):
        for row in facts.get(name, ()):
            if row.get("by") not in GROUPS or not row.get("value") or not 0 <= row.get(number, -1) <= most:
                raise Invalid(_("Every line names a group, what it must be, and a number."), field=name)
    pairs = facts.get("keep_apart", ())
    entries = {int(entry) for pair in pairs for entry in pair}
    known = set(Application.objects.filter(call__event=event, number__in=entries).values_list("number", flat=True))
    if entries - known or any(len(set(pair)) != 2 for pair in pairs):
        unknown = ", ".join(str(entry) for entry in sorted(entries - known)) or "–"
        raise Invalid(
            _("Each pair is two different entries of this fair. Unknown: %(entries)s.") % {"entries": unknown}, field="keep_apart"
        )


# --- pins -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def pin(*, application: Application, stalls: Sequence[Stall], by: Person, at: datetime) -> None:
    """Fix these stalls for an application; every later plan keeps them. What it had fixed before is let go.

    Raises:
        Invalid: no stall, or one of another fair.
        Refused: the application is not in play, or a stall is fixed for somebody else (`pinned`).
    """
    event = application.call.event
    if not stalls or any(stall.ground.event_id != event.pk for stall in stalls):
        raise Invalid(_("Choose stalls of this fair."), field="stalls")
    if application.state not in queries.IN_PLAY:
        raise Refused(_("Only makers who are selected or waiting can have a stall fixed."), code="not_in_play")
    Pin.objects.filter(application=application).delete()
    try:
        with transaction.atomic():
            Pin.objects.bulk_create(Pin(event=event, application=application, stall=stall, by=by, at=at) for stall in stalls)
    except IntegrityError as twice:
        raise Refused(_("A stall is fixed for somebody else already. Drop that first."), code="pinned") from twice
    log(
        by=by, at=at, action="pin.made", subject=application, event=event,
        after={"entry": application.number, "stalls": [stall.number for stall in stalls]},
    )  # fmt: skip


@transaction.atomic
def drop_pin(*, application: Application, by: Person, at: datetime) -> None:
    """Let the next plan decide again about an application.

    Raises:
        Stale: nothing is fixed for it.
    """
    if not Pin.objects.filter(application=application).delete()[0]:
        raise Stale
    log(by=by, at=at, action="pin.dropped", subject=application, event=application.call.event, after={"entry": application.number})


# --- a version changed by hand ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody is put on stalls (by number), or, with none, back on the waiting list."""

    entry: int
    stalls: tuple[str, ...] = ()


@transaction.atomic
def move_by_hand(*, plan: Plan, change: Change, by: Person, at: datetime, ground: str = "", newest: int | None = None) -> Plan:
    """Make a new version in which somebody is moved. Whoever stood there changes places with them, or makes way.

    Args:
        ground: why a rule may be broken; needed only where one is.
        newest: the newest version its organiser has seen; None does not ask.

    Raises:
        Stale: somebody else has made a version since (`newer_version`).
        Refused: the version is not finished, the change makes no sense (`not_possible`), breaks a rule without a ground
            (`rule_broken`), or changes nothing.
    """
    one_at_a_time(plan.event)
    if plan.state not in (Plan.State.DONE, Plan.State.PUBLISHED):
        raise Refused(_("Only a finished version can be changed."), code="not_finished")
    last = queries.newest(plan.event)
    if newest is not None and last != newest:
        raise Stale(
            _("Somebody else has made version %(n)s meanwhile. Nothing was changed here; look at that one first.") % {"n": last},
            code="newer_version",
        )
    instance = read_text(plan.instance)
    document = json.loads(plan.instance)
    before = queries.allocation_of(plan)
    who = applicant_id(change.entry)
    if who not in {person.id for person in instance.applicants}:
        raise Refused(_("This version does not know that maker. Compute a new one."), code="not_possible")
    effect = handwork.effect(document, instance, before, who, change.stalls)
    if not effect.is_possible:
        raise Refused(_("That is no free row of stalls for this maker."), code="not_possible", facts={"broken": effect.broken})
    if effect.broken and not ground.strip():
        raise Refused(_("This breaks a rule. Say why it shall be done nevertheless."), code="rule_broken", field="ground")
    if effect.allocation == before:
        raise Refused(_("That would change nothing."), code="no_change")
    made = _hand_made(plan, effect, who, by=by, at=at, ground=ground.strip())
    write_places(made, effect.allocation, reasoning.facts(document, instance, effect.allocation))
    log(
        by=by, at=at, action="plan.by_hand", subject=made, event=plan.event,
        before={"number": plan.number, "stalls": list(before.get(who, ()))},
        after={"number": made.number, "entry": change.entry, "stalls": list(change.stalls), "note": made.overridden},
    )  # fmt: skip
    return made


def _hand_made(plan: Plan, effect: handwork.Effect, who: str, *, by: Person, at: datetime, ground: str) -> Plan:
    overridden = [plan.overridden] if plan.overridden else []
    if effect.broken:
        overridden.append(f"{', '.join(sorted({one.code for one in effect.broken}))}: {ground}")
    return Plan.objects.create(
        event=plan.event, number=next_number(plan.event), kind=Plan.Kind.HAND, state=Plan.State.DONE, budget=plan.budget, seed=plan.seed,
        based_on=plan, instance=plan.instance, levels=list(effect.comparison.after.levels), stopped="hand",
        overridden="\n".join(overridden), note=who[1:], asked_by=by, asked_at=at, finished_at=at,
    )  # fmt: skip
