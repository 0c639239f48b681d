"""The frame of every paper, as the room below has it, and prices in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.money import written
from fairs.calls.paper import lay_out, place, render, when, write
from ticketing.pricing import Quote
from ticketing.pricing import wording as prices

__all__ = ["lay_out", "place", "price_words", "render", "when", "write"]


def price_words(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Return lines, taxes and total of a price's snapshot in words of the active language; nothing for an empty one."""
    if not snapshot:
        return {"lines": [], "taxes": [], "total": ""}
    quote = Quote.from_json(snapshot)

    def money(amount: Decimal) -> str:
        return written(amount, quote.currency)

    lines = [{"name": one.name, "how": one.how, "tax": one.tax, "amount": money(one.amount)} for one in prices.told(quote)]
    word = _("of which VAT %(rate)s %%") if quote.includes_tax else _("VAT %(rate)s %%")
    taxes = [{"name": word % {"rate": tax.rate.normalize()}, "amount": money(tax.tax)} for tax in quote.taxes]
    return {"lines": lines, "taxes": taxes, "total": money(quote.total)}
