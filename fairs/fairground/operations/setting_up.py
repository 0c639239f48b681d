"""Making a ground and changing what belongs to the whole of it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor, changes, log
from common.errors import Invalid, Refused
from fairs.fairground import document
from fairs.fairground.models import Ground, GroundTemplate
from fairs.fairground.operations.locking import take
from ticketing.events.models import Event

LARGEST_M = Decimal(2000)


@transaction.atomic
def set_up(*, event: Event, facts: Mapping[str, Any], by: Actor, at: datetime) -> Ground:
    """Make the ground of a fair that has none.

    Args:
        event: the fair.
        facts: the ground's columns, such as width_m and depth_m.
        by: who does it.
        at: when.

    Raises:
        Refused: the fair has a ground already (`exists`), or its size makes no sense (`size`).
    """
    _check(facts)
    try:
        with transaction.atomic():
            ground = Ground.objects.create(event=event, changed_at=at, **facts)
    except IntegrityError as error:
        raise Refused(_("This fair has a ground already. Open it."), code="exists") from error
    log(by=by, at=at, action="ground.made", subject=ground, event=event, after=facts)
    return ground


@transaction.atomic
def change(*, ground: Ground, facts: Mapping[str, Any], by: Actor, at: datetime) -> Ground:
    """Change the size, the limits, north, or whether everybody sees the plan.

    Raises:
        Refused: its size makes no sense (`size`).
    """
    _check(facts)
    found = take(ground, at)
    before, after = changes(found, facts)
    for name, value in facts.items():
        setattr(found, name, value)
    found.save(update_fields=list(facts))
    if after:
        log(by=by, at=at, action="ground.set", subject=found, event=found.event, before=before, after=after)
    return found


def _check(facts: Mapping[str, Any]) -> None:
    for name in ("width_m", "depth_m"):
        if name in facts and not 1 <= facts[name] <= LARGEST_M:
            raise Invalid(_("Give a size from 1 to %(most)s metres.") % {"most": LARGEST_M}, code="size", field=name)


@transaction.atomic
def keep_template(*, ground: Ground, name: str, by: Actor, at: datetime) -> GroundTemplate:
    """Keep the ground under a name for the partner's next fairs; one of the same name is replaced."""
    made, _is_new = GroundTemplate.objects.update_or_create(
        partner=ground.event.partner, name=name.strip(), defaults={"document": document.of(ground), "saved_at": at}
    )
    log(by=by, at=at, action="ground.kept", subject=ground, event=ground.event, after={"name": made.name})
    return made
