"""One order with everything that hangs on it below the money: lines, tickets, answers, mails, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.history.models import Entry
from accounts.history.operations import about
from common.outbox import queries as outbox
from common.outbox.models import Message
from ticketing.catalogue.models import Option
from ticketing.orders import tables
from ticketing.orders.answers import answer_text
from ticketing.orders.models import Order, OrderLine
from ticketing.tickets import codes

MAIL_TONES = {
    "sent": "ok",
    "failed": "bad",
    "doubtful": "warn",
    "withdrawn": "neutral",
}
NEWEST = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page shows it; `label` and `tone` are its ticket's state, or empty where it admits nobody."""

    line: OrderLine
    spoken: str
    label: Any
    tone: str
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Mail:
    """A message with the tone of its state; a person may send a failed or doubtful one again."""

    message: Message
    tone: str
    may_be_sent_again: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    order: Order
    label: Any
    tone: str
    rows: Sequence[Row]
    mails: Sequence[Mail]
    entries: QuerySet[Entry]


def of(order: Order) -> Dossier:
    """Return the order's dossier, in six statements however many lines and mails it has."""
    lines = list(order.lines.select_related("product", "variation", "ticket").prefetch_related("answers__question"))
    options = Option.objects.filter(question__event=order.event_id).in_bulk()
    subjects = [about(order), *(about(line.ticket) for line in lines if line.ticket)]
    label, tone = tables.ORDER_STATES[order.state]
    return Dossier(
        order=order,
        label=label,
        tone=tone,
        rows=[_row(line, options) for line in lines],
        mails=[_mail(message) for message in outbox.about(about(order)).defer("text", "html")[:NEWEST]],
        entries=Entry.objects.filter(about__in=subjects).select_related("actor")[:NEWEST],
    )


def _row(line: OrderLine, options: dict[int, Option]) -> Row:
    answers = [(answer.question.text, answer_text(answer.question, answer.value, options)) for answer in line.answers.all()]
    if line.ticket is None:
        return Row(line, "", tables.TICKET_STATES["cancelled"][0] if line.cancelled_at else "", "bad", answers)
    label, tone = tables.TICKET_STATES[line.ticket.state]
    return Row(line, codes.spoken(line.ticket.pk), label, tone, answers)


def _mail(message: Message) -> Mail:
    may = message.state in (Message.State.FAILED, Message.State.DOUBTFUL)
    return Mail(message, MAIL_TONES.get(message.state, "info"), may)
