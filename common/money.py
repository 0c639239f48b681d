"""Amounts of money as people write them."""

from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import get_language

from common.languages import default_language, locale_name


def written(amount: Decimal, currency: str, language: str = "") -> str:
    """Return an amount as `language` (the active one if empty) writes it: "3,00 €", "€3.00"."""
    return format_currency(amount, currency, locale=locale_name(language or get_language() or default_language()))
