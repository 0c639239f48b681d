"""Who has come, and who has not."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Refused
from fairs.calls.models import Application
from fairs.fairday.models import Appearance
from ticketing.events.models import EventDay


class NotPlaced(Refused):
    """Only makers with a confirmed or offered place can come or be missed."""

    code = "not_placed"


@transaction.atomic
def mark_came(*, application: Application, day: EventDay, by: Actor, at: datetime) -> Appearance:
    """Note that a maker is there; the first moment stays, and it takes back that they were missed.

    Raises:
        NotPlaced: the application has no place.
    """
    _refuse_unplaced(application)
    row, is_new = Appearance.objects.get_or_create(application=application, day=day, defaults={"came_at": at, "noted_by": str(by)[:120]})
    if not is_new and row.came_at is None:
        Appearance.objects.filter(pk=row.pk, came_at=None).update(came_at=at, absent_at=None, noted_by=str(by)[:120])
        row.refresh_from_db()
    if row.came_at == at:
        _log(application, "stall.came", by, at)
    return row


@transaction.atomic
def mark_absent(*, application: Application, day: EventDay, by: Actor, at: datetime) -> Appearance:
    """Note that a maker has not come; who came stays as come.

    Raises:
        NotPlaced: the application has no place.
        Refused: they have come already.
    """
    _refuse_unplaced(application)
    row, is_new = Appearance.objects.get_or_create(application=application, day=day, defaults={"absent_at": at, "noted_by": str(by)[:120]})
    if row.came_at is not None:
        raise Refused(_("This maker has come already. Take that back first."), code="has_come")
    if is_new:
        _log(application, "stall.absent", by, at)
    return row


@transaction.atomic
def unmark(*, application: Application, day: EventDay, by: Actor, at: datetime) -> None:
    """Take back what was noted; doing so twice changes nothing."""
    gone, _tables = Appearance.objects.filter(application=application, day=day).delete()
    if gone:
        _log(application, "stall.unmarked", by, at)


def _refuse_unplaced(application: Application) -> None:
    state = Application.State
    if application.state not in (state.OFFERED, state.ACCEPTED, state.CONFIRMED):
        raise NotPlaced(_("This maker has no place at the fair."))


def _log(application: Application, action: str, by: Actor, at: datetime) -> None:
    event = application.call.event
    history.log(by=by, at=at, action=action, subject=application, partner=event.partner, event=event)
