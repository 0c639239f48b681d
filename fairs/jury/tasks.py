"""What the worker does for juries. Every function may run twice, or twice at once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from fairs.jury import mails, queries
from fairs.jury.models import Round

BEFORE = timedelta(days=2)
"""How long before the end of a round jurors who are behind are reminded."""


def remind() -> int:
    """Write once to each juror who is behind in a round that ends within two days; return how many are behind."""
    now = timezone.now()
    ending = Round.objects.filter(state=Round.State.OPEN, ends_at__gt=now, ends_at__lte=now + BEFORE)
    behind = 0
    for one in ending.exclude(kind=Round.Kind.COMPLETENESS).select_related("call__event__partner"):
        for each in queries.progress(one):
            if each.behind:
                behind += 1
                with transaction.atomic():
                    mails.reminder(one, each.juror, each.behind, at=now)
    return behind
