"""Reads of juries: who is to be judged, by whom not, and what came of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import QuerySet

from accounts.people.models import Person
from common.languages import fold
from exhibitors.models import Exhibitor, Keeper
from fairs.calls.models import Application, Call, GoodsGroup
from fairs.jury import rules
from fairs.jury.models import Ballot, Check, Conflict, Decision, Juror, Redaction, Round

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
    """Return the applications of a round by number: those the round before let through, and all where there was none."""
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


# --- conflicts of interest --------------------------------------------------------------------------------------------


def names_of(maker: Exhibitor) -> list[str]:
    """Return every name an exhibitor goes by."""
    names = (maker.name, maker.name_latin, maker.name_latvian, maker.name_shown, maker.contact_name)
    return [name for name in names if name]


def _numbers(*numbers: str) -> set[str]:
    plain = ("".join(c for c in number if c.isdigit()) for number in numbers)
    return {number for number in plain if len(number) >= 6}


def conflicts(call: Call, jurors: Collection[Juror], applications: Collection[Application]) -> dict[tuple[int, int], str]:
    """Return the ground of each conflict by (juror, application): "declared", or found. Three statements."""
    pairs = Conflict.objects.filter(juror__in=jurors, application__in=applications).values_list("juror", "application")
    found = dict.fromkeys(pairs, "declared")
    makers = Exhibitor.objects.in_bulk([application.exhibitor_id for application in applications])
    keepers = defaultdict(set)
    people = [juror.person_id for juror in jurors]
    for exhibitor, person in Keeper.objects.filter(person__in=people, exhibitor__in=makers).values_list("exhibitor", "person"):
        keepers[exhibitor].add(person)
    surnames = {juror.pk: set(fold(f"{juror.surname} {juror.surname_other}").split()) for juror in jurors}
    for application in applications:
        maker = makers[application.exhibitor_id]
        words = {word for name in names_of(maker) for word in fold(name).split()}
        firms = {fold(name) for name in names_of(maker)}
        numbers = _numbers(maker.registration_number, maker.inn, maker.ogrn, maker.vat_number)
        for juror in jurors:
            ground = rules.conflict_ground(
                juror=surnames[juror.pk],
                maker=words,
                same_business=(bool(juror.business) and fold(juror.business) in firms)
                or bool(_numbers(juror.registration_number) & numbers),
                same_municipality=juror.municipality_id is not None and juror.municipality_id == maker.municipality_id,
                same_keeper=juror.person_id in keepers[maker.pk],
            )
            if ground:
                found.setdefault((juror.pk, application.pk), ground)
    return found


# --- scores -----------------------------------------------------------------------------------------------------------


def terms(one: Round) -> rules.Terms:
    """Return the round's rules as plain facts. One statement."""
    return rules.Terms(
        weights={criterion.pk: criterion.weight for criterion in one.criteria.all()},
        scale_min=one.scale_min,
        scale_max=one.scale_max,
        barred=frozenset(one.barred),
        threshold=one.threshold,
        min_votes=one.min_votes,
        average=one.average,
        tie_rule=one.tie_rule,
        seed=one.seed,
        normalise=one.normalise,
    )


def caps(call: Call) -> dict[str, rules.Cap]:
    """Return what each goods group has room for, by its number as text; "" is for applications without a group."""
    found = {
        str(group.pk): rules.Cap(stalls=group.cap_stalls, same_product=call.same_product_max)
        for group in GoodsGroup.objects.filter(call=call)
    }
    return {"": rules.Cap(same_product=call.same_product_max), **found}


def votes(one: Round) -> dict[int, dict[int, dict[int, int]]]:
    """Return the points of a round by application, juror and criterion. One statement."""
    found: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = Ballot.objects.filter(round=one, scores__isnull=False).values_list(
        "application_id", "juror_id", "scores__criterion_id", "scores__points"
    )
    for application, juror, criterion, points in rows:
        found[application][juror][criterion] = points
    return found


def entries(one: Round) -> list[rules.Entry]:
    """Return what the result is made of: every application of the round with its votes, those of conflicted jurors left out."""
    applications = list(applications_in(one))
    skip, known = skipping(one, applications), returning(one.call, applications)
    jurors, given = list(one.jurors.all()), votes(one)
    barred = conflicts(one.call, jurors, applications)
    seated = {juror.pk for juror in jurors}
    return [
        rules.Entry(
            number=application.number,
            group=str(application.goods_group_id or ""),
            product=fold(application.product),
            stalls=application.stalls_max,
            is_newcomer=application.exhibitor_id not in known,
            votes={
                juror: points
                for juror, points in given.get(application.pk, {}).items()
                if juror in seated and (juror, application.pk) not in barred
            },
            skips_jury=application.pk in skip,
        )
        for application in applications
    ]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a juror has come: `done` of `total`, conflicts left out."""

    juror: Juror
    done: int
    total: int
    conflicts: int
    flagged: int

    @property
    def behind(self) -> int:
        return self.total - self.done


def progress(one: Round) -> list[Progress]:
    """Return how far each juror has come."""
    jurors, applications = list(one.jurors.select_related("person")), judged(one)
    barred, given, rule = conflicts(one.call, jurors, applications), votes(one), terms(one)
    flagged = Counter(Ballot.objects.filter(round=one, is_flagged=True).values_list("juror_id", flat=True))
    found = []
    for juror in jurors:
        mine = [application for application in applications if (juror.pk, application.pk) not in barred]
        done = sum(set(given.get(application.pk, {}).get(juror.pk, {})) == set(rule.weights) for application in mine)
        found.append(Progress(juror, done, len(mine), len(applications) - len(mine), flagged[juror.pk]))
    return found


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


# --- for the maker ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a maker is given back: each None or empty where the fair does not tell it."""

    value: Decimal | None
    median: Decimal | None
    scale_min: int
    scale_max: int
    comments: tuple[str, ...]


def feedback(application: Application) -> Feedback | None:
    """Return the jury's result and comments for the maker's page; None before decisions are published, or where nothing is told."""
    if application.shown_state in (Application.State.DRAFT, Application.State.SUBMITTED):
        return None
    one = last_closed(application.call)
    if one is None or not (one.gives_score or one.gives_median or one.gives_comments):
        return None
    protocol: dict[str, Any] = one.protocol or {}
    mine = next((entry for entry in protocol["entries"] if entry["application"] == application.pk), None)
    if mine is None or mine["value"] is None:
        return None
    values = sorted(Decimal(entry["value"]) for entry in protocol["entries"] if entry["value"] is not None)
    return Feedback(
        value=Decimal(mine["value"]) if one.gives_score else None,
        median=median(values).quantize(Decimal("0.01")) if one.gives_median else None,
        scale_min=one.scale_min,
        scale_max=one.scale_max,
        comments=tuple(text for text in mine["comments"].values() if text) if one.gives_comments else (),
    )
