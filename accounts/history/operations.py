"""Writing the activity log. Called inside the transaction of the change it tells of."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from accounts.history.models import Entry, about
from accounts.people.models import Person

Actor = Person | str
"""A person, or who it was in words where nobody signed in: "visitor", "system", "device Gate 1"."""


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, datetime | date | Decimal):
        return str(value)
    return value


def log(
    *,
    by: Actor,
    at: datetime,
    action: str,
    subject: models.Model,
    partner: models.Model | None = None,
    event: models.Model | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Entry:
    """Add one line to the log and return it. `partner` is the `accounts.Partner` whose books the change belongs to."""
    person = by if isinstance(by, Person) else None
    return Entry.objects.create(
        at=at,
        actor=person,
        actor_label=str(by)[:120],
        partner_id=partner.pk if partner else None,
        within=about(event) if event is not None else "",
        about=about(subject),
        action=action,
        before={name: _plain(value) for name, value in (before or {}).items()},
        after={name: _plain(value) for name, value in (after or {}).items()},
    )


def log_many(*, by: Actor, at: datetime, action: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add one line for each of `rows`, which hold what `log` takes besides; one statement for a few hundred."""
    person = by if isinstance(by, Person) else None
    Entry.objects.bulk_create(
        (
            Entry(
                at=at,
                actor=person,
                actor_label=str(by)[:120],
                partner_id=row["partner"].pk if row.get("partner") else None,
                within=about(row["event"]) if row.get("event") is not None else "",
                about=about(row["subject"]),
                action=action,
                before={},
                after={name: _plain(value) for name, value in row.get("after", {}).items()},
            )
            for row in rows
        ),
        batch_size=1000,
    )


def changes(subject: models.Model, after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Compare the saved `subject` with the wished values and return (before, after) of what differs."""
    changed = {name: value for name, value in after.items() if getattr(subject, name) != value}
    return {name: _plain(getattr(subject, name)) for name in changed}, {name: _plain(value) for name, value in changed.items()}
