"""The activity log as a table for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.history.models import Entry
from accounts.history.words import action_label

BOM = "\ufeff"
"""Spreadsheet programs take a file that begins with it for UTF-8."""


def as_csv(entries: Iterable[Entry], zone: str) -> Iterator[str]:
    """Yield the file line by line, times in `zone`."""
    tz = ZoneInfo(zone)
    yield BOM + _line([_("when"), _("who"), _("what"), _("subject"), _("event"), _("before"), _("after")])
    for entry in entries:
        when = entry.at.astimezone(tz).strftime("%Y-%m-%d %H:%M:%S")
        facts = [json.dumps(side, ensure_ascii=False) if side else "" for side in (entry.before, entry.after)]
        yield _line([when, entry.actor_label, action_label(entry.action), entry.about, entry.within, *facts])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula: names come from strangers."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
