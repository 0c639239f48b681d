"""The columns of the evidence's files, in English whatever the reader's language is."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from conference.evidence import queries
from conference.evidence.documents import half_name
from conference.evidence.queries import Across, Figures
from exhibitors.profiles.rules import passport_spelling
from ticketing.events.sheets import Column


def participants(figures: Figures) -> list[Column]:
    """Return the columns of the list of participants; call in English."""
    halves = [Column(half_name(half), _proof(place)) for place, half in enumerate(figures.halves)]
    return [
        Column(_("No."), lambda row: row.enrolment.number),
        Column(_("Name and surname"), lambda row: row.enrolment.name),
        Column(_("Name in Latin letters"), lambda row: passport_spelling(row.enrolment.name) or row.enrolment.name),
        Column(_("Organisation"), lambda row: row.enrolment.organisation),
        Column(_("Country"), lambda row: row.country),
        Column(_("Gender"), lambda row: row.gender),
        Column(_("Target group"), lambda row: row.group),
        Column(_("Craft"), lambda row: row.craft),
        Column(_("Part"), lambda row: row.enrolment.get_role_display()),
        Column(_("Minutes"), lambda row: row.line.reckoning.attended),
        Column("%", lambda row: row.line.reckoning.percent),
        *halves,
        Column(_("Certificate"), lambda row: row.certificate),
    ]


def _proof(place: int) -> Callable[[Any], str]:
    return lambda row: row.halves[place]


def figure_rows(figures: Figures, across: Across) -> Iterator[tuple[str, str, Any]]:
    """Yield what is counted, of what, and how many; call in English."""
    reached = across.reached
    plain = {
        _("Registered"): figures.registered,
        _("Took part"): figures.present,
        _("Minutes attended"): figures.minutes,
        _("Certificates"): figures.certificates,
        _("New people, at no earlier event"): across.new,
    }
    for what, count in plain.items():
        yield what, "", count
    for what, parts in groups(figures):
        for name, count in parts:
            yield what, name, count
    whole = _("People reached across all events of the organiser")
    yield whole, _("events"), reached.events
    yield whole, _("at least"), reached.least
    yield whole, _("at most"), reached.most


def groups(figures: Figures) -> list[tuple[str, queries.Tally]]:
    """Return every breakdown with its heading, in the active language."""
    return [
        (_("By country"), figures.by_country),
        (_("By gender"), figures.by_gender),
        (_("By target group"), figures.by_group),
        (_("By craft"), figures.by_craft),
        (_("By part"), figures.by_part),
        (_("By proof of sessions"), figures.by_proof),
        (_("By half-day"), [(half_name(half), count) for half, count in figures.by_half]),
    ]


def figure_columns() -> list[Column]:
    return [Column(_("Figure"), lambda row: row[0]), Column(_("Of"), lambda row: row[1]), Column(_("Number"), lambda row: row[2])]
