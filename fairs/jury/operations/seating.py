"""Who sits on a jury: appointed before a round begins, and then fixed, unless one is replaced by another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.people import operations as people
from accounts.people.models import Person
from accounts.roles.models import RoleKind
from common.errors import Invalid, Refused
from fairs.calls.models import Call
from fairs.jury.models import Ballot, Juror, Round
from fairs.jury.operations.refusals import Begun, locked
from ticketing.events import operations as events
from ticketing.events.models import EventRole
from ticketing.events.operations import refuse_if_locked

USUAL = 3
"""Three jurors fixed from the beginning, so that every application has the same eyes (Smithsonian and Piedmont craft shows)."""

FACTS = ("surname", "surname_other", "municipality", "business", "registration_number")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to sit on a jury. `facts` are what conflicts are found by: see `FACTS`; without a surname the name's last word."""

    email: str
    name: str = ""
    language: str = "lv"
    facts: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def appoint(*, call: Call, who: Newcomer, by: Actor, at: datetime) -> Juror:
    """Seat a juror, give them their role at the event, and write to them. They sit in every round that has not begun.

    Raises:
        Begun: a round is open; jurors who come later would have scored less than the others.
        Refused: they sit already (`seated`).
        Invalid: no surname.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(call.event, at)
    rounds = list(Round.objects.select_for_update().filter(call=call).order_by("position"))
    if any(one.state == Round.State.OPEN and one.kind != Round.Kind.COMPLETENESS for one in rounds):
        raise Begun(_("A round is open, and its jurors stay the same until it closes. Replace a juror instead."))
    juror = _seat(call, who, by, at)
    for one in rounds:
        if one.state == Round.State.DRAFT and one.kind != Round.Kind.COMPLETENESS:
            one.jurors.add(juror)
    return juror


@transaction.atomic
def replace(*, juror: Juror, who: Newcomer, by: Actor, at: datetime) -> Juror:
    """Put somebody else in a juror's seat, in every round that is not closed. What the first scored there is thrown away.

    Raises:
        Refused: the newcomer sits already (`seated`).
        Invalid: no surname.
        events.operations.Locked: the partner is suspended.
    """
    call = juror.call
    refuse_if_locked(call.event, at)
    rounds = [locked(one) for one in _with_call(call).exclude(state=Round.State.CLOSED).filter(jurors=juror).order_by("position")]
    fresh = _seat(call, who, by, at)
    dropped, _kinds = Ballot.objects.filter(juror=juror, round__in=rounds).delete()
    for one in rounds:
        one.jurors.remove(juror)
        one.jurors.add(fresh)
    before = {"juror": str(juror), "dropped": dropped}
    _log(fresh, by, at, "juror.replaced", before=before, after={"juror": str(fresh)})
    _stand_up(juror, by, at)
    return fresh


@transaction.atomic
def dismiss(*, juror: Juror, by: Actor, at: datetime) -> None:
    """Take a juror off a jury that has not begun.

    Raises:
        Begun: they sit in an open round, or in a closed one whose protocol names them.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(juror.call.event, at)
    rounds = [locked(one) for one in _with_call(juror.call).filter(jurors=juror).order_by("position")]
    if any(one.state != Round.State.DRAFT for one in rounds):
        raise Begun(_("This juror has begun. Put somebody else in their seat instead."))
    _log(juror, by, at, "juror.dismissed", before={"juror": str(juror)})
    _stand_up(juror, by, at)


@transaction.atomic
def describe(*, juror: Juror, facts: Mapping[str, Any], by: Actor, at: datetime) -> Juror:
    """Change what conflicts of a juror are found by. Points given to somebody who now is a conflict no longer count.

    Raises:
        Invalid: no surname.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(juror.call.event, at)
    before, after = history.changes(juror, facts)
    if "surname" in facts and not facts["surname"]:
        raise Invalid(_("Without a surname no conflict of interest can be found."), code="no_surname", field="surname")
    if after:
        for name, value in facts.items():
            setattr(juror, name, value)
        juror.save(update_fields=list(facts))
        _log(juror, by, at, "juror.changed", before=before, after=after)
    return juror


def _with_call(call: Call) -> Any:
    return Round.objects.filter(call=call).select_related("call__event__partner")


def _seat(call: Call, who: Newcomer, by: Actor, at: datetime) -> Juror:
    person: Person = people.add(email=who.email, name=who.name, language=who.language, at=at)
    if Juror.objects.filter(call=call, person=person).exists():
        raise Refused(_("%(name)s sits on this jury already.") % {"name": person}, code="seated", field="email")
    facts = {name: who.facts[name] for name in FACTS if who.facts.get(name) is not None}
    words = (who.name or person.name).split()
    facts["surname"] = facts.get("surname") or (words[-1] if words else "")
    if not facts["surname"]:
        raise Invalid(_("Without a surname no conflict of interest can be found."), code="no_surname", field="surname")
    juror = Juror.objects.create(call=call, person=person, **facts)
    events.grant_role(event=call.event, person=person, kind=RoleKind.JUROR, by=by, at=at)
    _log(juror, by, at, "juror.appointed", after={"juror": str(juror)})
    return juror


def _stand_up(juror: Juror, by: Actor, at: datetime) -> None:
    """Take the role away; the seat stays where a closed round's ballots point at it."""
    role = EventRole.objects.filter(event=juror.call.event_id, person=juror.person_id, kind=RoleKind.JUROR).first()
    if role is not None:
        role.event = juror.call.event
        events.withdraw_role(role=role, by=by, at=at)
    if not juror.ballots.exists() and not juror.rounds.exists():
        juror.delete()


def _log(juror: Juror, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    event = juror.call.event
    history.log(by=by, at=at, action=action, subject=juror, partner=event.partner, event=event, **sides)
