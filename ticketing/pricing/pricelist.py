"""What a price list is made of. Everything is data with a validity, since every organiser's rules are different."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ticketing.pricing.quotes import Case


class PriceListError(ValueError):
    """A price list that could not give one certain price, with the code of the part at fault."""


class Kind(StrEnum):
    """What a line of a price is; duties and fees are never mixed."""

    SERVICE_FEE = "service_fee"
    MUNICIPAL_DUTY = "municipal_duty"
    DEPOSIT = "deposit"
    HIRE = "hire"
    DISCOUNT = "discount"
    REFUND = "refund"
    ROUNDING = "rounding"


class Basis(StrEnum):
    """What an amount is multiplied with."""

    FLAT = "flat"
    PER_PLACE = "per_place"
    PER_MODULE = "per_module"  # per started module of front length
    PER_M2 = "per_m2"
    PER_KW_BAND = "per_kw_band"  # the first band that is large enough
    PER_VEHICLE = "per_vehicle"
    PER_ITEM = "per_item"  # how many of the add-on with the rate's own code


class Stacking(StrEnum):
    """What a discount is a share of."""

    ON_REST = "on_rest"  # of what earlier discounts have left
    ON_FULL = "on_full"  # of the full price, whatever came before
    ALONE = "alone"  # only where no earlier discount has touched the line


@dataclass(frozen=True, slots=True)
class Tax:
    """How a line is taxed: at a rate in percent, or not, with the reason.

    `rate` None means no tax; `ground` then says why: "outside" (public duty), "exempt" (with `reference`),
    "not_registered".
    """

    rate: Decimal | None
    ground: str = ""
    reference: str = ""

    def __post_init__(self) -> None:
        if self.rate is None and self.ground not in ("outside", "exempt", "not_registered"):
            raise PriceListError("a line without a tax rate needs its ground")
        if self.rate is not None and not 0 <= self.rate < 100:
            raise PriceListError("a tax rate lies between 0 and 100 percent")


SWITCHES = ("is_resident", "is_certified", "is_partner_supported", "demonstrates", "has_waiver", "is_late", "is_exact_place")
"""What a condition may ask with yes or no."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Whom a rate or discount is for. What is None or empty does not matter; all that is given must hold."""

    goods_groups: frozenset[str] = frozenset()
    legal_forms: frozenset[str] = frozenset()
    is_resident: bool | None = None
    is_certified: bool | None = None
    is_partner_supported: bool | None = None
    demonstrates: bool | None = None
    price_classes: frozenset[str] = frozenset()
    has_waiver: bool | None = None
    is_late: bool | None = None
    is_exact_place: bool | None = None

    def holds(self, case: Case) -> bool:
        """Tell whether the condition is met."""
        if self.goods_groups and case.goods_group not in self.goods_groups:
            return False
        if self.legal_forms and case.legal_form not in self.legal_forms:
            return False
        if self.price_classes and case.price_class not in self.price_classes:
            return False
        return all(getattr(self, name) in (None, getattr(case, name)) for name in SWITCHES)


@dataclass(frozen=True, slots=True)
class Rate:
    """One thing that is charged.

    Attributes:
        code: stable word, unique in the list.
        amount: price of one unit of `basis`, in the list's currency.
        bands: for PER_KW_BAND (limit in kW, price), rising; the last limit may not be exceeded.
        module_m: length of a module in metres, for PER_MODULE.
        per_day: multiplied with the number of days, too.
        valid_from, valid_until: half-open; None is open.
    """

    code: str
    kind: Kind
    basis: Basis
    tax: Tax
    amount: Decimal = Decimal(0)
    bands: tuple[tuple[Decimal, Decimal], ...] = ()
    module_m: Decimal = Decimal(3)
    per_day: bool = False
    condition: Condition = field(default_factory=Condition)
    valid_from: date | None = None
    valid_until: date | None = None

    def in_force(self, on: date) -> bool:
        """Tell whether the rate holds on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_until is None or on < self.valid_until)


@dataclass(frozen=True, slots=True)
class Surcharge:
    """What a corner costs more: a flat amount, a share of a rate in percent, or an amount per open side beyond the first."""

    code: str
    of: str
    flat: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)
    per_open_side: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Discount:
    """What is taken off some lines: a share in percent or an amount, at most `cap`, in the list's order."""

    code: str
    of: frozenset[str]
    percent: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    cap: Decimal | None = None
    stacking: Stacking = Stacking.ON_REST
    condition: Condition = field(default_factory=Condition)


@dataclass(frozen=True, slots=True)
class PriceList:
    """All rates of one event in one currency.

    Attributes:
        includes_tax: whether amounts hold the tax already ("incl. VAT") or it comes on top.
        rounding_to: the total is rounded to a multiple of this by a line of its own; None leaves it.
        names: what lines are called where their code has no usual word: code, then the name in lv, ru and en.
    """

    version: str
    currency: str
    rates: tuple[Rate, ...]
    surcharges: tuple[Surcharge, ...] = ()
    discounts: tuple[Discount, ...] = ()
    includes_tax: bool = False
    rounding_to: Decimal | None = None
    names: tuple[tuple[str, str, str, str], ...] = ()

    def __post_init__(self) -> None:
        codes = [rate.code for rate in self.rates] + [part.code for part in self.surcharges] + [part.code for part in self.discounts]
        if len(codes) != len(set(codes)):
            raise PriceListError("a code stands twice in the list")
        rates = {rate.code for rate in self.rates}
        for surcharge in self.surcharges:
            if surcharge.of not in rates:
                raise PriceListError(f"surcharge {surcharge.code} is of an unknown rate {surcharge.of}")
        for discount in self.discounts:
            unknown = discount.of - set(codes)
            if unknown:
                raise PriceListError(f"discount {discount.code} is of unknown lines {sorted(unknown)}")
            if not 0 <= discount.percent <= 100 or discount.amount < 0:
                raise PriceListError(f"discount {discount.code} lies outside 0 to 100 percent or is negative")
        for rate in self.rates:
            limits = [limit for limit, _price in rate.bands]
            if rate.basis == Basis.PER_KW_BAND and (not limits or limits != sorted(set(limits))):
                raise PriceListError(f"rate {rate.code} needs rising bands")
            if rate.amount < 0 or rate.module_m <= 0 or any(price < 0 for _limit, price in rate.bands):
                raise PriceListError(f"rate {rate.code} has a negative amount or no module length")
        if self.rounding_to is not None and self.rounding_to <= 0:
            raise PriceListError("totals are rounded to a multiple above zero")
