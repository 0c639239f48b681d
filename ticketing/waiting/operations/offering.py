"""Offering places that became free, and what becomes of offers.

An offer is a cart like any other, held for longer: its places are taken from the quotas, by the same guarded statement. The list
never reads what happened elsewhere as news; it looks what is free, as often as one likes.
"""

import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused, Stale
from ticketing.catalogue.models import Product
from ticketing.events.access import is_bookable
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked
from ticketing.orders import operations as orders
from ticketing.orders.models import Order
from ticketing.waiting import mails, queries, rules
from ticketing.waiting.models import Wait, WaitingRule
from ticketing.waiting.operations.states import keep_places, lock, log, move

State = Wait.State
AT_ONCE = 50
"""Offers made in one transaction: the quotas are locked meanwhile."""


class NoRoom(Refused):
    """There are too few free places for all of the group."""

    code = "no_room"


class OfferOver(Refused):
    """The places are no longer kept."""

    code = "offer_over"


def settle(*, event: Event, at: datetime) -> int:
    """Write down what became of offers: taken, given back, lapsed. Return how many ended. May run twice, and at once with itself."""
    return sum(_settle_one(wait, at) for wait in queries.with_offers(event))


@transaction.atomic
def _settle_one(wait: Wait, at: datetime) -> bool:
    _hold_one(wait)
    cart = wait.order
    if cart is None or wait.state != State.OFFERED:
        return False
    if cart.state == Order.State.HELD and cart.expires_at is not None and cart.expires_at <= at:
        orders.lapse(order=cart, at=at)
    cart.refresh_from_db(fields=["state", "placed_at", "closed_at"])
    if cart.state == Order.State.HELD:
        return False
    was_given_back = cart.closed_at is not None and wait.offer_until is not None and cart.closed_at < wait.offer_until
    to = State.TAKEN if cart.placed_at is not None else State.DECLINED if was_given_back else State.LAPSED
    try:
        move(wait, to, ended_at=at)
    except Stale:
        return False
    log(wait, f"waiting.{to}", "system", at)
    if to == State.LAPSED:
        mails.lapsed(wait, at=at)
    return True


def _hold_one(wait: Wait) -> None:
    """Hold somebody's row, then read it anew: whoever ends an offer takes it before the cart, so two do it one after the other."""
    Wait.objects.select_for_update().get(pk=wait.pk)
    wait.refresh_from_db(fields=["state", "order", "offer_until"])


def fill(*, event: Event, at: datetime) -> int:
    """Offer what is free to whoever is next, as far as it goes; return how many groups were offered places.

    Offers that ended are settled first. Safe to repeat and to be cut off at any point: each step is a transaction of its own.
    """
    settle(event=event, at=at)
    offered = 0
    while made := _fill_some(event, at):
        offered += made
        if made < AT_ONCE:
            break
    return offered


@transaction.atomic
def _fill_some(event: Event, at: datetime) -> int:
    rule = lock(event)
    keep_places(event)
    if rule is None or rule.awaits_draw or not is_bookable(event, at) or at >= event.starts_at:
        return 0
    line = {wait.pk: wait for wait in queries.line(event)}
    parties = [party for party in queries.as_parties(line.values(), event) if _is_offerable(line[party.id])]
    found = rules.turns(parties, queries.free(event), may_pass=rule.smaller_may_pass)[:AT_ONCE]
    for turn in found:
        _offer(line[turn.id], event, rule, "system", at, passed_over=[line[other].number for other in turn.passed_over])
    if found:
        keep_places(event)
    return len(found)


def _is_offerable(wait: Wait) -> bool:
    """Tell whether all that a group waits for is still offered at all; the organiser may have taken it back."""
    return all(wish.product.is_active and (wish.variation is None or wish.variation.is_active) for wish in wait.wishes.all())


def _offer(
    wait: Wait, event: Event, rule: WaitingRule, by: Actor, at: datetime, *, reason: str = "", passed_over: Sequence[int] = ()
) -> None:
    """Hold a cart for all of the group, and tell them. Under the list's lock, with the places known to be free."""
    wait.event = event
    until = rules.offer_until(made_at=at, event_starts_at=event.starts_at, stands=rule.stands, stands_late=rule.stands_late)
    cart = orders.hold(
        event=event,
        wants=[orders.Want(wish.product_id, wish.variation_id, wish.count) for wish in wait.wishes.all()],
        request_key=uuid.uuid5(wait.request_key, "offer"),
        language=wait.language,
        by=by,
        at=at,
        offered=orders.Offered(until=until, name=wait.name, email=wait.email, phone=wait.phone),
    )
    move(wait, State.OFFERED, order=cart, offered_at=at, offer_until=until)
    log(wait, "waiting.offered", by, at, order=cart.code, until=until, reason=reason, passed_over=list(passed_over))
    mails.offered(wait, at=at)


@transaction.atomic
def offer_now(*, wait: Wait, reason: str = "", by: Actor, at: datetime) -> Wait:
    """Offer free places to somebody out of turn.

    Raises:
        Invalid: others stand before them and would fit, and no reason is given (`reason_missing`).
        NoRoom: there are too few free places for all of them.
        Stale: they no longer wait.
        events.operations.Locked: the partner is suspended.
    """
    event, reason = wait.event, reason.strip()
    refuse_if_locked(event, at)
    rule = lock(event)
    line = {one.pk: one for one in queries.line(event)}
    if rule is None or wait.pk not in line:
        raise Stale
    parties, free = queries.as_parties(line.values(), event), queries.free(event)
    own = next(party for party in parties if party.id == wait.pk)
    if not own.fits(free):
        raise NoRoom(_("There are too few free places for all of this group."))
    before = rules.ahead(parties, wait.pk)
    if before and not reason:
        raise Invalid(_("Others stand before them on the list. Write down why they go first."), code="reason_missing", field="reason")
    wait = line[wait.pk]
    _offer(wait, event, rule, by, at, reason=reason, passed_over=[line[one].number for one in before])
    keep_places(event)
    return wait


def decline(*, wait: Wait, by: Actor, at: datetime) -> Wait:
    """Give offered places back; they go to whoever is next. Saying it twice changes nothing.

    Raises:
        OfferOver: there is no offer (any more), or an order has been placed from it.
    """
    with transaction.atomic():
        _hold_one(wait)
        if wait.state == State.DECLINED:
            return wait
        if wait.state != State.OFFERED or wait.order is None:
            raise OfferOver(_("These places are no longer kept for you."))
        try:
            orders.drop(order=wait.order, by=by, at=at)
        except Stale:
            raise OfferOver(_("These places are no longer kept for you.")) from None
        move(wait, State.DECLINED, ended_at=at)
        log(wait, "waiting.declined", by, at)
    fill(event=wait.event, at=at)
    return wait


def draw(*, event: Event, at: datetime) -> int:
    """Draw the lot once its moment has come; return how many groups were drawn. Twice it changes nothing.

    Who joined before is ordered by lot, behind whoever staff had moved up; who joins later stands behind them in the order of asking.
    """
    with transaction.atomic():
        rule = lock(event)
        if rule is None or not rule.awaits_draw or rule.draws_at is None or at < rule.draws_at:
            return 0
        line = queries.line(event)
        places = rules.draw([wait.number for wait in line], rule.seed)
        for wait in line:
            wait.drawn = places[wait.number]
        ordered = sorted(line, key=lambda wait: (wait.moved_at is None, wait.rank if wait.moved_at else wait.drawn))
        for rank, wait in enumerate(ordered, 1):
            wait.rank = rank
        Wait.objects.bulk_update(line, ["drawn", "rank"])
        rule.drawn_at = at
        rule.save(update_fields=["drawn_at"])
        history.log(
            by="system",
            at=at,
            action="waiting.drawn",
            subject=rule,
            partner=event.partner,
            event=event,
            after={"seed": rule.seed, "numbers": [wait.number for wait in sorted(line, key=lambda wait: wait.drawn or 0)]},
        )
    fill(event=event, at=at)
    return len(line)


def new_seed() -> str:
    """Return a seed that nobody can guess."""
    return secrets.token_hex(16)


@transaction.atomic
def close_waits(event: Event, waits: Iterable[Wait], *, reason: str, by: Actor, at: datetime) -> int:
    """End the waiting of some, and tell them. Under the list's lock; offers made stand until their time is over."""
    closed = 0
    for wait in waits:
        wait.event = event
        move(wait, State.CLOSED, ended_at=at)
        log(wait, "waiting.closed", by, at, reason=reason)
        mails.closed(wait, reason=reason, at=at)
        closed += 1
    keep_places(event)
    return closed


def close_over(*, event: Event, at: datetime) -> int:
    """End the waiting where nothing can come of it: the event has begun, or is cancelled. Return how many waited."""
    with transaction.atomic():
        lock(event)
        if at < event.starts_at and event.state != Event.State.CANCELLED:
            return 0
        return close_waits(event, queries.line(event), reason="", by="system", at=at)


def waits_for(product: Product) -> list[Wait]:
    """Return who waits for a product, alone or among other things."""
    return [wait for wait in queries.line(product.event) if any(wish.product_id == product.pk for wish in wait.wishes.all())]
