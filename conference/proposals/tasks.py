"""What the worker does for reviews. Every function may run twice, or twice at once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from conference.proposals import mails, queries
from conference.proposals.models import ReviewPhase

BEFORE = timedelta(days=2)
"""How long before the end of a phase reviewers who are behind are reminded."""


def remind() -> int:
    """Write once to each reviewer who is behind in a phase that ends within two days; return how many are behind."""
    now = timezone.now()
    behind = 0
    for phase in ReviewPhase.objects.filter(opens_at__lte=now, closes_at__gt=now, closes_at__lte=now + BEFORE).select_related(
        "call__event"
    ):
        for each in queries.progress(phase):
            if each.behind:
                behind += 1
                each.reviewer.call = phase.call
                with transaction.atomic():
                    mails.reminder(phase, each.reviewer, each.behind, at=now)
    return behind
