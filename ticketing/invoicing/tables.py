"""The columns of the files of documents."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ticketing.events.sheets import Column
from ticketing.invoicing.models import Document


def document_columns() -> list[Column]:
    """Return the columns of a partner's list of documents; a credit note's amounts are below zero, so that columns add up."""

    def sign(one: Document) -> int:
        return -1 if one.kind == Document.Kind.CREDIT else 1

    return [
        Column(_("Number"), lambda one: one.full_number),
        Column(_("Kind"), lambda one: one.get_kind_display()),
        Column(pgettext_lazy("of a document", "Issued"), lambda one: one.issued_on.isoformat()),
        Column(_("To be paid by"), lambda one: one.due_on.isoformat() if one.due_on else ""),
        Column(_("Recipient"), lambda one: one.recipient),
        Column(_("Registration number"), lambda one: one.recipient_number or ""),
        Column(_("Event"), lambda one: one.order.event.title),
        Column(_("Order"), lambda one: one.order.code),
        Column(_("Corrects"), lambda one: one.corrects.full_number if one.corrects else ""),
        Column(_("Without VAT"), lambda one: sign(one) * (one.total - one.tax)),
        Column(_("VAT"), lambda one: sign(one) * one.tax),
        Column(_("Total"), lambda one: sign(one) * one.total),
        Column(_("Currency"), lambda one: one.currency),
        Column(_("Language"), lambda one: one.language),
    ]
