"""Reading papers and consents, for this app's screens and for other rooms."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from exhibitors.documents import rules
from exhibitors.documents.models import Consent, Paper
from exhibitors.profiles.models import Exhibitor


def papers(exhibitor: Exhibitor) -> QuerySet[Paper]:
    """Return all papers of an exhibitor."""
    return Paper.objects.filter(exhibitor=exhibitor).select_related("verified_by")


def in_force(on: date) -> Q:
    """Return the condition of papers that are valid on a day."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_until=None) | Q(valid_until__gte=on))


def valid_papers(exhibitor: Exhibitor, on: date) -> dict[str, Paper]:
    """Return the papers in force on a day by their kind; of several of a kind the one verified furthest, then valid longest."""
    found: dict[str, Paper] = {}
    for paper in Paper.objects.filter(in_force(on), exhibitor=exhibitor):
        best = found.get(paper.kind)
        if best is None or _weight(paper) > _weight(best):
            found[paper.kind] = paper
    return found


def _weight(paper: Paper) -> tuple[int, date]:
    return rules.LEVELS.index(paper.level), paper.valid_until or date.max


def is_certified(exhibitor: Exhibitor, on: date) -> bool:
    """Tell whether a craftsman's title is in force on a day and somebody has at least seen its paper."""
    titles = Paper.objects.filter(in_force(on), exhibitor=exhibitor, kind__in=rules.TITLES)
    return titles.exclude(level=Paper.Level.DECLARED).exists()


def expiring(on: date, within: int = max(rules.WARN_DAYS)) -> QuerySet[Paper]:
    """Return the papers whose last day is near."""
    return Paper.objects.filter(valid_until__gte=on, valid_until__lte=on + timedelta(days=within)).select_related("exhibitor")


def consents_in_force(exhibitor: Exhibitor) -> dict[str, Consent]:
    """Return what an exhibitor has agreed to and not withdrawn, by kind."""
    return {consent.kind: consent for consent in Consent.objects.filter(exhibitor=exhibitor, withdrawn_at=None)}
