"""Saying of what a check found that it may stay, and why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import log
from accounts.people.models import Person
from common.errors import Invalid
from fairs.fairground.models import Acknowledgement, Ground


@transaction.atomic
def acknowledge(*, ground: Ground, rule: str, about: str, value: str, reason: str, by: Person, at: datetime) -> Acknowledgement:
    """Let a finding stay at its value; at another it is open again.

    Raises:
        Invalid: no reason is given.
    """
    if not reason.strip():
        raise Invalid(_("Say why it may stay: the next organiser will ask."), code="no_reason", field="reason")
    seen, _is_new = Acknowledgement.objects.update_or_create(
        ground=ground, rule=rule, about=about, defaults={"value": value, "reason": reason.strip()[:250], "by": by, "at": at}
    )
    log(
        by=by,
        at=at,
        action="ground.acknowledged",
        subject=ground,
        event=ground.event,
        after={"rule": rule, "about": about, "value": value, "reason": seen.reason},
    )
    return seen


@transaction.atomic
def take_back(*, ground: Ground, rule: str, about: str, by: Person, at: datetime) -> None:
    """Open a finding again."""
    if Acknowledgement.objects.filter(ground=ground, rule=rule, about=about).delete()[0]:
        log(by=by, at=at, action="ground.reopened", subject=ground, event=ground.event, before={"rule": rule, "about": about})
