"""The columns of the files: the register of certificates, the answers of feedback."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from conference.certificates import rules
from conference.certificates.models import Certificate
from conference.certificates.queries import Results, in_language
from ticketing.events.sheets import Column


def register_columns(language: str) -> list[Column]:
    """Return the columns of the register, as it is kept on paper."""

    def hours(one: Certificate) -> Any:
        return rules.hours(one.facts["attended"], one.facts["hour_minutes"]) if "attended" in one.facts else None

    return [
        Column(_("No."), lambda one: one.full_number),
        Column(_("Kind"), lambda one: one.get_kind_display()),
        Column(_("Name and surname"), lambda one: one.facts["name"]),
        Column(_("Name in another script"), lambda one: one.facts["name_other"]),
        Column(_("Organisation"), lambda one: one.facts["organisation"]),
        Column(_("Event"), lambda one: in_language(one.facts["event"], language)),
        Column(_("Talk"), lambda one: in_language(one.facts.get("title", {}), language)),
        Column(_("From"), lambda one: one.facts["first"]),
        Column(_("Until"), lambda one: one.facts["last"]),
        Column(_("Hours attended"), hours),
        Column(_("Minutes"), lambda one: one.facts.get("attended")),
        Column(_("Issued"), lambda one: one.issued_at),
        Column(_("Signed by"), lambda one: one.facts["signatory"]),
        Column(_("Code"), lambda one: rules.spoken(one.code)),
        Column(_("Revoked"), lambda one: one.revoked_at),
        Column(_("Reason"), lambda one: one.revoked_reason),
    ]


def feedback_rows(results: list[Results]) -> list[tuple[str, str, Any]]:
    """Return what was said as lines for a file: session, what, value; nothing of sessions with too few answers."""
    rows: list[tuple[str, str, Any]] = []
    for one in results:
        name = str(one.session)
        rows.append((name, str(_("Answers")), one.answers))
        if one.is_shown:
            rows.append((name, str(_("Mean of 5")), one.mean))
            rows += [(name, str(rating), count) for rating, count in one.counts]
            rows += [(name, str(_("What was good?")), text) for text in one.liked]
            rows += [(name, str(_("What was missing?")), text) for text in one.missed]
    return rows


def feedback_columns() -> list[Column]:
    return [
        Column(_("Session"), lambda row: row[0]),
        Column(_("What"), lambda row: row[1]),
        Column(_("Value"), lambda row: row[2]),
    ]
