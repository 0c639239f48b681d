"""The price as it is kept with an application."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid
from fairs.calls import queries
from fairs.calls.models import Application
from ticketing.pricing import PriceListError


def snapshot(application: Application, at: datetime) -> dict[str, Any] | None:
    """Return the price as it is kept; None where the place is free.

    Raises:
        Invalid: the list has no price for it.
    """
    on: date = at.astimezone(application.call.event.tz).date()
    try:
        quote = queries.price_of(application, on=on)
    except PriceListError:
        raise Invalid(_("The price list has no price for this much power. Ask the organiser."), code="no_price", field="power_kw") from None
    return quote.to_json() if quote else None
