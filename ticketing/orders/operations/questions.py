"""Changing a question that people have answered."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
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
    was_shown = question is not None and Question.objects.values_list("show_at_door", flat=True).get(pk=question.pk)
    saved = catalogue.save_question(event=event, facts=facts, products=products, options=options, by=by, at=at, question=question)
    if question is not None and (was_shown or saved.show_at_door):
        show_at_door(OrderLine.objects.filter(answers__question=saved))
    return saved


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
