"""Reads of points: a round's rules and votes as the result is made of them, and how far each juror has come."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from common.languages import fold
from fairs.calls.models import Call, GoodsGroup
from fairs.jury import rules
from fairs.jury.models import Ballot, Juror, Round
from fairs.jury.queries.conflicts import conflicts
from fairs.jury.queries.rounds import applications_in, judged, returning, skipping


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
