"""The words of the juror's pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ROW_STATES: dict[str, tuple[Any, str]] = {
    "todo": (_("to score"), "neutral"),
    "partial": (_("points missing"), "warn"),
    "later": (_("put off"), "warn"),
    "done": (_("scored"), "ok"),
    "aside": (_("stood aside"), "neutral"),
}
"""What an application is to a juror, with the tone of its badge."""

SHEET_TEXTS: dict[str, Any] = {
    "assortment": _("What they bring"),
    "price_range": _("Prices"),
    "demonstration": _("What visitors can see or try"),
}
