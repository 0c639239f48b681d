"""Putting the draft in force: a version that is never changed again, and a letter to the speakers it concerns."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import log
from accounts.people.models import Person
from common.errors import Refused
from conference.programme import mails, queries
from conference.programme.changes import differences, has_changed
from conference.programme.models import Release
from ticketing.events.models import Event


@transaction.atomic
def release(*, event: Event, note: str, by: Person, at: datetime) -> Release:
    """Make the draft the programme that everybody sees, and write to the speakers whose sessions have changed.

    Raises:
        Refused: nothing has a place yet (`nothing_placed`), or nothing differs from the last version (`nothing_new`).
    """
    Event.objects.select_for_update().filter(pk=event.pk).values_list("pk", flat=True).get()
    last = queries.latest_release(event)
    before = last.document if last else None
    document = queries.document_of(event, before)
    if not document["sessions"] and last is None:
        raise Refused(_("No session has a place yet. Place them first."), code="nothing_placed")
    if not has_changed(before, document):
        raise Refused(_("Nothing has changed since the last version."), code="nothing_new")
    changes = differences(before, document)
    made = Release.objects.create(
        event=event,
        number=last.number + 1 if last else 1,
        note=note.strip(),
        document=document,
        changes=[list(change) for change in changes],
        released_at=at,
        released_by=by,
    )
    told = mails.tell(made, before, changes, at=at)
    log(
        by=by, at=at, action="programme.released", subject=made, event=event,
        after={"version": made.number, "changes": len(changes), "letters": told},
    )  # fmt: skip
    return made
