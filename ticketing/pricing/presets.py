"""A usual price list to start from: a place by module, corner, power, vehicle, duty, and the usual discounts."""

from dataclasses import dataclass
from decimal import Decimal

from ticketing.pricing.pricelist import Basis, Condition, Discount, Kind, PriceList, Rate, Surcharge, Tax

_OUTSIDE = Tax(None, "outside")


@dataclass(frozen=True, slots=True)
class _Amounts:
    place: int
    bands: tuple[tuple[int, int], ...]
    vehicle: int
    duty: int
    exact: int
    late: int


_EUR = _Amounts(place=30, bands=((1, 5), (2, 10), (3, 15)), vehicle=15, duty=7, exact=30, late=10)
_RUB = _Amounts(place=1500, bands=((1, 300), (2, 600), (3, 900)), vehicle=700, duty=0, exact=1500, late=500)


def usual(currency: str, *, vat: Decimal | None = Decimal(21), resident_percent: int = 50) -> PriceList:
    """Return a list that only needs its amounts looked through. `vat` None: the organiser is not registered."""
    amounts = _RUB if currency == "RUB" else _EUR
    tax = Tax(vat) if vat is not None else Tax(None, "not_registered")
    fee = Kind.SERVICE_FEE
    rates = [
        Rate("place", fee, Basis.PER_MODULE, tax, Decimal(amounts.place)),
        Rate("power", fee, Basis.PER_KW_BAND, tax, bands=tuple((Decimal(kw), Decimal(price)) for kw, price in amounts.bands)),
        Rate("vehicle", fee, Basis.PER_VEHICLE, tax, Decimal(amounts.vehicle)),
        Rate("exact", fee, Basis.FLAT, tax, Decimal(amounts.exact), condition=Condition(is_exact_place=True)),
        Rate("late", fee, Basis.FLAT, tax, Decimal(amounts.late), condition=Condition(is_late=True)),
    ]
    if amounts.duty:
        rates.append(Rate("duty", Kind.MUNICIPAL_DUTY, Basis.FLAT, _OUTSIDE, Decimal(amounts.duty), per_day=True))
    place = frozenset({"place", "corner"})
    discounts = [
        Discount("resident", place, percent=Decimal(resident_percent), condition=Condition(is_resident=True)),
        Discount("demonstration", place, percent=Decimal(30), condition=Condition(demonstrates=True)),
    ]
    if amounts.duty:
        discounts.append(Discount("waiver", frozenset({"duty"}), percent=Decimal(100), condition=Condition(has_waiver=True)))
    everything = frozenset(rate.code for rate in rates) | {"corner"}
    discounts.append(Discount("supported", everything, percent=Decimal(100), condition=Condition(is_partner_supported=True)))
    return PriceList("1", currency, tuple(rates), (Surcharge("corner", of="place", percent=Decimal(20)),), tuple(discounts))
