"""Reads of rounds and seats: which applications a round judges, who sits, what staff found."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from accounts.people.models import Person
from fairs.calls.models import Application, Call
from fairs.jury.models import Check, Decision, Juror, Redaction, Round

IN_JURY = (Application.State.SUBMITTED, Application.State.SELECTED, Application.State.WAITING, Application.State.REJECTED)
"""States of applications that a jury deals with; later ones have been offered a stall already."""

PASSED = ("select", "wait", "complete")


def rounds(call: Call) -> list[Round]:
    """Return the call's rounds in order."""
    found = list(Round.objects.filter(call=call))
    for one in found:
        one.call = call
    return found


def open_round(call: Call) -> Round | None:
    """Return the round that jurors score in now."""
    found = Round.objects.filter(call=call, state=Round.State.OPEN).exclude(kind=Round.Kind.COMPLETENESS).first()
    if found is not None:
        found.call = call
    return found


def last_closed(call: Call) -> Round | None:
    """Return the round whose results decide: the last closed one that judged."""
    closed = Round.objects.filter(call=call, state=Round.State.CLOSED).exclude(kind=Round.Kind.COMPLETENESS)
    found = closed.order_by("-position").first()
    if found is not None:
        found.call = call
    return found


def before(one: Round) -> Round | None:
    """Return the closed round before this one, whose result says who is judged here."""
    return Round.objects.filter(call=one.call_id, position__lt=one.position, state=Round.State.CLOSED).order_by("-position").first()


def applications_in(one: Round) -> QuerySet[Application]:
    """Return the applications of a round by number: those the round before let through, and all where there was none.

    Of a closed round those its protocol names, whatever has become of them since.
    """
    if one.protocol:
        return Application.objects.filter(pk__in=[entry["application"] for entry in one.protocol["entries"]]).order_by("number")
    found = Application.objects.filter(call=one.call_id, state__in=IN_JURY).order_by("number")
    earlier = before(one)
    if earlier is not None and earlier.protocol:
        found = found.filter(pk__in=[entry["application"] for entry in earlier.protocol["entries"] if entry["verdict"] in PASSED])
    return found


def skipping(one: Round, applications: Iterable[Application]) -> set[int]:
    """Return which applications need no jury: a guaranteed place, or a returning exhibitor where the round says so."""
    applications = list(applications)
    found = {application.pk for application in applications if application.is_guaranteed}
    if one.skip_returning:
        known = returning(one.call, applications)
        found |= {application.pk for application in applications if application.exhibitor_id in known}
    return found


def returning(call: Call, applications: Iterable[Application]) -> set[int]:
    """Return the exhibitors among these who had a stall at an earlier fair of the same organiser."""
    mine = [application.exhibitor_id for application in applications]
    had = Application.objects.filter(
        exhibitor__in=mine,
        state=Application.State.CONFIRMED,
        call__event__partner=call.event.partner_id,
        call__event__starts_at__lt=call.event.starts_at,
    )
    return set(had.values_list("exhibitor_id", flat=True))


def judged(one: Round) -> list[Application]:
    """Return the applications that the round's jurors score, by number. Three statements at most."""
    found = list(applications_in(one).select_related("goods_group", "craft"))
    skip = skipping(one, found)
    return [application for application in found if application.pk not in skip]


def seat(call: Call, person: Person) -> Juror | None:
    """Return the person's seat on the call's jury."""
    return Juror.objects.filter(call=call, person=person).first()


def seats(person: Person) -> QuerySet[Juror]:
    """Return all seats of a person, the newest fair first."""
    return Juror.objects.filter(person=person).select_related("call__event").order_by("-call__event__starts_at")


def checks(one: Round) -> Mapping[int, Check]:
    """Return what staff found in a completeness round, by application."""
    return {check.application_id: check for check in Check.objects.filter(round=one)}


def redactions(applications: Sequence[Application]) -> Mapping[int, Redaction]:
    """Return the texts written for the jury, by application."""
    return {one.application_id: one for one in Redaction.objects.filter(application__in=applications)}


def decisions(one: Round) -> QuerySet[Decision]:
    """Return what is to become of the round's applications, best first."""
    return Decision.objects.filter(round=one).select_related("application__exhibitor", "application__goods_group", "changed_by")
