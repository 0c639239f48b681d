"""How drawers are called."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ticketing.tills.models import Drawer

WAYS: dict[str, Any] = {"cash": _("cash"), "terminal": _("card terminal")}


def drawer_words(drawer: Drawer) -> str:
    """Return such as "Cash, EUR"."""
    return f"{str(WAYS[drawer.way]).capitalize()}, {drawer.currency}"
