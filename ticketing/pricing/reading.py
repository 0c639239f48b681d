"""A price list as a JSON document, the form it is kept in: amounts as text, what does not matter left out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from ticketing.pricing.pricelist import (
    SWITCHES,
    Basis,
    Condition,
    Discount,
    Kind,
    PriceList,
    PriceListError,
    Rate,
    Stacking,
    Surcharge,
    Tax,
)

Value = TypeVar("Value")
_SETS = ("goods_groups", "legal_forms", "price_classes")


def from_document(document: Mapping[str, Any]) -> PriceList:
    """Read a price list.

    Raises:
        PriceListError: something is missing, of the wrong kind, or gives no certain price.
    """
    try:
        return PriceList(
            version=str(document["version"]),
            currency=str(document["currency"]),
            rates=tuple(_rate(one) for one in document["rates"]),
            surcharges=tuple(_surcharge(one) for one in document.get("surcharges", ())),
            discounts=tuple(_discount(one) for one in document.get("discounts", ())),
            includes_tax=bool(document.get("includes_tax", False)),
            rounding_to=_maybe(document.get("rounding_to"), Decimal),
            names=tuple(
                (code, str(texts.get("lv", "")), str(texts.get("ru", "")), str(texts.get("en", ""))) for code, texts in _names(document)
            ),
        )
    except PriceListError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        raise PriceListError(f"the price list cannot be read: {error!r}") from error


def to_document(prices: PriceList) -> dict[str, Any]:
    """Write a price list so that `from_document` reads it back unchanged."""
    return {
        "version": prices.version,
        "currency": prices.currency,
        "includes_tax": prices.includes_tax,
        "rounding_to": None if prices.rounding_to is None else str(prices.rounding_to),
        "rates": [_rate_document(rate) for rate in prices.rates],
        "surcharges": [
            {"code": one.code, "of": one.of, "flat": str(one.flat), "percent": str(one.percent), "per_open_side": str(one.per_open_side)}
            for one in prices.surcharges
        ],
        "discounts": [_discount_document(one) for one in prices.discounts],
        "names": {code: {"lv": lv, "ru": ru, "en": en} for code, lv, ru, en in prices.names},
    }


def _names(document: Mapping[str, Any]) -> Sequence[tuple[str, Mapping[str, str]]]:
    return list(document.get("names", {}).items())


def _maybe(value: Any, read: Callable[[Any], Value]) -> Value | None:
    return None if value in (None, "") else read(value)


def _rate(data: Mapping[str, Any]) -> Rate:
    tax = data["tax"]
    return Rate(
        code=str(data["code"]),
        kind=Kind(data["kind"]),
        basis=Basis(data["basis"]),
        tax=Tax(_maybe(tax.get("rate"), Decimal), tax.get("ground", ""), tax.get("reference", "")),
        amount=Decimal(data.get("amount", 0)),
        bands=tuple((Decimal(limit), Decimal(price)) for limit, price in data.get("bands", ())),
        module_m=Decimal(data.get("module_m", 3)),
        per_day=bool(data.get("per_day", False)),
        condition=_condition(data.get("condition", {})),
        valid_from=_maybe(data.get("valid_from"), date.fromisoformat),
        valid_until=_maybe(data.get("valid_until"), date.fromisoformat),
    )


def _rate_document(rate: Rate) -> dict[str, Any]:
    return {
        "code": rate.code,
        "kind": str(rate.kind),
        "basis": str(rate.basis),
        "tax": {"rate": None if rate.tax.rate is None else str(rate.tax.rate), "ground": rate.tax.ground, "reference": rate.tax.reference},
        "amount": str(rate.amount),
        "bands": [[str(limit), str(price)] for limit, price in rate.bands],
        "module_m": str(rate.module_m),
        "per_day": rate.per_day,
        "condition": _condition_document(rate.condition),
        "valid_from": rate.valid_from.isoformat() if rate.valid_from else None,
        "valid_until": rate.valid_until.isoformat() if rate.valid_until else None,
    }


def _surcharge(data: Mapping[str, Any]) -> Surcharge:
    amounts = {name: Decimal(data.get(name, 0)) for name in ("flat", "percent", "per_open_side")}
    return Surcharge(code=str(data["code"]), of=str(data["of"]), **amounts)


def _discount(data: Mapping[str, Any]) -> Discount:
    return Discount(
        code=str(data["code"]),
        of=frozenset(data["of"]),
        percent=Decimal(data.get("percent", 0)),
        amount=Decimal(data.get("amount", 0)),
        cap=_maybe(data.get("cap"), Decimal),
        stacking=Stacking(data.get("stacking", Stacking.ON_REST)),
        condition=_condition(data.get("condition", {})),
    )


def _discount_document(discount: Discount) -> dict[str, Any]:
    return {
        "code": discount.code,
        "of": sorted(discount.of),
        "percent": str(discount.percent),
        "amount": str(discount.amount),
        "cap": None if discount.cap is None else str(discount.cap),
        "stacking": str(discount.stacking),
        "condition": _condition_document(discount.condition),
    }


def _condition(data: Mapping[str, Any]) -> Condition:
    unknown = data.keys() - {*_SETS, *SWITCHES}
    if unknown:
        raise PriceListError(f"a condition asks for what is not known: {sorted(unknown)}")
    asked: dict[str, Any] = {name: frozenset(data[name]) for name in _SETS if data.get(name)}
    return Condition(**asked | {name: bool(data[name]) for name in SWITCHES if data.get(name) is not None})


def _condition_document(condition: Condition) -> dict[str, Any]:
    found: dict[str, Any] = {name: sorted(getattr(condition, name)) for name in _SETS if getattr(condition, name)}
    return found | {name: getattr(condition, name) for name in SWITCHES if getattr(condition, name) is not None}
