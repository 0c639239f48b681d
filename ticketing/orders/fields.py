"""Input of names and numbers as people type, paste and dictate them."""

import unicodedata
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.languages import default_language, locale_name

_PICTURES = {"So", "Sk", "Co", "Cn", "Cs"}
_WRITTEN = frozenset("№°®©™")


def tidy(text: str) -> str:
    """Return `text` without control and invisible characters (they could turn a name around at the gate), with single spaces."""
    seen = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in unicodedata.normalize("NFC", text))
    return " ".join(seen.split())


class NameField(forms.CharField):
    """The name of a person or organisation: any script, at least one letter, no pictures (nothing prints them)."""

    default_error_messages = {
        "no_letter": _("Write the name with letters."),
        "picture": _("“%(character)s” cannot be printed on a ticket. Please leave it out."),
    }

    def __init__(self, *, max_length: int = 150, **options: Any):
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        picture = next((c for c in value if unicodedata.category(c) in _PICTURES and c not in _WRITTEN), None)
        if picture:
            raise ValidationError(self.error_messages["picture"], code="picture", params={"character": picture})
        if value and not any(c.isalpha() for c in value):
            raise ValidationError(self.error_messages["no_letter"], code="no_letter")


class PhoneField(forms.CharField):
    """A telephone number, kept as it is typed."""

    default_error_messages = {"no_number": _("Write the number with digits, such as +371 20000000.")}

    def __init__(self, **options: Any):
        super().__init__(max_length=30, **options)
        self.widget.input_type = "tel"

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        digits = sum(c.isdigit() for c in value)
        if value and (digits < 5 or any(not (c.isdigit() or c in "+-() ./") for c in value)):
            raise ValidationError(self.error_messages["no_number"], code="no_number")


USUAL_COUNTRIES = ("LV", "RU", "EE", "LT", "BY")


def countries() -> list[tuple[str, str]]:
    """Return every country's two letters and name in the active language, those next door first."""
    names = Locale.parse(locale_name(get_language() or default_language())).territories
    known = {code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES}
    usual = [(code, known.pop(code)) for code in USUAL_COUNTRIES]
    return [("", "—"), *usual, *sorted(known.items(), key=lambda country: country[1])]


_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
