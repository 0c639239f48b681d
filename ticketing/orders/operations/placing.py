"""Turning a cart into an order: the buyer gives names, the tickets are issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from ticketing.catalogue.models import Question
from ticketing.events.models import Event
from ticketing.orders import mails, rules
from ticketing.orders.models import Answer, Order, OrderLine
from ticketing.orders.operations.paying import announce_paid
from ticketing.orders.operations.questions import show_at_door
from ticketing.orders.operations.states import move_before_expiry
from ticketing.tickets import operations as tickets
from ticketing.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who gets the mail and the link."""

    email: str
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who one ticket is for, with answers by question id."""

    name: str
    name_other: str = ""
    email: str = ""
    organisation: str = ""
    country: str = ""
    answers: Mapping[int, Any] = field(default_factory=dict)


_ASKS = Exists(Question.objects.filter(products=OuterRef("product"), is_required=True, ask_at_door=False))
_GATE_ASKS = Exists(Question.objects.filter(products=OuterRef("product"), ask_at_door=True))


class HoldExpired(Refused):
    """The time of the cart ran out before the order was sent."""

    code = "hold_expired"


@transaction.atomic
def place(*, order: Order, buyer: Buyer, holders: Mapping[int, Holder], by: Actor, at: datetime) -> Order:
    """Place the order of a held cart. `holders` are by line id, for each line that admits a person.

    A free order is paid at once. Placing an order that was placed already changes nothing and returns it. A walk-in needs neither
    names nor answers, also at the gate; the tickets of a group are numbered until they are named.

    Raises:
        Invalid: a holder or a required answer is missing (field "line-<id>-name" or "line-<id>-question-<id>").
        HoldExpired: the hold ran out.
    """
    if order.state in (Order.State.PLACED, Order.State.PAID):
        return order
    event = order.event
    lines = list(order.lines.select_related("product", "variation").annotate(asks=_ASKS, gate_asks=_GATE_ASKS))
    if order.group:
        holders = _numbered(order, lines, holders)
    elif not order.is_walk_in:
        _check_holders(event, lines, holders)
    is_free = order.total == 0
    facts = {
        "email": buyer.email,
        "name": buyer.name,
        "phone": buyer.phone,
        "search": Order(code=order.code, email=buyer.email, name=buyer.name, phone=buyer.phone).folded,
        "placed_at": at,
        "expires_at": None if is_free else _pay_until(order, event, at),
        "paid_at": at if is_free else None,
        "closed_at": at if is_free else None,
    }
    if not move_before_expiry(order, Order.State.PAID if is_free else Order.State.PLACED, at, **facts):
        order.refresh_from_db()
        if order.state in (Order.State.PLACED, Order.State.PAID):
            return order
        raise HoldExpired(_("Your places were held until %(time)s and have been given back. Choose again.") % _clock(order, event))
    _issue(order, lines, holders, Ticket.State.VALID if is_free else Ticket.State.UNPAID, by, at)
    history.log(
        by=by,
        at=at,
        action="order.placed",
        subject=order,
        partner=event.partner,
        event=event,
        after={"total": order.total, "lines": len(lines)},
    )
    if is_free:
        announce_paid(order, lines=lines, by=by, at=at)
    else:
        mails.placed(order, lines=lines, at=at)
    return order


def _pay_until(order: Order, event: Event, at: datetime) -> datetime:
    country = rules.payer_country(order.currency, event.partner.country)
    return rules.pay_until(placed_at=at, event_starts_at=event.starts_at, zone=event.tz, country=country)


def _clock(order: Order, event: Event) -> dict[str, str]:
    moment = order.expires_at or order.held_at
    return {"time": f"{moment.astimezone(event.tz):%H:%M}"}


def _check_holders(event: Event, lines: Sequence[Any], holders: Mapping[int, Holder]) -> None:
    """Check the lines, each of which says in `asks` whether its product has questions that must be answered."""
    asked: dict[int, list[int]] = {}
    if any(line.asks for line in lines):
        shop = Question.objects.filter(event=event, is_required=True, ask_at_door=False)
        for question, product in shop.filter(products__in={line.product_id for line in lines}).values_list("pk", "products"):
            asked.setdefault(product, []).append(question)
    for line in lines:
        if not line.product.admits:
            continue
        holder = holders.get(line.pk)
        if holder is None or not holder.name.strip():
            raise Invalid(_("Give the name of the person this ticket is for."), code="name_missing", field=f"line-{line.pk}-name")
        for question in asked.get(line.product_id, ()):
            if holder.answers.get(question) in (None, "", [], False):
                raise Invalid(_("Please answer this."), code="answer_missing", field=f"line-{line.pk}-question-{question}")


def _numbered(order: Order, lines: Sequence[Any], holders: Mapping[int, Holder]) -> dict[int, Holder]:
    """Return who each ticket of a group is for: who is named already, the others by number, as "Group, 17", to be named later."""
    admitting = [line for line in lines if line.product.admits]
    return {line.pk: holders.get(line.pk) or Holder(name=f"{order.group}, {number}") for number, line in enumerate(admitting, 1)}


def _issue(order: Order, lines: Sequence[Any], holders: Mapping[int, Holder], state: Ticket.State, by: Actor, at: datetime) -> None:
    """Issue a ticket for each line that admits, and keep the answers."""
    admitting = [line for line in lines if line.product.admits]
    wanted = [
        tickets.NewTicket(
            product=line.product,
            variation=line.variation,
            name=holders[line.pk].name.strip(),
            name_other=holders[line.pk].name_other.strip(),
            email=holders[line.pk].email,
            organisation=holders[line.pk].organisation,
            country=holders[line.pk].country,
            language=order.language,
            to_ask=line.gate_asks and not order.is_walk_in,
        )
        for line in admitting
    ]
    issued = tickets.issue_many(event=order.event, wanted=wanted, state=state, by=by, at=at)
    for line, ticket in zip(admitting, issued, strict=True):
        line.ticket = ticket
    OrderLine.objects.bulk_update(admitting, ["ticket"])
    given = Answer.objects.bulk_create(
        Answer(line=line, question_id=question, value=value)
        for line in admitting
        for question, value in holders[line.pk].answers.items()
        if value not in (None, "", [])
    )
    if given and Question.objects.filter(pk__in={answer.question_id for answer in given}, show_at_door=True).exists():
        show_at_door(OrderLine.objects.filter(order=order))
