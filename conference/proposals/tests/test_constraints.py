"""What the tables of proposals and reviews refuse themselves, past all operations."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from conference.factories import AuthorFactory
from conference.proposals.models import (
    Author,
    Proposal,
    ProposalCall,
    Review,
    ReviewCriterion,
    Reviewer,
    ReviewPhase,
    ReviewScore,
    ReviewTask,
    SessionKind,
    Track,
)

pytestmark = pytest.mark.django_db


def refuses(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"submitted_at": None},
        {"state": "confirmed", "shown_state": "accepted"},
        {"state": "withdrawn", "shown_state": "submitted"},
        {"state": "draft", "shown_state": "submitted"},
    ],
)
def test_a_proposal_is_in_a_known_state_sent_has_a_time_and_its_speakers_moves_are_shown(room, wrong):
    proposal = room.sent(1)
    refuses(lambda: Proposal.objects.filter(pk=proposal.pk).update(**wrong))


def test_a_decision_may_wait_to_be_told(room):
    proposal = room.sent(1)
    assert Proposal.objects.filter(pk=proposal.pk).update(state="accepted")


def test_a_number_a_link_and_an_author_are_there_once(room):
    one, other = room.sent(1), room.sent(2)
    refuses(lambda: Proposal.objects.filter(pk=other.pk).update(number=1))
    refuses(lambda: Proposal.objects.filter(pk=other.pk).update(secret=one.secret))
    refuses(lambda: AuthorFactory(proposal=one, email=Author.objects.get(proposal=one).email))


def test_a_call_and_a_phase_end_after_they_begin_and_scales_are_sane(room):
    refuses(lambda: ProposalCall.objects.update(closes_at=F("opens_at")))
    refuses(lambda: ReviewPhase.objects.update(closes_at=F("opens_at") - timedelta(days=1)))
    for wrong in ({"points_max": 1}, {"points_max": 11}, {"average": "guess"}):
        refuses(lambda wrong=wrong: ReviewPhase.objects.update(**wrong))
    refuses(lambda: ReviewCriterion.objects.update(weight=0))
    refuses(lambda: SessionKind.objects.update(minutes=4))


def test_a_kind_a_track_and_a_reviewer_are_there_once(room):
    refuses(lambda: SessionKind.objects.create(event=room.event, name_lv=room.talk.name_lv, name=room.talk.name, minutes=20))
    Track.objects.create(event=room.event, name_lv="Māls")
    refuses(lambda: Track.objects.create(event=room.event, name_lv="Māls"))
    refuses(lambda: Reviewer.objects.create(call=room.call, person=room.reviewers[0].person))


def test_a_review_is_given_once_on_its_scale_and_a_conflict_has_no_score(room):
    proposal = room.sent(1)
    review = room.judge(0, proposal, 5, 4)
    again = {"phase": room.phase, "proposal": proposal, "reviewer": room.reviewers[0], "changed_at": room.now}
    refuses(lambda: Review.objects.create(**again))
    refuses(lambda: Review.objects.filter(pk=review.pk).update(has_conflict=True))
    refuses(lambda: ReviewScore.objects.filter(review=review).update(points=0))
    refuses(lambda: ReviewScore.objects.filter(review=review).update(points=6))
    refuses(lambda: ReviewScore.objects.create(review=review, criterion=room.criteria[0], points=3, most=5))
    refuses(lambda: ReviewScore.objects.filter(review=review).update(points=11, most=11))
    assert Review.objects.get().value == Decimal("4.67")


def test_a_task_is_given_once(room):
    task = {"phase": room.phase, "proposal": room.sent(1), "reviewer": room.reviewers[0]}
    ReviewTask.objects.create(**task)
    refuses(lambda: ReviewTask.objects.create(**task))
