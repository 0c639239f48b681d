"""Answers in words, and what of them the gate is to see."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import Invalid
from ticketing.catalogue.models import Option, Question
from ticketing.orders.models import Answer, OrderLine

UNSAID = ""
"""Kept for a question that was asked at the gate and left open, so that it is not asked again."""
LONGEST = 500


def understood(question: Question, value: Any) -> Any:
    """Return an answer given at the gate as it is kept, checked by the question's kind; `UNSAID` where it may be left open.

    Raises:
        Invalid: it must be answered and is not (`answer_missing`), or has the wrong form (`answer_unreadable`).
    """
    if value in (None, "", []):
        if question.is_required:
            raise Invalid(gettext_lazy("Please answer this."), code="answer_missing", field=f"question-{question.pk}")
        return UNSAID
    try:
        return _READ[question.kind](question, value)
    except (TypeError, ValueError, ArithmeticError):
        message = gettext_lazy("This answer cannot be read.")
        raise Invalid(message, code="answer_unreadable", field=f"question-{question.pk}") from None


def _text(_question: Question, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError
    return value.strip()


def _number(_question: Question, value: Any) -> str:
    number = Decimal(str(value).strip().replace(",", "."))
    if isinstance(value, bool) or not number.is_finite() or abs(number) >= 10**10:
        raise ValueError
    return str(number)


def _date(_question: Question, value: Any) -> str:
    return date.fromisoformat(value).isoformat()


def _yes_no(_question: Question, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _choice(question: Question, value: Any) -> int:
    if isinstance(value, bool) or int(value) not in {option.pk for option in question.options.all()}:
        raise ValueError
    return int(value)


def _choices(question: Question, value: Any) -> list[int]:
    if not isinstance(value, list):
        raise TypeError
    return [_choice(question, one) for one in dict.fromkeys(value)]


_READ: Mapping[str, Callable[[Question, Any], Any]] = {
    Question.Kind.TEXT: _text,
    Question.Kind.LONG_TEXT: _text,
    Question.Kind.NUMBER: _number,
    Question.Kind.DATE: _date,
    Question.Kind.YES_NO: _yes_no,
    Question.Kind.CHOICE: _choice,
    Question.Kind.CHOICES: _choices,
}


def answer_text(question: Question, value: Any, options: Mapping[int, Option]) -> str:
    """Return an answer in words: choices are kept as numbers of options."""
    if value == UNSAID:
        return ""
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
    found = Answer.objects.filter(line__in=lines, line__ticket__isnull=False, question__show_at_door=True).exclude(value=UNSAID)
    answers = list(found.select_related("question", "line__ticket").order_by("question__position", "question_id"))
    options = Option.objects.filter(question__in={answer.question_id for answer in answers}).in_bulk()
    seen: dict[int, list[list[str]]] = defaultdict(list)
    for answer in answers:
        ticket = answer.line.ticket
        if ticket is not None:
            with translation.override(ticket.language):
                seen[ticket.pk].append([str(answer.question), answer_text(answer.question, answer.value, options)])
    return dict(seen)
