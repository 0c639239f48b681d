"""What findings, accounts and ways are called, and what to do about a finding."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ticketing.billing.providers import PROVIDERS
from ticketing.treasury import rules

FINDINGS: dict[str, tuple[Any, Any]] = {
    "paid_short": (_("A paid order holds less than it costs."), _("See whether a payment was taken back. Ask for the rest, or cancel.")),
    "not_settled": (_("All the money came, but the order still waits."), _("Open the order and choose “Try again”.")),
    "above_paid": (_("More is promised back than the order holds."), _("Open the refunds of the event and take one of them back.")),
    "lines_total": (
        _("The lines of an order do not add up to its total."),
        _("Tell whoever looks after the system; send nothing back yet."),
    ),
    "kept_total": (_("What is kept of an order does not add up."), _("Tell whoever looks after the system.")),
    "refund_line": (_("A refund differs from its line of the ledger."), _("Compare it with the bank's statement.")),
    "refund_stuck": (_("A refund has waited for more than two weeks."), _("Ask the bank or the card company, or choose another way.")),
    "currency": (_("Money came in another currency than the order's."), _("Send it back, and ask for the right currency.")),
    "document_total": (
        _("Documents and order differ."),
        _("Write a credit note over the difference, or a new invoice."),
    ),
    "series_gap": (_("A number is missing in a series of documents."), _("Tell whoever looks after the system before the next invoice.")),
    "ledger": (_("The ledger by account does not balance."), _("Tell whoever looks after the system.")),
    "quota_count": (_("A quota counts other places than are out."), _("Open the quota and save it: it counts anew.")),
    "credit_total": (_("A credit differs from the ledger."), _("Tell whoever looks after the system.")),
    "voucher_count": (_("A voucher counts other uses than there are."), _("Tell whoever looks after the system.")),
}
"""What does not agree, and what to do next."""

ACCOUNTS: dict[str, Any] = {
    "bank": _("bank"),
    "cash": _("cash desk"),
    "card": _("card payments on the way"),
    "terminal": _("terminal payments on the way"),
    "credit": _("credit given to buyers"),
    "receivables": _("owed by buyers"),
    "prepayments": _("paid in advance by buyers"),
    "revenue": _("revenue"),
    "vat": _("VAT"),
    "duty": _("public duty passed on"),
    "refunds": _("revenue given back"),
    "kept": _("kept of cancelled orders"),
}

WHATS: dict[str, Any] = {
    "payment": _("payment"),
    "refund": _("refund"),
    "sale": _("sale"),
    "settled": _("paid in advance"),
    "cancelled": _("cancelled"),
    "kept": _("kept"),
}


def account(name: str) -> str:
    """Return an account in words; revenue says its rate."""
    word, _colon, rate = name.partition(":")
    if name == "revenue":
        return str(_("revenue without VAT"))
    return f"{ACCOUNTS[word]} {rate} %" if rate else str(ACCOUNTS[word])


def usual_code(name: str) -> str:
    """Return an account's usual number; each rate of revenue has one of its own."""
    word, _colon, rate = name.partition(":")
    return f"{rules.ACCOUNTS[word]}-{rate}" if rate else rules.ACCOUNTS[word]


def provider(name: str) -> Any:
    """Return a way to pay in words."""
    extra = {"stripe": _("Card"), "terminal": _("Terminal"), "credit": _("Credit")}
    return PROVIDERS[name].label if name in PROVIDERS else extra.get(name, name)


DIFFERENCES: dict[str, Any] = {
    "no_document": _("Money of orders that have neither invoice nor receipt"),
    "not_paid": _("Stated, but not paid yet"),
    "other_day_paid": _("Stated now, paid on other days"),
    "other_day_stated": _("Paid now, stated on other days"),
    "not_sent_back": _("Taken back by a credit note, but the money is still here"),
    "no_credit_note": _("Sent back without a credit note"),
    "amount": _("Another amount came than is stated"),
}
"""Why money and documents of some days differ."""
