"""Making an offer to one maker, and taking it back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid, Refused, Stale
from fairs.allocation import operations as allocation
from fairs.calls import operations as calls
from fairs.calls import queries as call_queries
from fairs.calls.models import Application
from fairs.fairground.models import Stall
from fairs.offers import mails, queries, rules
from fairs.offers.models import Offer
from fairs.offers.operations import passes
from ticketing.orders import operations as orders
from ticketing.orders.models import Order
from ticketing.pricing import PriceListError, Quote

State = Offer.State


class NoStall(Refused):
    """An offer needs a stall that is assigned."""

    code = "no_stall"


@transaction.atomic
def make_offer(
    *,
    application: Application,
    by: Actor,
    at: datetime,
    first_round: timedelta | None = None,
    from_waiting_list: bool = False,
    passed_over: Sequence[tuple[int, str]] = (),
) -> Offer:
    """Offer a maker the stalls assigned to them, at the price of just those, and tell them.

    Raises:
        NoStall: none is assigned.
        Refused, Stale: the application cannot be offered anything (any more), or an offer stands already.
    """
    event = application.call.event
    stalls = queries.stalls_of(application)
    if not stalls:
        raise NoStall(_("Assign a stall first; then it can be offered."))
    quote = _price(application, stalls, at)
    calls.move(application=application, to=Application.State.OFFERED, by=by, at=at)
    try:
        with transaction.atomic():
            offer = Offer.objects.create(
                application=application,
                stalls=", ".join(stall.number for stall in stalls),
                quote=quote.to_json() if quote else {},
                made_at=at,
                expires_at=rules.answer_until(made_at=at, event_starts_at=event.starts_at, first_round=first_round),
                from_waiting_list=from_waiting_list,
                passed_over=[list(one) for one in passed_over],
                made_by=by if isinstance(by, Person) else None,
            )
    except IntegrityError:
        raise Stale from None
    calls.reveal(applications=[application], by=by, at=at)
    log(offer, "offer.made", by, at, stalls=offer.stalls, expires_at=offer.expires_at, passed_over=offer.passed_over)
    mails.offered(offer, at=at)
    return offer


@transaction.atomic
def withdraw_offer(*, offer: Offer, reason: str, by: Actor, at: datetime) -> None:
    """Take an offer back, with its reason; the maker goes back to the waiting list and the stall is free.

    Raises:
        Stale: it was answered or lapsed meanwhile.
    """
    end(offer, State.WITHDRAWN, application_to=Application.State.WAITING, reason=reason, by=by, at=at)
    mails.withdrawn(offer, at=at)


def _price(application: Application, stalls: Sequence[Stall], at: datetime) -> Quote | None:
    """Return what just these stalls cost; None where the place is free."""
    try:
        return call_queries.price_of(application, on=at.astimezone(application.call.event.tz).date(), stalls=stalls)
    except PriceListError as error:
        raise Invalid(_("The price list has no price for this place. Correct the list first."), code="no_price") from error


def end(offer: Offer, to: str, *, application_to: str, reason: str, by: Actor, at: datetime) -> None:
    """End an offer that stood: the stall is free, passes end, the maker is told where they stand.

    Money is no longer asked for; what was paid goes back: by the conditions of the event where the maker declined, else whole.

    Part of the caller's transaction.

    Raises:
        Stale: it has ended meanwhile.
    """
    application = offer.application
    answered = {} if to in (State.LAPSED, State.WITHDRAWN) else {"answered_at": at}
    move_offer(offer, to, reason=reason[:250], **answered)
    if application.state != application_to:
        calls.move(application=application, to=application_to, by=by, at=at, place_in_list=last_place(application))
    calls.reveal(applications=[application], by=by, at=at)
    allocation.free(application=application, by=by, at=at)
    passes.take_back_all(application=application, by=by, at=at)
    order = offer.order
    if order is not None and order.state in (Order.State.PLACED, Order.State.PAID):
        who = by if isinstance(by, Person) else "system"
        orders.cancel(order=order, by=who, at=at, reason=str(reason), whole=to != State.DECLINED)
    log(offer, f"offer.{to}", by, at, reason=reason)


def move_offer(offer: Offer, to: str, **facts: Any) -> None:
    """Compare and set an offer's state along `rules.MOVES`.

    Raises:
        Stale: it is no longer in the state it was read in, or may not become that.
    """
    if to not in rules.MOVES[offer.state]:
        raise Stale
    if not Offer.objects.filter(pk=offer.pk, state=offer.state).update(state=to, **facts):
        raise Stale
    offer.state = to
    for name, value in facts.items():
        setattr(offer, name, value)


def last_place(application: Application) -> int:
    """Return the place at the end of the waiting list of the application's goods group."""
    line = Application.objects.filter(
        call=application.call_id, state=Application.State.WAITING, goods_group=application.goods_group_id, place_in_list__isnull=False
    )
    last = line.order_by("-place_in_list").values_list("place_in_list", flat=True).first()
    return (last or 0) + 1


def log(offer: Offer, action: str, by: Actor, at: datetime, **after: Any) -> None:
    """Write a line about an offer into its application's history."""
    event = offer.application.call.event
    history.log(by=by, at=at, action=action, subject=offer.application, partner=event.partner, event=event, after=after)
