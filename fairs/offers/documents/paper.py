"""The frame of every paper, as the room below has it, and what stands on several: names, numbers, hours."""

from exhibitors.profiles.models import Exhibitor
from exhibitors.profiles.rules import has_cyrillic
from ticketing.events import wording
from ticketing.events.models import Event
from ticketing.events.paper import lay_out, place, render, when, write

__all__ = ["hours", "lay_out", "numbers", "organiser", "other_name", "place", "render", "when", "write"]


def other_name(exhibitor: Exhibitor) -> str:
    """Return a name in Latin letters beside one in Cyrillic: the Latvian spelling, else the passport's; "" where there is none."""
    return exhibitor.name_latvian or exhibitor.name_latin if has_cyrillic(exhibitor.name) else ""


def numbers(exhibitor: Exhibitor) -> str:
    """Return the numbers an exhibitor is registered under, each Russian one with its word."""
    russian = [f"{word} {number}" for word, number in (("ИНН", exhibitor.inn), ("ОГРН", exhibitor.ogrn)) if number]
    return ", ".join(filter(None, [exhibitor.registration_number, *russian]))


def organiser(event: Event) -> str:
    """Return who answers for the fair, in lines: name, number, address, e-mail."""
    partner = event.partner
    lines = [partner.legal_name or partner.name, partner.registration_number, partner.address, event.contact_email]
    return "\n".join(line for line in lines if line)


def hours(event: Event) -> str:
    """Return the days with their hours, a line each, in the active language."""
    return "\n".join(f"{day.date}, {day.hours}" for day in wording.openings(event))
