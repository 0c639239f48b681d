"""Anna's conference: a call that is open, two kinds, two reviewers, one blind phase of two criteria after it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from accounts.factories import PersonFactory, RoleFactory
from conference.factories import AuthorFactory, ProposalCallFactory, ProposalFactory, SessionKindFactory
from conference.proposals import operations as proposals
from conference.proposals.models import ReviewCriterion, ReviewPhase
from ticketing.factories import EventFactory, tomorrow


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def room(now, settings, tmp_path):
    """The call, open for ten days. `sent(…)` makes a proposal that was sent; `judge(reviewer, proposal, points…)` reviews it."""
    settings.MEDIA_ROOT = tmp_path
    starts = tomorrow(8) + timedelta(days=60)
    event = EventFactory(kind="conference", starts_at=starts, ends_at=starts + timedelta(hours=9), languages=["lv", "ru", "en"])
    call = ProposalCallFactory(event=event, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10))
    anna = PersonFactory(name="Anna Organizatore")
    RoleFactory(person=anna, partner=event.partner)
    talk = SessionKindFactory(event=event, name_lv="Referāts", name_ru="Доклад", name_en="Talk", minutes=20)
    reviewers = [
        proposals.appoint(call=call, who=proposals.Newcomer(f"reviewer{n}@example.org", name, organisation), by=anna, at=now)
        for n, (name, organisation) in enumerate((("Laima Paraugkalne", ""), ("Edgars Izmēģis", "Rēzeknes skola"), ("Erika Sampleson", "")))
    ]
    phase = ReviewPhase.objects.create(call=call, name="Vērtēšana", opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=5))
    content = ReviewCriterion.objects.create(phase=phase, position=0, name_lv="Saturs", weight=Decimal(2))
    clarity = ReviewCriterion.objects.create(phase=phase, position=1, name_lv="Skaidrība", weight=Decimal(1))
    found = SimpleNamespace(
        event=event, call=call, anna=anna, talk=talk, reviewers=reviewers, phase=phase, criteria=[content, clarity], now=now
    )

    def sent(number, name="Ilze Ozola", email="", state="submitted", **more):
        proposal = ProposalFactory(
            call=call, number=number, kind=talk, state=state, shown_state=more.pop("shown_state", state), submitted_at=now, **more
        )
        AuthorFactory(proposal=proposal, name=name, email=email or f"author{number}@example.org")
        return proposal

    def judge(reviewer, proposal, *points, comment="", feedback="", at=None):
        who, given = reviewers[reviewer], dict(zip((content.pk, clarity.pk), points, strict=False))
        said = proposals.Said(given, comment, feedback)
        return proposals.review(phase=phase, reviewer=who, proposal=proposal, said=said, by=who.person, at=at or now)

    found.sent, found.judge = sent, judge
    return found
