"""Putting products into a cart, which holds their places for a while."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common.errors import Invalid, Refused, Stale
from ticketing.catalogue import quotas
from ticketing.catalogue.models import Product, Variation
from ticketing.catalogue.queries import price_of
from ticketing.catalogue.rules import Pair, Sale, sale_state
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked
from ticketing.orders import codes, rules
from ticketing.orders.models import Order, OrderLine
from ticketing.orders.operations.cancelling import drop_expired


@dataclass(frozen=True, slots=True)
class Want:
    """So many of one product or variation."""

    product: int
    variation: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Offered:
    """Until when and for whom the waiting list keeps a cart. Its places come from those kept for who waits."""

    until: datetime
    name: str
    email: str
    phone: str = ""


class NotOnSale(Refused):
    """Something that cannot be ordered now."""

    code = "not_on_sale"


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
    offered: Offered | None = None,
) -> Order:
    """Make a cart holding the wanted places for `rules.HOLD`, and return it.

    The same `request_key` again returns the cart of the first call: a form sent twice holds once. An earlier cart that
    the visitor is `replacing` gives its places up in the same transaction, so that nobody competes with himself. A walk-in is
    sold at the gate by staff, who may sell whatever is active, also what the shop does not show or no longer sells. What the
    waiting list has `offered` is kept for longer, from places that nobody else gets, also once the sale is over.

    Raises:
        Invalid: nothing wanted (`nothing_chosen`), too much, or an unknown product.
        NotOnSale: the event or a product is not on sale at `at`.
        catalogue.quotas.SoldOut: too few places are left, also after expired carts were dropped.
        events.operations.Locked: the partner is suspended.
    """
    wants = [want for want in wants if want.count]
    if not wants:
        raise Invalid(_("Choose at least one ticket."), code="nothing_chosen")
    if any(want.count < 0 for want in wants) or sum(want.count for want in wants) > rules.MAX_LINES:
        raise Invalid(_("At most %(most)s tickets go into one order.") % {"most": rules.MAX_LINES}, code="too_many")
    refuse_if_locked(event, at)
    if event.state not in (Event.State.PUBLISHED, Event.State.MOVED) or at >= event.ends_at:
        raise NotOnSale(_("Tickets for this event are not on sale."))
    try:
        return _hold(event, wants, request_key, language, at, replacing, is_walk_in, offered)
    except quotas.SoldOut:
        if not drop_expired(at=at, event=event):
            raise
        return _hold(event, wants, request_key, language, at, replacing, is_walk_in, offered)
    except IntegrityError:
        first = Order.objects.filter(request_key=request_key, event=event).first()
        if first is None:
            raise
        return first


@transaction.atomic
def _hold(
    event: Event,
    wants: Sequence[Want],
    request_key: UUID,
    language: str,
    at: datetime,
    replacing: Order | None,
    is_walk_in: bool,
    offered: Offered | None,
) -> Order:
    lines = _lines(event, wants, at, is_walk_in or offered is not None)
    order = Order.objects.create(
        event=event,
        code=codes.new_code(),
        secret=codes.new_secret(),
        request_key=request_key,
        language=language,
        is_walk_in=is_walk_in,
        currency=event.currency,
        total=sum((line.price for line in lines), Decimal("0.00")),
        held_at=at,
        expires_at=offered.until if offered else at + rules.HOLD,
        **({"name": offered.name, "email": offered.email, "phone": offered.phone} if offered else {}),
    )
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)
    if replacing is not None:
        _let_go(replacing, at)
    # Last, so that the row everybody wants is locked for as short as can be.
    quotas.take(_wanted(lines), from_awaited=offered is not None)
    return order


def _lines(event: Event, wants: Sequence[Want], at: datetime, takes_any: bool) -> list[OrderLine]:
    """Return unsaved lines at today's prices, one for each single thing wanted."""
    wanted = Product.objects.filter(event=event, pk__in={want.product for want in wants})
    products = {product.pk: product for product in (wanted.filter(is_active=True) if takes_any else wanted.on_sale(at))}
    variations: dict[int, Variation] = {}
    if any(want.variation for want in wants) or len(products) > 1:
        variations = {v.pk: v for v in Variation.objects.filter(product__in=products, is_active=True)}
    lines = []
    for want in wants:
        product = products.get(want.product)
        variation = variations.get(want.variation) if want.variation else None
        if product is None or (want.variation and (variation is None or variation.product_id != product.pk)):
            raise NotOnSale(_("Something you chose is no longer on sale. Choose again."))
        sale = sale_state(at=at, sale_from=product.sale_from, sale_until=product.sale_until, event_ends_at=event.ends_at, left=None)
        if sale != Sale.OPEN and not takes_any:
            raise NotOnSale(_("“%(name)s” is not on sale now.") % {"name": product})
        lines += [
            OrderLine(product=product, variation=variation, price=price_of(product, variation), tax_rate=product.tax_rate)
            for _number in range(want.count)
        ]
    for product_id, count in Counter(line.product_id for line in lines).items():
        if count > products[product_id].max_per_order:
            raise Invalid(
                _("At most %(most)s of “%(name)s” go into one order.")
                % {"most": products[product_id].max_per_order, "name": products[product_id]},
                code="too_many",
            )
    return lines


def _wanted(lines: Sequence[OrderLine]) -> Counter[Pair]:
    return Counter((line.product_id, line.variation_id) for line in lines)


@transaction.atomic
def drop(*, order: Order, by: Actor, at: datetime) -> None:
    """Empty a cart at its visitor's wish; its places are free at once.

    Raises:
        Stale: it is no longer a cart.
    """
    if not _let_go(order, at):
        raise Stale


def _let_go(cart: Order, at: datetime) -> bool:
    """Let a cart lapse and free its places; False when it is no longer a cart, an order having been placed from it."""
    if not Order.objects.filter(pk=cart.pk, state=Order.State.HELD).update(state=Order.State.LAPSED, closed_at=at):
        return False
    cart.state, cart.closed_at = Order.State.LAPSED, at
    quotas.give_back(_wanted(list(cart.lines.all())))
    return True
