"""Saying whom the papers of an order are for."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from ticketing.invoicing import queries
from ticketing.invoicing.models import BillTo
from ticketing.orders.models import Order

FIELDS = ("kind", "name", "registration_number", "vat_number", "kpp", "address", "country", "contract", "email")


class AlreadyIssued(Refused):
    """A document names its recipient already."""

    code = "already_issued"


@transaction.atomic
def bill(*, order: Order, facts: dict[str, Any], by: Actor, at: datetime) -> BillTo:
    """Say, or correct, whom the papers of an order are for; `facts` are some of `FIELDS`. Possible until one is issued.

    Raises:
        Invalid: no name (`name_missing`).
        AlreadyIssued: a document stands; the organiser takes it back with a credit note first. Also once the order has ended.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("event__partner").get(pk=order.pk)
    if not facts.get("name", "").strip():
        raise Invalid(_("Give the name."), code="name_missing", field="name")
    if not queries.may_bill_to_change(order):
        raise AlreadyIssued(_("A document is issued already. Ask the organiser to take it back; then a new one can be made."))
    one = BillTo.objects.filter(order=order).first() or BillTo(order=order)
    for name in FIELDS:
        if name in facts:
            setattr(one, name, facts[name].strip())
    one.save()
    # no personal code or address into the log, which is kept longer
    after = {"kind": one.kind}
    history.log(by=by, at=at, action="order.billed_to", subject=order, partner=order.event.partner, event=order.event, after=after)
    return one
