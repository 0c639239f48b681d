"""The facts of one case, and the price it comes to: a snapshot that explains itself line by line."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """What is priced: one application's place and person.

    `front_m` and `depth_m` of one place in metres, `power_kw` in kW; `open_sides` 1 inline, 2 corner, 3 end, 4 island;
    `items` are add-ons by code and number; `has_waiver`: a proof of the social waiver was seen.
    """

    places: int = 1
    front_m: Decimal = Decimal(3)
    depth_m: Decimal = Decimal(3)
    open_sides: int = 1
    power_kw: Decimal = Decimal(0)
    vehicles: int = 0
    days: int = 1
    goods_group: str = ""
    legal_form: str = ""
    is_resident: bool = False
    is_certified: bool = False
    is_partner_supported: bool = False
    demonstrates: bool = False
    items: tuple[tuple[str, int], ...] = ()
    price_class: str = ""
    has_waiver: bool = False
    is_late: bool = False
    is_exact_place: bool = False

    def __post_init__(self) -> None:
        counts: list[Decimal | int] = [self.vehicles, self.power_kw, *(number for _code, number in self.items)]
        if self.places < 1 or self.days < 1 or min(counts) < 0 or self.front_m <= 0 or self.depth_m <= 0:
            raise ValueError("a case has at least one place and day, a size above zero, and nothing negative")

    def item_count(self, code: str) -> int:
        """Return how many of an add-on are wished."""
        return sum(number for name, number in self.items if name == code)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a price.

    Attributes:
        code: of the rate, surcharge or discount it comes from.
        kind: a word of `pricelist.Kind`.
        quantity, unit: what was counted, such as 2 "module".
        amount: rounded to cents; negative for discounts and refunds.
        tax_rate: in percent, None outside tax; `tax_ground` then says why.
        because: stable words and their facts, from which a screen makes a sentence in the reader's language.
    """

    code: str
    kind: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    amount: Decimal
    tax_rate: Decimal | None
    tax_ground: str
    because: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TaxSum:
    """The tax of all lines of one rate: `base` without it, `tax` in money."""

    rate: Decimal
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """A price, kept as it was computed and recomputed only on purpose.

    `names` are those of its lines that the list names itself: code, then the name in lv, ru and en.
    """

    version: str
    currency: str
    includes_tax: bool
    lines: tuple[Line, ...]
    taxes: tuple[TaxSum, ...]
    total: Decimal
    names: tuple[tuple[str, str, str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the snapshot as plain data; decimals as text, so that nothing is lost."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Quote":
        """Read a snapshot back."""
        return cls(
            version=data["version"],
            currency=data["currency"],
            includes_tax=data["includes_tax"],
            lines=tuple(
                Line(
                    **{
                        **line,
                        "quantity": Decimal(line["quantity"]),
                        "unit_price": Decimal(line["unit_price"]),
                        "amount": Decimal(line["amount"]),
                        "tax_rate": None if line["tax_rate"] is None else Decimal(line["tax_rate"]),
                        "because": tuple((word, fact) for word, fact in line["because"]),
                    }
                )
                for line in data["lines"]
            ),
            taxes=tuple(TaxSum(**{name: Decimal(value) for name, value in tax.items()}) for tax in data["taxes"]),
            total=Decimal(data["total"]),
            names=tuple((code, lv, ru, en) for code, lv, ru, en in data.get("names", ())),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
