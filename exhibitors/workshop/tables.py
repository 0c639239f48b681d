"""The organiser's list of makers, and its file."""

from django.utils.translation import gettext_lazy as _

from common.sheets import Column
from exhibitors.profiles.models import Exhibitor

PILLS = {
    "": _("All"),
    "titled": _("Title verified"),
    "unverified": _("Papers to look at"),
    "expiring": _("Papers expire soon"),
    "expired": _("Papers expired"),
    "missing": _("Something missing"),
    "unkept": _("Without a keeper"),
}
COUNTRIES = {"": _("all"), "LV": _("Latvia"), "RU": _("Russia")}


def columns() -> list[Column]:
    """Return the columns of the file of makers; rows need `queries.with_facts`."""

    def yes(value: bool) -> str:
        return str(_("yes")) if value else str(_("no"))

    def kind(one: Exhibitor) -> str:
        return str(one.get_kind_display())

    return [
        Column(_("Name"), lambda one: one.name),
        Column(_("Latin letters"), lambda one: one.name_latin),
        Column(_("Latvian spelling"), lambda one: one.name_latvian),
        Column(_("Shown name"), lambda one: one.name_shown),
        Column(_("Kind"), kind),
        Column(_("Legal form"), lambda one: one.get_legal_form_display()),
        Column(_("Main craft"), lambda one: str(one.craft or "")),
        Column(_("Municipality"), lambda one: str(one.municipality or "")),
        Column(_("Country"), lambda one: one.country),
        Column(_("Phone"), lambda one: one.phone),
        Column(_("E-mail"), lambda one: one.email),
        Column(_("Language"), lambda one: one.language),
        Column(_("Pictures"), lambda one: one.photo_count),
        Column(_("Papers"), lambda one: one.paper_count),
        Column(_("Papers expire soon"), lambda one: one.ending_count),
        Column(_("Title verified"), lambda one: yes(one.has_title)),
    ]
