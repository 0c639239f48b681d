"""The list of goods that cross the border with a maker."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from fairs.calls.models import Application
from fairs.offers.models import Goods

MOST_GOODS = 300


@transaction.atomic
def save_goods(*, application: Application, facts: Mapping[str, Any], goods: Goods | None = None, by: Actor, at: datetime) -> Goods:
    """Add a line of goods, or change one.

    Raises:
        Refused: there are 300 lines already.
        Invalid: more came back than went (`too_many_returned`).
    """
    if goods is None and application.goods.count() >= MOST_GOODS:
        raise Refused(_("A list holds %(most)d lines. Put equal things into one line.") % {"most": MOST_GOODS}, code="too_many_goods")
    goods = goods or Goods(application=application)
    for name, value in facts.items():
        setattr(goods, name, value)
    if goods.returned is not None and goods.returned > Decimal(goods.quantity):
        raise Invalid(_("No more can come back than went."), code="too_many_returned", field="returned")
    goods.save()
    _log(application, "goods.saved", by, at, {"goods": goods.description, "quantity": goods.quantity})
    return goods


@transaction.atomic
def drop_goods(*, goods: Goods, by: Actor, at: datetime) -> None:
    """Take a line off the list."""
    _log(goods.application, "goods.dropped", by, at, {"goods": goods.description})
    goods.delete()


def _log(application: Application, action: str, by: Actor, at: datetime, after: dict[str, Any]) -> None:
    event = application.call.event
    history.log(by=by, at=at, action=action, subject=application, partner=event.partner, event=event, after=after)
