"""How the list works, whose lists are closed, and moving somebody up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid, Refused, Stale
from ticketing.catalogue.models import Product
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked
from ticketing.waiting import queries, rules
from ticketing.waiting.models import ClosedList, Wait, WaitingRule
from ticketing.waiting.operations.offering import close_waits, new_seed, waits_for
from ticketing.waiting.operations.states import lock, log


@transaction.atomic
def save_rule(*, event: Event, facts: Mapping[str, Any], by: Actor, at: datetime) -> WaitingRule:
    """Open a waiting list for the event, or change how it works.

    Raises:
        Invalid: by lot without a moment to come (`draw_moment`), or beyond the event's start.
        Refused: the lot is drawn already; who is next stands (`drawn_already`).
    """
    refuse_if_locked(event, at)
    rule = lock(event)
    is_new = rule is None
    rule = rule or WaitingRule(event=event)
    facts = dict(facts)
    decides = facts.get("decides", rule.decides)
    if rule.drawn_at is not None and (decides != rule.decides or facts.get("draws_at", rule.draws_at) != rule.draws_at):
        raise Refused(_("The lot has been drawn; who is next stands."), code="drawn_already", field="decides")
    if decides == WaitingRule.Decides.LOT:
        draws_at = facts.get("draws_at", rule.draws_at)
        if draws_at is None or (rule.drawn_at is None and not at < draws_at < event.starts_at):
            raise Invalid(_("Say when the lot is drawn: a moment to come, before the event starts."), code="draw_moment", field="draws_at")
        rule.seed = rule.seed or new_seed()
    elif rule.drawn_at is None:
        facts["draws_at"], rule.seed = None, ""
    before, after = ({}, facts) if is_new else history.changes(rule, facts)
    for name, value in facts.items():
        setattr(rule, name, value)
    rule.save()
    if is_new or after:
        action = "waiting.opened" if is_new else "waiting.rule_changed"
        history.log(by=by, at=at, action=action, subject=rule, partner=event.partner, event=event, before=before, after=after)
    return rule


@transaction.atomic
def close_list(*, product: Product, reason: str = "", by: Person, at: datetime) -> int:
    """Close the list of a product: who waits for it is told, nobody can join. Return how many groups waited. Twice it changes nothing."""
    event = product.event
    refuse_if_locked(event, at)
    lock(event)
    _row, is_new = ClosedList.objects.get_or_create(product=product, defaults={"reason": reason, "closed_at": at, "closed_by": by})
    if not is_new:
        return 0
    waits = waits_for(product)
    history.log(
        by=by,
        at=at,
        action="waiting.list_closed",
        subject=product,
        partner=event.partner,
        event=event,
        after={"reason": reason, "parties": len(waits)},
    )
    return close_waits(event, waits, reason=reason, by=by, at=at)


@transaction.atomic
def reopen_list(*, product: Product, by: Person, at: datetime) -> None:
    """Let people wait for a product again; who was told that it is closed has to ask anew."""
    event = product.event
    refuse_if_locked(event, at)
    if ClosedList.objects.filter(product=product).delete()[0]:
        history.log(by=by, at=at, action="waiting.list_reopened", subject=product, partner=event.partner, event=event)


@transaction.atomic
def move_up(*, wait: Wait, place: int, reason: str, by: Person, at: datetime) -> Wait:
    """Move somebody up to a place among those who want some of the same places, counted from 1. The reason is kept and shown.

    Raises:
        Invalid: no reason (`reason_missing`), or not further up than they stand (`not_up`).
        Stale: they no longer wait.
        events.operations.Locked: the partner is suspended.
    """
    event, reason = wait.event, reason.strip()
    refuse_if_locked(event, at)
    if not reason:
        raise Invalid(_("Write down why they go first."), code="reason_missing", field="reason")
    lock(event)
    line = queries.line(event)
    if wait.pk not in {one.pk for one in line}:
        raise Stale
    before = rules.ahead(queries.as_parties(line, event), wait.pk)
    if not 1 <= place <= len(before):
        raise Invalid(_("They stand at place %(place)s; choose one further up.") % {"place": len(before) + 1}, code="not_up", field="place")
    by_key = {one.pk: one for one in line}
    for rank, key in enumerate(rules.moved([one.pk for one in line], wait.pk, before[place - 1]), 1):
        by_key[key].rank = rank
    moved = by_key[wait.pk]
    moved.moved_at, moved.moved_reason, moved.moved_by = at, reason[:200], by
    Wait.objects.bulk_update(line, ["rank", "moved_at", "moved_reason", "moved_by"])
    moved.event = event
    log(moved, "waiting.moved_up", by, at, place=place, stood_at=len(before) + 1, reason=reason)
    return moved
