"""The files of the treasurer's lists."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ticketing.events.sheets import Column
from ticketing.treasury import wording
from ticketing.treasury.rules import NOTHING, Entry


def due_columns() -> list[Column]:
    """Return the columns of what is due."""
    return [
        Column(_("Order"), lambda order: order.code),
        Column(_("Event"), lambda order: order.event.title),
        Column(_("Buyer"), lambda order: order.name),
        Column(_("E-mail"), lambda order: order.email),
        Column(_("Total"), lambda order: order.total),
        Column(_("Paid"), lambda order: order.paid),
        Column(_("Owed"), lambda order: order.owed),
        Column(_("Currency"), lambda order: order.currency),
        Column(_("Ordered"), lambda order: order.placed_at),
        Column(_("To be paid by"), lambda order: order.expires_at),
    ]


def statement_columns(currency: str) -> list[Column]:
    """Return the columns of a statement."""
    return [
        Column(_("Paid by"), lambda row: str(wording.provider(row.provider)) if row.provider else str(_("Sum"))),
        Column(_("Lines"), lambda row: row.count),
        Column(_("Was there"), lambda row: row.opening),
        Column(_("Money in"), lambda row: row.came),
        Column(_("Money out"), lambda row: row.went),
        Column(_("Is there"), lambda row: row.closing),
        Column(_("Currency"), lambda _row: currency),
    ]


def entry_columns(codes: dict[str, str], currency: str) -> list[Column]:
    """Return the columns of the ledger by account."""

    def debit(entry: Entry) -> Any:
        return entry.amount if entry.amount > 0 else NOTHING

    def credit(entry: Entry) -> Any:
        return -entry.amount if entry.amount < 0 else NOTHING

    return [
        Column(_("Time"), lambda entry: entry.at),
        Column(pgettext_lazy("of a ledger", "Account"), lambda entry: codes[entry.account]),
        Column(_("Name"), lambda entry: wording.account(entry.account)),
        Column(_("What"), lambda entry: str(wording.WHATS[entry.what])),
        Column(_("Order"), lambda entry: entry.order),
        Column(_("Debit"), debit),
        Column(_("Credit"), credit),
        Column(_("Currency"), lambda _entry: currency),
    ]
