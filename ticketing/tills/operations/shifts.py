"""Tills, opening a shift, its closing count, and the second person's signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.models import Person
from common.errors import Invalid, Refused, Stale
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked
from ticketing.tills import queries, rules
from ticketing.tills.models import Drawer, Shift, Till
from ticketing.tills.operations.states import lock_open, log


@transaction.atomic
def save_till(*, event: Event, facts: Mapping[str, Any], by: Actor, at: datetime, till: Till | None = None) -> Till:
    """Add a till, or change one.

    Raises:
        Invalid: the name is taken, or the gate or the phone has a till already (`taken`).
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    is_new = till is None
    till = till or Till(event=event)
    before, after = ({}, dict(facts)) if is_new else history.changes(till, facts)
    for name, value in facts.items():
        setattr(till, name, value)
    try:
        with transaction.atomic():
            till.save()
    except IntegrityError:
        raise Invalid(_("There is a till of this name, at this gate or for this phone already."), code="taken", field="name") from None
    if is_new or after:
        action = "till.added" if is_new else "till.changed"
        history.log(by=by, at=at, action=action, subject=till, partner=event.partner, event=event, before=before, after=after)
    return till


@transaction.atomic
def open_shift(*, till: Till, people: Sequence[Person], floats: Mapping[str, Decimal], by: Person, at: datetime) -> Shift:
    """Open a shift with so much cash of each currency in the drawer.

    Raises:
        Invalid: nobody is in it (`nobody`), or an amount below zero.
        Refused: the till's shift is open already (`open_already`), or the till is not in use.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(till.event, at)
    if not people:
        raise Invalid(_("Choose who works at the till."), code="nobody", field="people")
    if any(amount < 0 for amount in floats.values()):
        raise Invalid(_("An amount below zero cannot lie in a drawer."), code="below_zero")
    Till.objects.select_for_update().get(pk=till.pk)
    if not till.is_active:
        raise Refused(_("This till is not in use."), code="not_in_use")
    last = Shift.objects.filter(till=till).aggregate(number=Max("number"))["number"] or 0
    try:
        with transaction.atomic():
            shift = Shift.objects.create(
                till=till, number=last + 1, opened_at=at, opened_by=by, people_words=", ".join(str(one) for one in people)[:300]
            )
    except IntegrityError:
        raise Refused(_("This till has an open shift; close it first."), code="open_already") from None
    shift.people.set(people)
    Drawer.objects.bulk_create(Drawer(shift=shift, way="cash", currency=currency, opening=amount) for currency, amount in floats.items())
    log(shift, "shift.opened", by, at, people=shift.people_words, **{f"float_{currency}": amount for currency, amount in floats.items()})
    return shift


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted of one drawer; `pieces` is how many of each note and coin, as text of its worth."""

    way: str
    currency: str
    counted: Decimal
    reason: str = ""
    pieces: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def close(*, shift: Shift, counts: Sequence[Count], by: Person, at: datetime) -> Shift:
    """Close a shift with what was counted. It is never changed afterwards.

    Raises:
        Invalid: a drawer is not counted (`not_counted`), or is not what it should hold and no reason is given (`reason_missing`,
            field "reason-<way>-<currency>", `facts` with the difference).
        ShiftClosed: it is closed already.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(shift.till.event, at)
    lock_open(shift)
    given = {(count.way, count.currency): count for count in counts}
    for sheet in queries.sheets(shift):
        drawer = sheet.drawer
        count = given.get((drawer.way, drawer.currency))
        name = f"{drawer.way}-{drawer.currency}"
        if count is None:
            raise Invalid(_("Count every drawer."), code="not_counted", field=f"counted-{name}")
        if rules.needs_reason(count.counted, sheet.expected) and not count.reason.strip():
            difference = count.counted - sheet.expected
            raise Invalid(
                _("By the till's movements it should be %(expected)s; you counted %(counted)s. Count again, or write down why it differs.")
                % {"expected": sheet.expected, "counted": count.counted},
                code="reason_missing",
                field=f"reason-{name}",
                facts={"difference": difference},
            )
        drawer.expected, drawer.counted = sheet.expected, count.counted
        drawer.pieces, drawer.reason = dict(count.pieces), count.reason.strip()[:250] if drawer.counted != drawer.expected else ""
        drawer.save(update_fields=["expected", "counted", "pieces", "reason"])
    Shift.objects.filter(pk=shift.pk).update(closed_at=at, closed_by=by, closed_words=str(by)[:150])
    shift.refresh_from_db()
    differences = {f"difference_{drawer.way}_{drawer.currency}": drawer.difference for drawer in shift.drawers.all() if drawer.difference}
    log(shift, "shift.closed", by, at, **differences)
    return shift


@transaction.atomic
def countersign(*, shift: Shift, by: Person, at: datetime) -> Shift:
    """Sign a closed shift as the second person.

    Raises:
        Refused: it is open, or it is the one who counted (`same_person`).
        Stale: somebody has signed already.
    """
    refuse_if_locked(shift.till.event, at)
    if shift.is_open:
        raise Refused(_("Only a counted shift can be countersigned."), code="still_open")
    if shift.closed_by_id == by.pk:
        raise Refused(_("Somebody else than who counted has to countersign."), code="same_person")
    if not Shift.objects.filter(pk=shift.pk, closed_at__isnull=False, signed_at=None).update(
        signed_at=at, signed_by=by, signed_words=str(by)[:150]
    ):
        raise Stale
    shift.refresh_from_db()
    log(shift, "shift.signed", by, at)
    return shift
