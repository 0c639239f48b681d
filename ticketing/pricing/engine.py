"""Computing a price.

Order, always the same: rates, then corner surcharges, then discounts in the list's order, then tax, then rounding.
Every line is rounded to cents half up when it arises. Tax is computed once per rate on the sum of that rate's lines and
rounded half up: the way an invoice states it. So lines add up to bases, bases and taxes to the total, without a cent lost.
"""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from ticketing.pricing.pricelist import Basis, Discount, Kind, PriceList, PriceListError, Rate, Stacking, Surcharge
from ticketing.pricing.quotes import Case, Line, Quote, TaxSum

_CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Round to cents, half up."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def quote(prices: PriceList, case: Case, *, on: date) -> Quote:
    """Return the price of `case` by the rates in force `on` that day.

    Raises:
        PriceListError: no kW band is large enough for the power asked for.
    """
    charged = [_charge(rate, case) for rate in prices.rates if rate.in_force(on) and rate.condition.holds(case)]
    lines = [line for line in charged if line.quantity]
    lines += [line for surcharge in prices.surcharges for line in _surcharge(surcharge, lines, case)]
    lines += _discounts(prices.discounts, lines, case)
    taxes = _taxes(lines, includes_tax=prices.includes_tax)
    total = sum((line.amount for line in lines), Decimal("0.00"))
    if not prices.includes_tax:
        total += sum(tax.tax for tax in taxes)
    if prices.rounding_to is not None:
        rounded = (total / prices.rounding_to).quantize(Decimal(1), ROUND_HALF_UP) * prices.rounding_to
        if rounded != total:
            lines.append(Line("rounding", Kind.ROUNDING, Decimal(1), "", cents(rounded - total), cents(rounded - total), None, "outside"))
            total = cents(rounded)
    used = {line.code for line in lines}
    names = tuple(name for name in prices.names if name[0] in used)
    return Quote(prices.version, prices.currency, prices.includes_tax, tuple(lines), tuple(taxes), total, names)


def _charge(rate: Rate, case: Case) -> Line:
    quantity, unit, price, because = _measure(rate, case)
    if rate.per_day:
        because += (("days", str(case.days)),)
    amount = cents(quantity * price * (case.days if rate.per_day else 1))
    return Line(rate.code, rate.kind, quantity, unit, price, amount, rate.tax.rate, rate.tax.ground, because)


def _measure(rate: Rate, case: Case) -> tuple[Decimal, str, Decimal, tuple[tuple[str, str], ...]]:
    """Return (quantity, unit, unit price, because) of a rate."""
    match rate.basis:
        case Basis.FLAT:
            return Decimal(1), "", rate.amount, ()
        case Basis.PER_PLACE:
            return Decimal(case.places), "place", rate.amount, ()
        case Basis.PER_MODULE:
            modules = (case.front_m / rate.module_m).to_integral_value(ROUND_CEILING)
            return modules * case.places, "module", rate.amount, (("front_m", str(case.front_m)), ("module_m", str(rate.module_m)))
        case Basis.PER_M2:
            area = case.front_m * case.depth_m * case.places
            return area, "m2", rate.amount, (("front_m", str(case.front_m)), ("depth_m", str(case.depth_m)))
        case Basis.PER_VEHICLE:
            return Decimal(case.vehicles), "vehicle", rate.amount, ()
        case Basis.PER_ITEM:
            return Decimal(case.item_count(rate.code)), "item", rate.amount, ()
        case Basis.PER_KW_BAND:
            return _power(rate, case.power_kw)


def _power(rate: Rate, power_kw: Decimal) -> tuple[Decimal, str, Decimal, tuple[tuple[str, str], ...]]:
    if not power_kw:
        return Decimal(0), "", Decimal(0), ()
    for limit, price in rate.bands:
        if power_kw <= limit:
            return Decimal(1), "band", price, (("power_kw", str(power_kw)), ("band_kw", str(limit)))
    raise PriceListError(f"rate {rate.code} has no band for {power_kw} kW")


def _surcharge(surcharge: Surcharge, lines: Iterable[Line], case: Case) -> list[Line]:
    """Return the corner's line for each charged line it belongs to; inline places (one open side) pay none."""
    extra_sides = case.open_sides - 1
    if extra_sides <= 0:
        return []
    found = []
    for line in lines:
        if line.code == surcharge.of:
            amount = cents(surcharge.flat + line.amount * surcharge.percent / 100 + surcharge.per_open_side * extra_sides)
            because = (("open_sides", str(case.open_sides)), ("of", line.code))
            found.append(Line(surcharge.code, line.kind, Decimal(1), "corner", amount, amount, line.tax_rate, line.tax_ground, because))
    return found


def _discounts(discounts: Iterable[Discount], lines: Iterable[Line], case: Case) -> list[Line]:
    """Return the discounts' lines: one per discount and tax treatment, so that each keeps the tax of what it lowers."""
    full = {line.code: line for line in lines}
    rest = {code: line.amount for code, line in full.items()}
    found = []
    for discount in discounts:
        if not discount.condition.holds(case):
            continue
        touched = [
            code for code in full if code in discount.of and (discount.stacking != Stacking.ALONE or rest[code] == full[code].amount)
        ]
        left = discount.cap
        flat = discount.amount
        for code in touched:
            basis = full[code].amount if discount.stacking == Stacking.ON_FULL else rest[code]
            off = min(cents(basis * discount.percent / 100) + flat, rest[code])
            if left is not None:
                off = min(off, left)
                left -= off
            flat = max(flat - off, Decimal(0)) if not discount.percent else Decimal(0)
            rest[code] -= off
            if off:
                line = full[code]
                because = (("percent", str(discount.percent)), ("of", code)) if discount.percent else (("of", code),)
                found.append(Line(discount.code, Kind.DISCOUNT, Decimal(1), "", -off, -off, line.tax_rate, line.tax_ground, because))
    return found


def included(amount: Decimal, rate: Decimal) -> Decimal:
    """Return the tax within an amount that includes it, rounded half up."""
    return cents(amount * rate / (100 + rate))


def _taxes(lines: Iterable[Line], *, includes_tax: bool) -> list[TaxSum]:
    sums: dict[Decimal, Decimal] = {}
    for line in lines:
        if line.tax_rate is not None:
            sums[line.tax_rate] = sums.get(line.tax_rate, Decimal("0.00")) + line.amount
    taxes = []
    for rate, amount in sorted(sums.items()):
        tax = included(amount, rate) if includes_tax else cents(amount * rate / 100)
        taxes.append(TaxSum(rate, amount - tax if includes_tax else amount, tax))
    return taxes
