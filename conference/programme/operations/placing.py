"""Where and when sessions take place. Clashes are shown, not forbidden."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import log
from accounts.people.models import Person
from common.errors import Invalid, Refused
from conference.programme.models import Hall, Interpreter, Session, Slot
from conference.programme.operations import equipment

GRID = 5
"""Sessions begin at multiples of so many minutes."""


@transaction.atomic
def place(*, session: Session, hall: Hall | None, starts_at: datetime, by: Person, at: datetime, is_fixed: bool | None = None) -> Slot:
    """Put a session into a hall at a time, or move it there. What it needs is booked along with it.

    Args:
        hall: None where it takes place in no room of the programme, or in all, such as lunch.
        is_fixed: whether drafts must leave it there; None leaves that as it is.

    Raises:
        Invalid: the hall is another event's, the time is off the grid, or a session that is fixed has no hall.
        Refused: the session is cancelled.
    """
    if session.state != Session.State.PLANNED:
        raise Refused(_("This session is cancelled. Let it take place first."), code="session_cancelled")
    if hall is not None and hall.event_id != session.event_id:
        raise Invalid(_("Choose a room of this event."), field="hall", code="not_of_this_event")
    if starts_at.timestamp() % (GRID * 60):
        raise Invalid(_("Sessions begin at whole five minutes: 10:00, 10:05, 10:10."), field="starts_at", code="off_grid")
    slot = Slot.objects.filter(session=session).first()
    fixed = slot.is_fixed if is_fixed is None and slot else bool(is_fixed)
    if fixed and hall is None and not session.is_break:
        raise Invalid(_("Only what has a room can be fixed there."), field="is_fixed", code="fixed_nowhere")
    before = {"from": slot.starts_at, "hall": slot.hall} if slot else {}
    facts = {"hall": hall, "starts_at": starts_at, "ends_at": starts_at + session.length, "is_fixed": fixed}
    slot, _is_new = Slot.objects.update_or_create(session=session, defaults=facts)
    equipment.follow([session], by=by, at=at)
    log(
        by=by, at=at, action="session.placed", subject=session, event=session.event, before=before,
        after={"from": starts_at, "hall": hall, "fixed": fixed},
    )  # fmt: skip
    return slot


@transaction.atomic
def unplace(*, session: Session, by: Person, at: datetime) -> None:
    """Take a session's place away; what was booked for it is given back. Nothing happens if it has none."""
    gone, _kinds = Slot.objects.filter(session=session).delete()
    if gone:
        session.refresh_from_db()
        equipment.follow([session], by=by, at=at)
        log(by=by, at=at, action="session.unplaced", subject=session, event=session.event, after={"number": session.number})


@transaction.atomic
def set_interpreters(*, slot: Slot, interpreters: Sequence[Interpreter], by: Person, at: datetime) -> None:
    """Say who interprets a session.

    Raises:
        Invalid: somebody works at another event.
    """
    event = slot.session.event
    if any(one.event_id != event.pk for one in interpreters):
        raise Invalid(_("Choose interpreters of this event."), field="interpreters", code="not_of_this_event")
    slot.interpreters.set(interpreters)
    log(
        by=by, at=at, action="session.interpreters", subject=slot.session, event=event,
        after={"interpreters": ", ".join(sorted(one.name for one in interpreters))},
    )  # fmt: skip
