"""Lists of refunds, with filters and files."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from common.languages import fold
from ticketing.events.sheets import Column
from ticketing.refunds.models import Refund, RefundQuerySet, Reply, Upheaval

NO_ACCOUNT = "no_account"
"""A word of the filter by way: to a bank account that the buyer has not named yet."""

TONES = {"owed": "warn", "ordered": "info", "done": "ok", "failed": "bad", "waived": "neutral"}


def found(refunds: RefundQuerySet, *, words: str = "", state: str = "", way: str = "") -> QuerySet[Refund]:
    """Return refunds, what is still to do first, whose order, buyer, reason or reference hold every word."""
    rows = refunds.select_related("order__event__partner", "payment", "credit")
    if state == "open":
        rows = rows.filter(state__in=Refund.OPEN)
    elif state:
        rows = rows.filter(state=state)
    if way == NO_ACCOUNT:
        rows = rows.filter(way=Refund.Way.BANK, account="", state__in=[Refund.State.OWED, Refund.State.FAILED])
    elif way:
        rows = rows.filter(way=way)
    for word in words.split():
        rows = rows.filter(Q(order__search__contains=fold(word)) | Q(reason__icontains=word) | Q(reference__icontains=word))
    return rows.order_by("-closed_at", "owed_at", "pk") if state in ("done", "waived") else rows.order_by("owed_at", "pk")


def counts(refunds: RefundQuerySet) -> dict[str, int]:
    """Return how many refunds are in each state, and `open`."""
    rows = {row["state"]: row["n"] for row in refunds.order_by().values("state").annotate(n=Count("pk"))}
    return {**rows, "open": sum(rows.get(state, 0) for state in Refund.OPEN)}


def to_go(refunds: RefundQuerySet) -> list[tuple[str, str, int, Any]]:
    """Return (way, currency, number, sum) of what is still to go."""
    rows = refunds.filter(state__in=Refund.OPEN).order_by("way", "currency").values("way", "currency")
    return [(row["way"], row["currency"], row["n"], row["sum"]) for row in rows.annotate(n=Count("pk"), sum=Sum("amount"))]


def columns() -> list[Column]:
    """Return the columns of the file."""
    return [
        Column(_("Refund"), str),
        Column(_("Event"), lambda refund: refund.order.event.title),
        Column(_("Order"), lambda refund: refund.order.code),
        Column(_("Buyer"), lambda refund: refund.order.name),
        Column(_("Amount"), lambda refund: refund.amount),
        Column(_("Currency"), lambda refund: refund.currency),
        Column(_("Way"), lambda refund: refund.get_way_display()),
        Column(_("State"), lambda refund: refund.get_state_display()),
        Column(_("Reason"), lambda refund: str(refund.because)),
        Column(_("Owed since"), lambda refund: refund.owed_at),
        Column(_("Closed"), lambda refund: refund.closed_at),
        Column(_("Account"), lambda refund: refund.account),
        Column(_("Holder"), lambda refund: refund.holder),
        Column(_("Reference"), lambda refund: refund.reference),
        Column(_("Credit"), lambda refund: refund.credit.code if refund.credit else ""),
        Column(_("Left on the credit"), lambda refund: refund.credit.balance if refund.credit else None),
        Column(_("Why it failed"), lambda refund: str(refund.failure)),
    ]


def by_way(refunds: RefundQuerySet) -> list[dict[str, Any]]:
    """Return what goes back how: for each way and currency what went, what is on its way or owed, and how many refunds each is."""
    rows = refunds.exclude(state=Refund.State.WAIVED).order_by("currency", "way").values("currency", "way")
    is_open, is_done = Q(state__in=Refund.OPEN), Q(state=Refund.State.DONE)
    found = rows.annotate(
        open=Count("pk", filter=is_open), open_sum=Sum("amount", filter=is_open), done=Count("pk", filter=is_done),
        done_sum=Sum("amount", filter=is_done),
    )  # fmt: skip
    return [{**row, "label": Refund.Way(row["way"]).label} for row in found]


# --- answers to a move ------------------------------------------------------------------------------------------------

ANSWER_TONES = {"": "warn", "yes": "ok", "no": "neutral"}


def replies(upheaval: Upheaval, *, words: str = "", answer: str = "") -> QuerySet[Reply]:
    """Return what buyers were asked, whose order or name holds every word; `answer` is "yes", "no" or "open"."""
    rows = Reply.objects.filter(upheaval=upheaval).select_related("order")
    if answer:
        rows = rows.filter(answer="" if answer == "open" else answer)
    for word in words.split():
        rows = rows.filter(order__search__contains=fold(word))
    live = Q(order__lines__ticket__isnull=False, order__lines__cancelled_at=None)
    return rows.annotate(tickets=Count("order__lines", filter=live)).order_by("order__name", "pk")


def answers(upheaval: Upheaval) -> dict[str, int]:
    """Return how many said yes, no, and nothing yet ("open")."""
    rows = {row["answer"]: row["n"] for row in Reply.objects.filter(upheaval=upheaval).order_by().values("answer").annotate(n=Count("pk"))}
    return {"yes": rows.get("yes", 0), "no": rows.get("no", 0), "open": rows.get("", 0)}


def reply_columns() -> list[Column]:
    """Return the columns of the file of answers."""
    return [
        Column(_("Order"), lambda reply: reply.order.code),
        Column(_("Buyer"), lambda reply: reply.order.name),
        Column(_("E-mail"), lambda reply: reply.order.email),
        Column(_("Phone"), lambda reply: reply.order.phone),
        Column(_("Tickets"), lambda reply: reply.tickets),
        Column(_("Answer"), lambda reply: reply.get_answer_display()),
        Column(_("Answered"), lambda reply: reply.answered_at),
        Column(_("Question sent"), lambda reply: reply.asked_at),
        Column(_("Reminded"), lambda reply: reply.reminded_at),
    ]
