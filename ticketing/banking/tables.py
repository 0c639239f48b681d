"""The list of entries as a file."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.sheets import Column
from ticketing.banking.models import BankEntry

STATES = {
    "queued": (_("to be decided"), "warn"),
    "booked": (pgettext_lazy("of money", "booked"), "ok"),
    "aside": (_("not ours"), "neutral"),
}


def columns() -> list[Column]:
    """Return the columns of the entries' file."""

    def of(name: str) -> Callable[[BankEntry], Any]:
        return lambda entry: getattr(entry, name)

    return [
        Column(_("Day"), of("booked_on")),
        Column(_("Amount"), of("amount")),
        Column(_("Currency"), of("currency")),
        Column(_("Name"), of("name")),
        Column(_("Account"), of("other_account")),
        Column(_("Reference"), of("reference")),
        Column(_("Text"), of("text")),
        Column(_("Bank's reference"), of("bank_reference")),
        Column(_("State"), lambda entry: entry.get_state_display()),
        Column(_("Why"), lambda entry: entry.get_why_display()),
        Column(_("Reason"), of("note")),
        Column(_("Orders"), lambda entry: ", ".join(one.order.code for one in entry.bookings.all() if one.counter_id is None)),
        Column(_("Our account"), lambda entry: entry.account.number),
        Column(_("Statement"), lambda entry: entry.statement.key),
    ]
