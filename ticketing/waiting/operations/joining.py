"""Coming onto the list, and leaving it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from ticketing.catalogue import queries as catalogue
from ticketing.events.access import is_bookable
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked
from ticketing.orders.operations import Want
from ticketing.waiting import mails, queries
from ticketing.waiting.models import Wait, WaitingRule, Wish
from ticketing.waiting.operations.offering import fill
from ticketing.waiting.operations.states import keep_places, lock, log, move

State = Wait.State


@dataclass(frozen=True, slots=True)
class Waiter:
    """Who writes themselves onto the list, for all of their group."""

    name: str
    email: str
    phone: str = ""


class ListClosed(Refused):
    """Nobody can join (any more)."""

    code = "list_closed"


def join(*, event: Event, wants: Sequence[Want], waiter: Waiter, request_key: UUID, language: str, by: Actor, at: datetime) -> Wait:
    """Put a group onto the list, at its end. The same `request_key` again returns the place of the first call.

    Who fits at once - a smaller group than those before it where the event lets them pass - is offered the places at once.

    Raises:
        ListClosed: the event has no list, it is closed, or the event has begun or ended.
        Invalid: nothing chosen, a larger group than the event allows, something that is not sold out or not on sale
            (`not_sold_out`), or somebody of this address waits for the same already (`waits_already`; their link is mailed again).
    """
    wants = [want for want in wants if want.count]
    refuse_if_locked(event, at)
    try:
        wait = _join(event, wants, waiter, request_key, language, by, at)
    except IntegrityError:
        first = Wait.objects.filter(request_key=request_key, event=event).first()
        if first is None:
            raise
        return first
    if wait is None:
        raise Invalid(_("This address is on the list already. Its link has been mailed again."), code="waits_already", field="email")
    fill(event=event, at=at)
    wait.refresh_from_db()
    return wait


@transaction.atomic
def _join(event: Event, wants: Sequence[Want], waiter: Waiter, request_key: UUID, language: str, by: Actor, at: datetime) -> Wait | None:
    rule = lock(event)
    first = Wait.objects.filter(request_key=request_key, event=event).first()
    if first is not None:
        return first
    _check(event, rule, wants, at)
    waits = Wait.objects.filter(event=event, state__in=[State.WAITING, State.OFFERED], email__iexact=waiter.email)
    same = waits.filter(wishes__product__in={want.product for want in wants}).select_related("event__partner").first()
    if same is not None:
        mails.link_again(same, at=at)
        return None
    last = Wait.objects.filter(event=event).aggregate(number=Max("number"), rank=Max("rank"))
    wait = Wait(
        event=event,
        number=(last["number"] or 0) + 1,
        rank=(last["rank"] or 0) + 1,
        secret=secrets.token_urlsafe(18),
        request_key=request_key,
        people=sum(want.count for want in wants),
        name=waiter.name,
        email=waiter.email,
        phone=waiter.phone,
        language=language,
        joined_at=at,
    )
    wait.search = wait.folded
    wait.save(force_insert=True)
    Wish.objects.bulk_create(Wish(wait=wait, product_id=want.product, variation_id=want.variation, count=want.count) for want in wants)
    keep_places(event)
    log(wait, "waiting.joined", by, at, places=wait.people)
    if rule is not None:
        mails.joined(wait, rule, None if rule.awaits_draw else queries.place_of(wait), at=at)
    return wait


def _check(event: Event, rule: WaitingRule | None, wants: Sequence[Want], at: datetime) -> None:
    if rule is None or not rule.is_open or not is_bookable(event, at) or at >= event.starts_at:
        raise ListClosed(_("The waiting list is closed."))
    if not wants:
        raise Invalid(_("Choose at least one place."), code="nothing_chosen")
    if sum(want.count for want in wants) > rule.most_people:
        text = ngettext_lazy(
            "At most %(most)s place can be waited for together.", "At most %(most)s places can be waited for together.", rule.most_people
        )
        raise Invalid(text % {"most": rule.most_people}, code="too_many")
    choices = {
        (offer.product.pk, choice.variation.pk if choice.variation else None): (offer, choice)
        for offer in catalogue.offers(event, at)
        for choice in offer.choices
    }
    closed = queries.closed_products(event)
    for want in wants:
        found = choices.get((want.product, want.variation))
        if found is None or want.product in closed:
            raise ListClosed(_("The waiting list is closed."))
        offer, choice = found
        if choice.sale != "sold_out":
            raise Invalid(
                _("“%(name)s” is not sold out: it can be ordered now, or not any more.") % {"name": offer.product}, code="not_sold_out"
            )
        if want.count > offer.product.max_per_order:
            raise Invalid(
                _("At most %(most)s of “%(name)s” go into one order.") % {"most": offer.product.max_per_order, "name": offer.product},
                code="too_many",
            )


def leave(*, wait: Wait, by: Actor, at: datetime) -> Wait:
    """Take somebody off the list at their own wish; who stands behind moves up.

    Raises:
        Stale: they no longer wait.
    """
    with transaction.atomic():
        lock(wait.event)
        move(wait, State.LEFT, ended_at=at)
        keep_places(wait.event)
        log(wait, "waiting.left", by, at)
    fill(event=wait.event, at=at)
    return wait
