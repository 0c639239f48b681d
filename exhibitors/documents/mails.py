"""The letter to makers whose papers are about to expire."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.history.operations import about
from common.outbox import operations as outbox
from common.outbox.models import Message
from exhibitors.documents.models import Paper
from exhibitors.profiles import queries as profiles


def expiring(paper: Paper, *, days: int, at: datetime) -> list[Message]:
    """This paper ends soon: to everybody who looks after the profile, or to its own address where nobody does."""
    exhibitor = paper.exhibitor
    people = [(keeper.person.email, keeper.person.language) for keeper in profiles.keepers(exhibitor)]
    if not people and exhibitor.email:
        people = [(exhibitor.email, exhibitor.language)]
    return [
        outbox.write(
            key=f"paper.expiring:{paper.pk}:{paper.valid_until}:{days}:{number}",
            kind="paper.expiring",
            about=about(exhibitor),
            to=email,
            language=language,
            template="maker/expiring",
            context={"exhibitor": exhibitor, "paper": paper, "link": settings.SITE_URL + reverse("maker:papers", args=[exhibitor.pk])},
            at=at,
        )
        for number, (email, language) in enumerate(people)
    ]
