"""Dates, zones, places and prices as a ticket says them, in one language and the event's own time."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.numbers import format_currency

from places.sites.models import Site

_LOCALES = {"lv": "lv", "ru": "ru", "en": "en_GB"}
LISTED_DAYS = 4
"""An event of more days than this is said as "first – last"."""


def locale_of(language: str) -> Locale:
    """Return the locale whose habits go with one of our languages."""
    return Locale.parse(_LOCALES[language])


def zone_label(moment: datetime, language: str) -> str:
    """Return where the clock of an aware `moment` hangs and its distance from UTC: "Rīga, UTC+2"."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    city = get_timezone_location(moment.tzinfo, locale=locale_of(language), return_city=True)
    return f"{city}, UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def moment_words(moment: datetime, language: str) -> str:
    """Return day, time and zone of an aware moment: "28 November 2026, 10:00 (Riga, UTC+2)"."""
    return f"{format_date(moment, 'long', locale=locale_of(language))}, {moment:%H:%M} ({zone_label(moment, language)})"


def hours(opens: datetime, closes: datetime) -> str:
    """Return the hours of one day, both in the same zone: "10:00–18:00"."""
    return f"{opens:%H:%M}–{closes:%H:%M}"


def days_words(spans: Iterable[tuple[datetime, datetime]], zone: tzinfo, language: str) -> list[str]:
    """Return one line for each day of `spans`, or a single line from first to last where there are many."""
    locale = locale_of(language)
    local = [(opens.astimezone(zone), closes.astimezone(zone)) for opens, closes in spans]
    if not local:
        return []
    if len(local) > LISTED_DAYS:
        first, last = (format_date(moment, "long", locale=locale) for moment in (local[0][0], local[-1][1]))
        return [f"{first} – {last}"]
    lines = []
    for opens, closes in local:
        day = format_date(opens, "full", locale=locale)
        if opens.date() == closes.date():
            lines.append(f"{day}, {hours(opens, closes)}")
        else:
            lines.append(f"{day}, {opens:%H:%M} – {format_date(closes, 'long', locale=locale)}, {closes:%H:%M}")
    return [line[:1].upper() + line[1:] for line in lines]


def address_of(site: Site) -> tuple[str, str]:
    """Return the name of a site in the active language, and its address."""
    parts = (site.house, site.settlement, site.municipality.name, site.postal_code)
    return site.name, ", ".join(dict.fromkeys(part for part in parts if part))


def price(amount: Decimal, currency: str, language: str) -> str:
    """Return an amount of money as the language writes it: "3,00 €"."""
    return format_currency(amount, currency, locale=locale_of(language))


def country_name(code: str, language: str) -> str:
    """Return the name of a country by its two letters, or the letters where they mean none."""
    return locale_of(language).territories.get(code, code) if code else ""
