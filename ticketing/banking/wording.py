"""What is wrong with a file, and why an order is suggested, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid
from ticketing.banking.lines import Unreadable

UNREADABLE: dict[str, Any] = {
    "broken": _("The file is damaged, or not a statement at all."),
    "doctype": _("The file declares a document type, which no bank's statement does. It is not read."),
    "other_message": _("This is a “%(kind)s” file. Ask the bank for the statement as camt.053."),
    "version": _("Version %(version)s of camt.053 is not known here."),
    "too_many": _("The file has more than %(limit)s movements. Ask the bank for shorter periods."),
    "no_statement": _("There is no statement in the file."),
    "field": _("“%(value)s” makes no sense as %(field)s."),
    "encoding": _("The file is not written in the encoding chosen. Choose another."),
    "no_headings": _("There are no headings where they were expected. Change the number of lines above them, or the separator."),
    "no_column": _("The file has no column “%(column)s”."),
    "columns_missing": _("Say which column holds the day, and which the amount (or credit and debit)."),
    "no_lines": _("No movement was found: the dates may be written in another form."),
    "unknown_account": _("The statement is of account %(number)s, which is not one of this partner."),
    "closed_account": _("The account %(number)s is closed here. Open it again to read its statements."),
    "other_currency": _("The movement of %(day)s is in %(currency)s, but the account is kept in %(expected)s."),
    "no_lines_at_all": _("There is no movement in the file; there is nothing to read in."),
}

SIGNS: dict[str, Any] = {
    "code": _("names the order"),
    "slip": _("a code that differs in a letter"),
    "name": _("the same name"),
    "amount": _("exactly what it owes"),
    "partial": _("less than it owes"),
    "over": _("more than it owes"),
    "split": _("several orders together"),
    "currency": _("another currency"),
    "paid_before": _("paid already"),
}


def refusal(unreadable: Unreadable, field: str = "file") -> Invalid:
    """Return in the reader's words why a file cannot be taken."""
    return Invalid(UNREADABLE[unreadable.word] % unreadable.facts, code=unreadable.word, field=field)
