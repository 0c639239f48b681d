"""Papers as lists show them."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from exhibitors.documents import rules
from exhibitors.documents.models import Paper

LEVEL_TONES = {"declared": "neutral", "seen": "info", "checked": "ok", "visited": "ok"}


def marked(papers: Iterable[Paper], on: date) -> list[Paper]:
    """Give each paper the tone of its level, and the word and tone of its validity on a day."""
    found = list(papers)
    for paper in found:
        paper.level_tone = LEVEL_TONES[paper.level]
        paper.ends_in = (paper.valid_until - on).days if paper.valid_until else None
        paper.standing, paper.standing_tone = _standing(paper, on)
    return found


def _standing(paper: Paper, on: date) -> tuple[object, str]:
    if paper.valid_until is not None and paper.valid_until < on:
        return _("expired"), "bad"
    if not rules.in_force(paper.valid_from, paper.valid_until, on):
        return _("not yet valid"), "warn"
    if paper.valid_until is not None and (paper.valid_until - on).days <= max(rules.WARN_DAYS):
        return _("expires soon"), "warn"
    return _("valid"), "ok"
