"""Filters that write days as the active language writes them."""

from datetime import date, datetime

from babel.dates import format_date, format_skeleton
from django import template
from django.utils.translation import get_language

from common.languages import default_language, locale_name

register = template.Library()


def _locale() -> str:
    return locale_name(get_language() or default_language())


@register.filter
def day(of: date) -> str:
    """`{{ thing.label_on|day }}` gives "1 Sept 2021"."""
    return format_date(of, "medium", locale=_locale())


@register.filter
def weekday(of: date) -> str:
    """`{{ booking.starts_at|weekday }}` gives "Mon, 30 Nov 2026"."""
    return format_skeleton("yMMMEd", of, locale=_locale())


@register.filter
def near_weekday(of: date) -> str:
    """`{{ day|near_weekday }}` gives "Mon 30 Nov", for days of this year."""
    return format_skeleton("MMMEd", of, locale=_locale())


@register.filter
def near_day(of: date) -> str:
    """`{{ first|near_day }}` gives "30 November"."""
    return format_skeleton("MMMMd", of, locale=_locale())


@register.filter
def moment(of: datetime) -> str:
    """`{{ free_from|moment }}` gives "Mon, 30 Nov 2026, 08:00", by the clock it was given in."""
    return f"{weekday(of)}, {of:%H:%M}"
