"""Sending a buyer to a page at Stripe. The row is committed first, so that a page that was made is never unknown to us."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.history.operations import Actor
from common.errors import Refused
from ticketing.billing import operations as billing
from ticketing.billing import queries as ledger
from ticketing.cards import gateway, queries, rules
from ticketing.cards.models import CardAccount, CardSession
from ticketing.cards.operations.states import move
from ticketing.orders import links
from ticketing.orders import queries as orders
from ticketing.orders.models import Order

State = CardSession.State
_TIME_LEFT = timedelta(minutes=3)
"""A page with less time than that is not given to a buyer any more."""


class UnderWay(Refused):
    """A payment of the order is on its way already: it must not be paid twice."""

    code = "card_payment_under_way"


def begin(*, order: Order, by: Actor, at: datetime) -> CardSession:
    """Return an open page at Stripe on which what the order still owes may be paid; the same one while it is good.

    Raises:
        billing.operations.NotOffered: no card is taken for this order, or Stripe would not make a page.
        UnderWay: a payment is on its way.
        Stale: the order is not waiting for payment.
        gateway.Unreachable: Stripe does not answer; asked again, it makes no second page.
    """
    if order.provider != "stripe" or ledger.owed(order) == 0:
        billing.choose(order=order, provider="stripe", by=by, at=at)
    account = queries.account_of(order)
    owed = ledger.owed(order)
    if account is None or not rules.is_payable(owed, order.currency):
        raise billing.NotOffered(gettext_lazy("This way to pay is not offered for your order. Choose another."), field="provider")
    if CardSession.objects.filter(order=order, state=State.PROCESSING).exists():
        raise UnderWay(gettext_lazy("Your payment is on its way already. We write to you when it has come."))
    session = CardSession.objects.filter(order=order, state__in=[State.ASKED, State.OPEN]).select_related("account").first()
    if session is not None and not _is_good(session, account, owed, at):
        _end(session, at)
        session = None
    if session is None:
        session = _ask(order, account, owed, at)
    if session.state == State.ASKED:
        _open(session, at)
    return session


def _is_good(session: CardSession, account: CardAccount, owed: Decimal, at: datetime) -> bool:
    if (session.account_id, session.amount, session.currency) != (account.pk, owed, session.order.currency):
        return False
    # what was asked long ago and never answered would be asked for with an end that Stripe no longer takes
    least = _TIME_LEFT if session.state == State.OPEN else rules.SHORTEST - timedelta(seconds=50)
    return session.expires_at > at + least


def _end(session: CardSession, at: datetime) -> None:
    """Close a page that is no longer good.

    Raises:
        UnderWay: it was paid this instant.
    """
    if session.stripe_id and session.expires_at > at:
        try:
            gateway.close_page(session.account, session.stripe_id)
        except gateway.Rejected:
            if gateway.page(session.account, session.stripe_id).get("status") == "complete":
                raise UnderWay(gettext_lazy("Your payment is on its way already. We write to you when it has come.")) from None
    move(session, State.EXPIRED, closed_at=at)


def _ask(order: Order, account: CardAccount, owed: Decimal, at: datetime) -> CardSession:
    """Write down that a page is wanted; two who press at once share one."""
    try:
        with transaction.atomic():
            return CardSession.objects.create(
                order=order,
                account=account,
                key=uuid.uuid4(),
                amount=owed,
                currency=order.currency,
                begun_at=at,
                expires_at=rules.payable_until(at=at, order_expires_at=order.expires_at),
                order_until=order.expires_at,
                ask_at=rules.next_question(questions=0, at=at),
            )
    except IntegrityError:
        other = CardSession.objects.filter(order=order, state__in=[State.ASKED, State.OPEN]).select_related("account").first()
        if other is None:
            raise
        return other


def _open(session: CardSession, at: datetime) -> None:
    try:
        made = gateway.open_page(session.account, _page(session))
    except gateway.Rejected as refused:
        words = f"{refused.facts.get('stripe_code', '')}: {refused.facts.get('stripe_words', '') or refused}"
        move(session, State.EXPIRED, closed_at=at, error=words[:300])
        raise billing.NotOffered(
            gettext_lazy("Card payment does not work just now. Choose another way, or ask the organiser."), field="provider"
        ) from refused
    if not move(session, State.OPEN, stripe_id=made["id"], url=made.get("url") or ""):
        session.refresh_from_db()  # somebody who pressed at the same moment, or a quick notice


def _page(session: CardSession) -> gateway.Page:
    order = session.order
    name = {"order": order.code, "session": str(session.key)}
    return gateway.Page(
        key=f"page-{session.key}",
        reference=order.code,
        currency=session.currency,
        items=_items(session),
        language=order.language,
        expires_at=session.expires_at,
        success_url=settings.SITE_URL + links.to(order, "card"),
        cancel_url=settings.SITE_URL + links.to(order, "pay"),
        metadata=name,
    )


def _items(session: CardSession) -> Sequence[gateway.Item]:
    """Return the order's lines, or one line for the whole where they do not add up to what is asked, part of it having come."""
    order, currency = session.order, session.currency
    with translation.override(order.language):
        basket = orders.basket(order.lines.filter(cancelled_at=None).select_related("product", "variation"))
        items = [gateway.Item(_name(one), rules.minor(one.line.price, currency), one.count) for one in basket if one.line.price]
        asked = rules.minor(session.amount, currency)
        if sum(item.unit_amount * item.count for item in items) == asked:
            return items
        whole = _("Order %(code)s, %(event)s") % {"code": order.code, "event": order.event.title}
        return [gateway.Item(whole[:250], asked, 1)]


def _name(item: orders.Item) -> str:
    line = item.line
    return (f"{line.product} – {line.variation}" if line.variation else str(line.product))[:250]
