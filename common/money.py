"""Amounts of money: exact arithmetic in one currency, and how people write them.

Rounding: to the currency's smallest coin (cents, kopecks), halves away from zero, as invoices are rounded in Latvia and
Russia. A whole is divided into parts so that the parts add up to it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid
from common.languages import default_language, locale_name


class MixedCurrencies(Invalid):
    """Two currencies met in one sum; there is no automatic rate."""

    code = "mixed_currencies"


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in a currency (ISO 4217 code), not rounded until `rounded` is called."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise TypeError("the amount of money must be a finite Decimal")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: int | Decimal) -> "Money":
        if isinstance(factor, float):
            raise TypeError("multiply money by whole or decimal numbers, which are exact")
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def rounded(self) -> "Money":
        """Return the amount in whole smallest coins, halves away from zero."""
        return Money(self.amount.quantize(_coin(self.currency), ROUND_HALF_UP), self.currency)

    def share_out(self, parts: int) -> list["Money"]:
        """Divide a rounded amount into `parts` that differ by at most one coin and add up to it; the first are larger."""
        coin = _coin(self.currency)
        coins = int(self.rounded().amount / coin)
        each, left = divmod(abs(coins), parts)
        sign = -1 if coins < 0 else 1
        return [Money(sign * (each + (number < left)) * coin, self.currency) for number in range(parts)]

    def show(self, language: str = "") -> str:
        """Return the amount as `language` (the active one if empty) writes it."""
        return written(self.rounded().amount, self.currency, language)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise MixedCurrencies(_("%(one)s and %(other)s cannot be added or compared.") % {"one": self.currency, "other": other.currency})
        return other.amount


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Add up amounts of one currency; nothing at all makes zero."""
    return sum(amounts, Money(Decimal(0), currency))


def written(amount: Decimal, currency: str, language: str = "") -> str:
    """Return an amount as `language` (the active one if empty) writes it: "3,00 €", "€3.00"."""
    text = format_currency(amount, currency, locale=locale_name(language or get_language() or default_language()))
    # whose sign is known on both sides of the border, whatever the language; a minus as wide as a plus, not a hyphen
    return text.replace("RUB", "₽").replace("-", "\N{MINUS SIGN}")


def _coin(currency: str) -> Decimal:
    return Decimal(1).scaleb(-get_currency_precision(currency))
