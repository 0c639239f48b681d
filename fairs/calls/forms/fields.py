"""Fields that several steps share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import number_format


class Amount(forms.DecimalField):
    """A number with a decimal comma or point, whichever the person's hand is used to; shown as the language writes it."""

    def __init__(self, *, min_value: Decimal | int = 0, unit: str = "", **options: Any):
        super().__init__(min_value=min_value, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("\xa0", "").replace(" ", "").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return number_format(value.normalize() + 0, use_l10n=True, force_grouping=False)
        return value


def count_choices(most: int) -> list[tuple[int, str]]:
    """Return 1 to `most` as choices."""
    return [(number, str(number)) for number in range(1, most + 1)]
