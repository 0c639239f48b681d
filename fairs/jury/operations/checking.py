"""What staff does for the jury: check that applications are complete, hide what tells who a maker is."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.people.models import Person
from common.errors import Invalid, Refused
from fairs.calls.models import Application
from fairs.jury import queries
from fairs.jury.models import Check, Redaction, Round
from fairs.jury.operations.refusals import NotOpen, locked
from ticketing.events.operations import refuse_if_locked


@transaction.atomic
def check(*, one: Round, application: Application, is_complete: bool, note: str = "", by: Actor, at: datetime) -> Check:
    """Note in an open completeness round whether an application is complete; may be changed until the round closes.

    Raises:
        NotOpen: the round is not open.
        Refused: no completeness round, or an application that is not in it (`not_judged`).
        Invalid: incomplete without a word of what is missing.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(one.call.event, at)
    fresh = locked(one)
    if fresh.state != Round.State.OPEN:
        raise NotOpen(_("The round is not open, so nothing is checked in it."))
    if fresh.kind != Round.Kind.COMPLETENESS or not queries.applications_in(fresh).filter(pk=application.pk).exists():
        raise Refused(_("This application is not checked in this round."), code="not_judged")
    if not is_complete and not note.strip():
        raise Invalid(_("Say what is missing."), code="no_note", field="note")
    facts = {"is_complete": is_complete, "note": note.strip()[:200], "checked_by": by if isinstance(by, Person) else None, "checked_at": at}
    found, _is_new = Check.objects.update_or_create(round=fresh, application=application, defaults=facts)
    _log(application, by, at, "application.checked", {}, {"is_complete": is_complete, "note": found.note})
    return found


@transaction.atomic
def redact(*, application: Application, text: str, hidden_photos: Collection[int], by: Actor, at: datetime) -> Redaction:
    """Write what a blind jury reads instead of an application's own words ("" for those words), and hide pictures from it.

    Raises:
        Invalid: a picture that does not go with the application.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(application.call.event, at)
    known = set(application.photos.values_list("photo", flat=True))
    if not set(hidden_photos) <= known:
        raise Invalid(_("Such a picture does not go with this application."), code="unknown_photo", field="hidden_photos")
    before = Redaction.objects.filter(application=application).first()
    facts = {"text": text.strip(), "hidden_photos": sorted(hidden_photos), "changed_at": at}
    found, _is_new = Redaction.objects.update_or_create(application=application, defaults=facts)
    was = {"text": before.text, "hidden_photos": before.hidden_photos} if before else {}
    _log(application, by, at, "application.redacted", was, {"text": found.text, "hidden_photos": found.hidden_photos})
    return found


def _log(application: Application, by: Actor, at: datetime, action: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    event = application.call.event
    history.log(by=by, at=at, action=action, subject=application, partner=event.partner, event=event, before=before, after=after)
