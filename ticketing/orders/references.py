"""What a payer writes so that the money finds its order.

Euro and all else: an ISO 11649 creditor reference, "RF", two check digits and the order's code. Roubles: ten digits, the
order's number and two check digits (ISO 7064, modulo 97), since Russian forms and keyboards favour digits. Both follow
from the order alone, so they never change and are never given twice.
"""

from typing import Protocol

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

_DIGITS = 8


class Payable(Protocol):
    """What of an order a reference is made of."""

    pk: int
    code: str
    currency: str


def rf(code: str) -> str:
    """Return the creditor reference of an order's code, without spaces."""
    plain = code.upper()
    return f"RF{mod_97_10.calc_check_digits(plain + 'RF')}{plain}"


def number(pk: int) -> str:
    """Return the ten digits for an order's number."""
    plain = f"{pk:0{_DIGITS}d}"
    return plain + mod_97_10.calc_check_digits(plain)


def reference_of(order: Payable) -> str:
    """Return the order's reference as banks carry it, without spaces."""
    return number(order.pk) if order.currency == "RUB" else rf(order.code)


def grouped(reference: str) -> str:
    """Return a reference in groups of four, to be read and typed."""
    return iso11649.format(reference)


def order_code(reference: str) -> str:
    """Return the order's code in a creditor reference; "" where the check digits are wrong."""
    plain = iso11649.compact(reference)
    return plain[4:] if iso11649.is_valid(plain) else ""


def order_number(reference: str) -> int | None:
    """Return the order's number in the ten digits; None where the check digits are wrong."""
    plain = "".join(reference.split())
    is_ours = len(plain) == _DIGITS + 2 and plain.isascii() and plain.isdecimal() and mod_97_10.is_valid(plain)
    return int(plain[:_DIGITS]) if is_ours else None


def purpose_of(order: Payable) -> str:
    """Return the line to be written as purpose of payment: the reference, for roubles in a Russian sentence."""
    reference = reference_of(order)
    return f"Оплата заказа № {reference} ({order.code})" if order.currency == "RUB" else grouped(reference)
