"""Answers in words, and what of them the gate is to see."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ticketing.catalogue.models import Option, Question
from ticketing.orders.models import Answer, OrderLine


def answer_text(question: Question, value: Any, options: Mapping[int, Option]) -> str:
    """Return an answer in words: choices are kept as numbers of options."""
    if question.kind == Question.Kind.YES_NO:
        return str(_("yes")) if value else str(_("no"))
    if question.kind in (Question.Kind.CHOICE, Question.Kind.CHOICES):
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(options[int(one)]) if str(one).isdigit() and int(one) in options else str(one) for one in chosen)
    if question.kind == Question.Kind.DATE:
        return _day(value)
    return str(value)


def _day(value: Any) -> str:
    try:
        return date_format(datetime.fromisoformat(str(value)).date(), "SHORT_DATE_FORMAT")
    except ValueError:
        return str(value)


def for_the_door(lines: QuerySet[OrderLine]) -> dict[int, list[list[str]]]:
    """Return what the gate is to see of each line's ticket: question and answer, in the language of the ticket's holder."""
    found = Answer.objects.filter(line__in=lines, line__ticket__isnull=False, question__show_at_door=True)
    answers = list(found.select_related("question", "line__ticket").order_by("question__position", "question_id"))
    options = Option.objects.filter(question__in={answer.question_id for answer in answers}).in_bulk()
    seen: dict[int, list[list[str]]] = defaultdict(list)
    for answer in answers:
        ticket = answer.line.ticket
        if ticket is not None:
            with translation.override(ticket.language):
                seen[ticket.pk].append([str(answer.question), answer_text(answer.question, answer.value, options)])
    return dict(seen)
