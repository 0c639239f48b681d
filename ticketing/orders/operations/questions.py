"""Changing a question that people have answered, and answers that are given at the gate."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor, log
from common.errors import Invalid
from ticketing.catalogue import operations as catalogue
from ticketing.catalogue.models import Product, Question
from ticketing.events.models import Event
from ticketing.orders import answers
from ticketing.orders.models import Answer, OrderLine
from ticketing.tickets.models import Ticket


@transaction.atomic
def save_question(
    *,
    event: Event,
    facts: Mapping[str, Any],
    products: Iterable[Product],
    options: Iterable[Mapping[str, Any]],
    by: Actor,
    at: datetime,
    question: Question | None = None,
) -> Question:
    """As `catalogue.operations.save_question`, but answers already given keep their meaning.

    Raises:
        Invalid: another kind of answer is wanted than was given (`kind_in_use`), or an option somebody chose would go (`in_use`).
    """
    options = list(options)
    if question is not None:
        given = list(Answer.objects.filter(question=question).values_list("value", flat=True))
        if given and facts.get("kind", question.kind) != Question.objects.values_list("kind", flat=True).get(pk=question.pk):
            raise Invalid(_("Somebody has answered it already, so its kind stays."), code="kind_in_use", field="kind")
        _refuse_lost_choices(question, given, {option.get("pk") for option in options})
    was_shown, was_asked = Question.objects.values_list("show_at_door", "ask_at_door").get(pk=question.pk) if question else (False, False)
    was_for = set(question.products.all()) if question else set()
    saved = catalogue.save_question(event=event, facts=facts, products=products, options=options, by=by, at=at, question=question)
    if question is not None and (was_shown or saved.show_at_door):
        show_at_door(OrderLine.objects.filter(answers__question=saved))
    if was_asked or saved.ask_at_door:
        _note_what_to_ask(Ticket.objects.filter(product__in=was_for | set(saved.products.all())), at)
    return saved


def _note_what_to_ask(tickets: QuerySet[Ticket], at: datetime) -> None:
    """Write on `tickets` whether the gate has something to ask, so that a scan need not look.

    Walk-ins are not asked, nor are guests, who have no order that could hold an answer.
    """
    asked = Question.objects.filter(ask_at_door=True, products=OuterRef("product")).exclude(answers__line__ticket=OuterRef("pk"))
    ours = tickets.filter(order_line__order__is_walk_in=False)
    open_ones = Ticket.objects.filter(pk__in=ours.filter(Exists(asked)).order_by().values("pk"), to_ask=False)
    done = Ticket.objects.filter(pk__in=ours.exclude(Exists(asked)).order_by().values("pk"), to_ask=True)
    open_ones.update(to_ask=True, changed_at=at)
    done.update(to_ask=False, changed_at=at)


@transaction.atomic
def answer_at_door(*, ticket: int, given: Mapping[int, Any], by: Actor, at: datetime) -> None:
    """Keep what the holder of a ticket said at the gate, by question, and ask no more. A later word replaces an earlier one.

    Raises:
        Invalid: a question that must be answered is not (`answer_missing`), or an answer has the wrong form (`answer_unreadable`).
    """
    line = OrderLine.objects.get(ticket=ticket)
    subject = Ticket.objects.select_related("event").get(pk=ticket)
    questions = Question.objects.filter(ask_at_door=True, products=line.product_id).prefetch_related("options")
    read = {question: answers.understood(question, given.get(question.pk)) for question in questions}
    for question, value in read.items():
        Answer.objects.update_or_create(line=line, question=question, defaults={"value": value})
    Ticket.objects.filter(pk=ticket).update(to_ask=False, changed_at=at)
    if any(question.show_at_door for question in read):
        show_at_door(OrderLine.objects.filter(pk=line.pk))
    asked = [str(question) for question in read]
    log(by=by, at=at, action="ticket.answered", subject=subject, event=subject.event, after={"questions": asked})


def forget(*, ticket: Ticket, at: datetime) -> None:
    """Drop what the former holder of a ticket answered; the gate asks the new one what it asks anybody."""
    Answer.objects.filter(line__ticket=ticket).delete()
    _note_what_to_ask(Ticket.objects.filter(pk=ticket.pk), at)


def show_at_door(lines: QuerySet[OrderLine]) -> None:
    """Write on the tickets of `lines` what the gate is to see of their answers, so that it needs nothing but the ticket."""
    seen = answers.for_the_door(lines)
    changed = list(Ticket.objects.filter(order_line__in=lines).only("pk", "answers"))
    for ticket in changed:
        ticket.answers = seen.get(ticket.pk, [])
    Ticket.objects.bulk_update(changed, ["answers"], batch_size=500)


def _refuse_lost_choices(question: Question, given: Iterable[Any], kept: set[int | None]) -> None:
    chosen = {str(one) for value in given for one in (value if isinstance(value, list) else [value])}
    for option in question.options.all():
        if option.pk not in kept and str(option.pk) in chosen:
            raise Invalid(_("Somebody has chosen “%(text)s”: it cannot be removed.") % {"text": option}, code="in_use", field="options")
