"""Bookings as files for spreadsheets."""

from django.utils.translation import gettext_lazy as _

from common.sheets import Column

BOOKINGS: tuple[Column, ...] = (
    Column(_("Inventory number"), lambda one: one.bookable.code),
    Column(_("Thing"), lambda one: one.bookable.name),
    Column(_("State"), lambda one: one.get_state_display()),
    Column(_("From"), lambda one: one.starts_at),
    Column(_("Until"), lambda one: one.ends_at),
    Column(_("For what"), lambda one: one.title),
    Column(_("Who"), lambda one: one.person.name if one.person else ""),
    Column(_("People"), lambda one: one.people),
    Column(_("Supervised by"), lambda one: one.supervisor),
    Column(_("Purpose"), lambda one: one.get_purpose_display()),
    Column(_("Answer"), lambda one: one.answer),
)
