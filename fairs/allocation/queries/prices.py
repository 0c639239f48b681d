"""What one stall costs, before anything that depends on who takes it."""

from collections.abc import Iterable
from decimal import Decimal

from fairs.calls.models import Call
from fairs.fairground.models import Stall
from fairs.fairground.rules.layout import StallAt
from ticketing.pricing import Case, PriceListError, quote
from ticketing.pricing.reading import from_document


def stall_prices(call: Call, stalls: Iterable[StallAt]) -> dict[str, Decimal]:
    """Return the price of each stall by number; nothing where places are free or the list gives no certain price."""
    if not call.prices:
        return {}
    try:
        prices, on = from_document(call.prices), call.event.starts_at.date()
        known: dict[Case, Decimal] = {}
        out = {}
        for stall in stalls:
            case = _case(Decimal(str(stall.width)), Decimal(str(stall.depth)), stall.open_sides, stall.price_class)
            if case not in known:
                known[case] = quote(prices, case, on=on).total
            out[stall.number] = known[case]
    except PriceListError:
        return {}
    return out


def price_of(stall: Stall) -> Decimal:
    """Return what the stall costs, before add-ons, power and discounts; 0 where places are free.

    Raises:
        PriceListError: the price list gives no certain price.
    """
    call = Call.objects.select_related("event").get(event=stall.ground.event_id)
    if not call.prices:
        return Decimal("0.00")
    case = _case(stall.width_m, stall.depth_m, stall.open_sides, stall.price_class)
    return quote(from_document(call.prices), case, on=call.event.starts_at.date()).total


def _case(front: Decimal, depth: Decimal, open_sides: int, price_class: str) -> Case:
    return Case(front_m=front, depth_m=depth, open_sides=max(1, open_sides), price_class=price_class)
