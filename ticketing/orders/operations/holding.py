"""Putting products into a cart, which holds their places and their price for a while."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid, Stale
from ticketing.catalogue import quotas, steps
from ticketing.catalogue.rules import Pair
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked
from ticketing.orders import codes, prices, rules
from ticketing.orders.models import Order, OrderLine
from ticketing.orders.operations import pricing
from ticketing.orders.operations.cancelling import drop_expired
from ticketing.orders.operations.pricing import NotOnSale, Want
from ticketing.orders.operations.retrying import with_a_free_code
from ticketing.vouchers import operations as vouchers
from ticketing.vouchers import queries as voucher_queries
from ticketing.vouchers.models import Voucher


@dataclass(frozen=True, slots=True)
class Offered:
    """Until when and for whom the waiting list keeps a cart. Its places come from those kept for who waits."""

    until: datetime
    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class _Ask:
    """What `hold` was asked for, once it is sound."""

    event: Event
    wants: Sequence[Want]
    request_key: UUID
    language: str
    at: datetime
    replacing: Order | None
    is_walk_in: bool
    voucher: str
    currency: str
    group: str
    offered: Offered | None


def hold(
    *,
    event: Event,
    wants: Sequence[Want],
    request_key: UUID,
    language: str,
    by: Actor,
    at: datetime,
    replacing: Order | None = None,
    is_walk_in: bool = False,
    voucher: str = "",
    currency: str = "",
    group: str = "",
    offered: Offered | None = None,
) -> Order:
    """Make a cart holding the wanted places, at the price they have now, for `rules.HOLD`, and return it.

    The same `request_key` again returns the cart of the first call: a form sent twice holds once. An earlier cart that
    the visitor is `replacing` gives its places up in the same transaction, so that nobody competes with himself. A walk-in is
    sold at the gate by staff, who may sell whatever is active, also what the shop does not show or no longer sells. What the
    waiting list has `offered` is kept for longer, from places that nobody else gets, also once the sale is over.

    `voucher` is a code as somebody typed it; `currency` one that the event sells in (its own if empty). With a `group`'s name there
    may be many places (`rules.MAX_GROUP`), whose holders are named later; visitors, only of products that offer it.

    Raises:
        Invalid: nothing wanted (`nothing_chosen`), too much, an unknown product, or a currency the event does not sell in.
        NotOnSale: the event or a product is not on sale at `at`, or not in this currency.
        vouchers.operations.BadVoucher: the code cannot be used, or not for these.
        catalogue.quotas.SoldOut: too few places are left, also after expired carts were dropped.
        events.operations.Locked: the partner is suspended.
    """
    wants = [want for want in wants if want.count]
    if not wants:
        raise Invalid(_("Choose at least one ticket."), code="nothing_chosen")
    most = rules.MAX_GROUP if group else rules.MAX_LINES
    if any(want.count < 0 for want in wants) or sum(want.count for want in wants) > most:
        raise Invalid(_("At most %(most)s tickets go into one order.") % {"most": most}, code="too_many")
    if currency and currency not in event.currencies:
        raise Invalid(_("This event does not sell in this currency."), code="unknown_currency", field="currency")
    refuse_if_locked(event, at)
    if event.state not in (Event.State.PUBLISHED, Event.State.MOVED) or at >= event.ends_at:
        raise NotOnSale(_("Tickets for this event are not on sale."))
    ask = _Ask(
        event, wants, request_key, language, at, replacing, is_walk_in, voucher.strip(), currency or event.currency, group.strip(), offered
    )
    try:
        return _hold(ask, by)
    except quotas.SoldOut:
        if not drop_expired(at=at, event=event):
            raise
        return _hold(ask, by)
    except IntegrityError:
        first = Order.objects.filter(request_key=request_key, event=event).first()
        if first is None:
            raise
        return first


@with_a_free_code
@transaction.atomic
def _hold(ask: _Ask, by: Actor) -> Order:
    """Everybody locks in this order, so that nobody waits in a circle: lower prices, vouchers, and the places last."""
    given_up = _let_go(ask.replacing, ask.at) if ask.replacing else None
    voucher = _voucher(ask)
    goods = pricing.goods(
        ask.event,
        ask.wants,
        ask.at,
        bounds=pricing.Bounds(
            takes_any=ask.is_walk_in or ask.offered is not None, is_group=bool(ask.group), is_staff=isinstance(by, Person)
        ),
        is_second=ask.currency != ask.event.currency,
        unlocked=voucher_queries.unlocked(voucher) if voucher else frozenset(),
    )
    units = pricing.units(goods, ask.at)
    priced = _priced(ask, units, voucher)
    order = Order.objects.create(
        event=ask.event,
        code=codes.new_code(),
        secret=codes.new_secret(),
        request_key=ask.request_key,
        language=ask.language,
        is_walk_in=ask.is_walk_in,
        group=ask.group,
        currency=ask.currency,
        total=priced.quote.total,
        quote=priced.quote.to_json(),
        held_at=ask.at,
        expires_at=ask.offered.until if ask.offered else ask.at + rules.HOLD,
        **({"name": ask.offered.name, "email": ask.offered.email, "phone": ask.offered.phone} if ask.offered else {}),
    )
    lines = pricing.lines(order, units, priced, goods)
    OrderLine.objects.bulk_create(lines)
    wanted = _wanted(lines)
    kept: dict[int, int] = {}
    if voucher is not None:
        kept = vouchers.use(voucher=voucher, order=order, uses=priced.uses, wanted=wanted, amount=priced.discount, at=ask.at)
    # Last, so that the row everybody wants is locked for as short as can be.
    if given_up is not None:
        quotas.give_back(given_up.wanted, kept=given_up.kept)
    quotas.take(wanted, kept=kept, from_awaited=ask.offered is not None)
    return order


def _voucher(ask: _Ask) -> Voucher | None:
    if not ask.voucher:
        return None
    voucher, fault = voucher_queries.look_up(ask.event, ask.voucher, ask.at)
    if fault is not None:
        raise vouchers.BadVoucher(fault)
    return voucher


def _priced(ask: _Ask, units: Sequence[prices.Unit], voucher: Voucher | None) -> prices.Priced:
    on = ask.at.astimezone(ask.event.tz).date()
    if voucher is None:
        return prices.price(units, currency=ask.currency, on=on)
    terms = voucher_queries.terms(voucher)
    fault = prices.fault(units, terms, ask.currency)
    if fault is not None:
        raise vouchers.BadVoucher(fault)
    return prices.price(units, currency=ask.currency, on=on, terms=terms, code=voucher.code)


def _wanted(lines: Sequence[OrderLine]) -> Counter[Pair]:
    return Counter((line.product_id, line.variation_id) for line in lines)


@transaction.atomic
def drop(*, order: Order, by: Actor, at: datetime) -> None:
    """Empty a cart at its visitor's wish; its places are free at once.

    Raises:
        Stale: it is no longer a cart.
    """
    given_up = _let_go(order, at)
    if given_up is None:
        raise Stale
    quotas.give_back(given_up.wanted, kept=given_up.kept)


@dataclass(frozen=True, slots=True)
class _GivenUp:
    """The places of a cart that was let go, still taken; `kept` of them by a voucher again."""

    wanted: Counter[Pair]
    kept: dict[int, int]


def _let_go(cart: Order, at: datetime) -> _GivenUp | None:
    """Let a cart lapse, all but its places; None when it is no longer a cart, an order having been placed from it."""
    if not Order.objects.filter(pk=cart.pk, state=Order.State.HELD).update(state=Order.State.LAPSED, closed_at=at):
        return None
    cart.state, cart.closed_at = Order.State.LAPSED, at
    lines = list(cart.lines.all())
    wanted = _wanted(lines)
    steps.give_back(Counter(line.step_id for line in lines if line.step_id))
    return _GivenUp(wanted, vouchers.release(order=cart, wanted=wanted, at=at))
