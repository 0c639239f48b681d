"""The stable words of the log in the reader's language. A word not listed is shown as it is."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: Mapping[str, Any] = {
    "area.made": _("area added"),
    "area.changed": _("area changed"),
    "area.dropped": _("area removed"),
    "device.changed": _("phone changed"),
    "device.made": _("phone added"),
    "device.paired": _("phone paired"),
    "device.revoked": _("phone locked out"),
    "device.rolled": _("pairing code renewed"),
    "event.changed": _("event changed"),
    "event.created": _("event created"),
    "event.state": _("event moved on"),
    "gate.made": _("gate added"),
    "gate.changed": _("gate changed"),
    "gate.dropped": _("gate removed"),
    "guests.invited": _("guests invited"),
    "key.made": _("signing key made"),
    "key.retired": _("signing key retired"),
    "letter.again": _("letter sent again"),
    "option.added": _("answer added"),
    "option.changed": _("answer changed"),
    "option.removed": _("answer removed"),
    "order.cancelled": _("order cancelled"),
    "order.lapsed": _("order lapsed unpaid"),
    "order.paid": _("order paid"),
    "order.payment_chosen": _("way of payment chosen"),
    "order.placed": _("order placed"),
    "order.reduced": _("order reduced"),
    "order.resent": _("tickets sent again"),
    "partner.described": _("partner's details changed"),
    "partner.named": _("partner renamed"),
    "partner.resumed": _("suspension ended"),
    "partner.succeeded": _("successor named"),
    "partner.suspended": _("partner suspended"),
    "payment.recorded": _("payment recorded"),
    "print.asked": _("print run asked for"),
    "print.cancelled": _("print run cancelled"),
    "print.done": _("print run done"),
    "print.failed": _("print run failed"),
    "product.added": _("product added"),
    "product.changed": _("product changed"),
    "product.removed": _("product removed"),
    "question.added": _("question added"),
    "question.changed": _("question changed"),
    "question.removed": _("question removed"),
    "quota.added": _("quota added"),
    "quota.changed": _("quota changed"),
    "quota.removed": _("quota removed"),
    "role.granted": _("role granted"),
    "role.withdrawn": _("role withdrawn"),
    "scan.admitted_unknown": _("let in without a known ticket"),
    "scan.undone": _("entry undone"),
    "ticket.cancelled": _("ticket cancelled"),
    "ticket.handed_over": _("ticket handed over"),
    "ticket.issued": _("ticket issued"),
    "ticket.reissued": _("ticket reissued"),
    "ticket.renamed": _("name on the ticket changed"),
    "variation.added": _("variation added"),
    "variation.changed": _("variation changed"),
    "variation.removed": _("variation removed"),
    "window.added": _("opening time added"),
    "window.changed": _("opening time changed"),
}

SUBJECTS: Mapping[str, Any] = {
    "area": _("areas"),
    "device": _("phones"),
    "event": _("events"),
    "gate": _("gates"),
    "guests": _("guests"),
    "key": _("signing keys"),
    "letter": _("letters"),
    "option": _("answers"),
    "order": _("orders"),
    "partner": _("partner"),
    "payment": _("payments"),
    "print": _("print runs"),
    "product": _("products"),
    "question": _("questions"),
    "quota": _("quotas"),
    "role": _("roles"),
    "scan": _("gates and entries"),
    "ticket": _("tickets"),
    "variation": _("variations"),
    "window": _("opening times"),
}


def action_label(action: str) -> str:
    """Return what was done, in the active language."""
    return str(ACTIONS.get(action, action))


def subject_label(subject: str) -> str:
    """Return a kind of subject such as "order" in the active language."""
    return str(SUBJECTS.get(subject, subject))
