"""{% load history %}: the words of the activity log, and what changed."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from accounts.history.models import Entry
from accounts.history.words import action_label, field_label, subject_label

register = template.Library()
register.filter(action_label)
register.filter(field_label)
register.filter(subject_label)


@dataclass(frozen=True)
class Change:
    """One value of a log line, before and after."""

    name: str
    before: str
    after: str


@register.filter
def changed(entry: Entry) -> list[Change]:
    """Return the values a log line tells of, in the order they were written."""
    names = [*entry.before, *(name for name in entry.after if name not in entry.before)]
    return [Change(name, _shown(entry.before.get(name)), _shown(entry.after.get(name))) for name in names]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)
