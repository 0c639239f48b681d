"""What the operations refuse, and what they write along."""

from datetime import timedelta

import pytest

from accounts.models import Entry
from accounts.partners.models import Partner
from common.errors import Invalid, Stale
from common.outbox.models import Message
from conference.factories import AuthorFactory, ProposalFactory, SessionKindFactory, TrackFactory
from conference.proposals import operations as proposals
from conference.proposals import queries, tasks
from conference.proposals.models import Proposal, ReviewPhase
from ticketing.events.operations import Locked

pytestmark = pytest.mark.django_db


def begin(room, number=0, **more):
    facts = {"kind": room.talk, "title": "Māls", **more}
    return proposals.begin(call=room.call, first=proposals.First("Ilze Ozola", "ilze@example.org", "ru"), by="Ilze", at=room.now, **facts)


def test_numbers_run_on_and_letters_are_in_the_language_of_the_page(room):
    assert [begin(room).number for _each in range(3)] == [1, 2, 3]
    assert set(Message.objects.filter(kind="proposal.begun").values_list("language", flat=True)) == {"ru"}


def test_ten_proposals_of_one_address_are_enough(room):
    for _each in range(10):
        begin(room)
    with pytest.raises(proposals.TooMany):
        begin(room)


def test_nothing_is_begun_before_after_or_for_another_events_kind(room, now):
    with pytest.raises(Invalid):
        begin(room, kind=SessionKindFactory())
    room.call.closes_at = now
    room.call.save()
    with pytest.raises(proposals.Closed):
        begin(room)


def test_nothing_is_begun_at_a_suspended_partners_event(room, now):
    since = (now - timedelta(days=1)).date()
    Partner.objects.filter(pk=room.event.partner_id).update(state="suspended", suspension_reason="x", suspended_from=since)
    with pytest.raises(Locked):
        begin(room)


def test_what_was_sent_stays_complete(room):
    proposal = room.sent(1)
    with pytest.raises(Invalid) as refused:
        proposals.save(proposal=proposal, facts={"abstract": " "}, by="Ilze", at=room.now)
    assert (refused.value.code, refused.value.field) == ("incomplete", "abstract")
    proposal.refresh_from_db()
    assert proposal.abstract.strip()


def test_a_draft_without_everything_is_not_sent_and_says_what_is_missing(room):
    TrackFactory(event=room.event)
    proposal = ProposalFactory(call=room.call, kind=room.talk, abstract="")
    AuthorFactory(proposal=proposal, speaks=False)
    with pytest.raises(proposals.Incomplete) as refused:
        proposals.submit(proposal=proposal, by="Ilze", at=room.now)
    assert refused.value.facts["missing"] == [("talk", "abstract"), ("talk", "track"), ("people", "speaker")]


def test_sending_and_confirming_twice_writes_one_letter(room):
    proposal = ProposalFactory(call=room.call, kind=room.talk, number=4)
    AuthorFactory(proposal=proposal)
    for _each in range(2):
        proposals.submit(proposal=proposal, by="Ilze", at=room.now)
    proposals.decide(proposal=proposal, to="accepted", by=room.anna, at=room.now)
    proposals.publish(call=room.call, by=room.anna, at=room.now)
    for _each in range(2):
        proposals.confirm(proposal=proposal, by="Ilze", at=room.now)
    counted = {kind: Message.objects.filter(kind=f"proposal.{kind}").count() for kind in ("received", "accepted", "confirmed")}
    assert counted == {"received": 1, "accepted": 1, "confirmed": 1}
    done = [action for action in Entry.objects.order_by("id").values_list("action", flat=True) if action.startswith(("proposal.", "dec"))]
    assert done == ["proposal.sent", "proposal.decided", "proposal.told", "decisions.published", "proposal.confirmed"]


def test_the_first_author_keeps_the_address_of_the_link(room):
    proposal = room.sent(1)
    with pytest.raises(Invalid) as refused:
        proposals.save_authors(proposal=proposal, authors=[proposals.Co("Cits", "cits@example.org")], by="x", at=room.now)
    assert refused.value.code == "first_address"
    mine = proposals.Co("Ilze Ozola", "author1@example.org")
    with pytest.raises(Invalid):
        proposals.save_authors(proposal=proposal, authors=[mine, mine], by="x", at=room.now)


def test_a_stale_page_is_refused(room):
    proposal = room.sent(1)
    with pytest.raises(Stale):
        proposals.save(proposal=proposal, facts={"title": "Cits"}, by="x", at=room.now, revision=7)


def test_a_conflict_declared_after_a_score_counts_nothing(room):
    proposal = room.sent(1)
    room.judge(0, proposal, 5, 5)
    room.judge(1, proposal, 1, 1)
    proposals.stand_aside(phase=room.phase, reviewer=room.reviewers[0], proposal=proposal, by="x", at=room.now)
    found = queries.results(room.phase)[proposal.pk]
    assert (found.value, found.reviews, found.aside) == (1, 1, 1)


def test_nobody_scores_a_proposal_of_their_own_organisation(room):
    proposal = room.sent(1)
    proposal.authors.update(organisation="RĒZEKNES SKOLA")
    with pytest.raises(proposals.Conflicted) as refused:
        room.judge(1, proposal, 5, 5)
    assert refused.value.facts["ground"] == "organisation"


def test_what_was_turned_down_is_not_reviewed_in_the_next_phase(room, now):
    good, bad = room.sent(1), room.sent(2, email="b@example.org")
    proposals.decide(proposal=bad, to="rejected", by=room.anna, at=now)
    ReviewPhase.objects.filter(pk=room.phase.pk).update(opens_at=now - timedelta(days=3), closes_at=now - timedelta(days=1))
    second = ReviewPhase.objects.create(call=room.call, name="Otrā", opens_at=now, closes_at=now + timedelta(days=1), position=1)
    assert [one.number for one in queries.judged(second)] == [good.number]
    room.phase.refresh_from_db()
    assert [one.number for one in queries.judged(room.phase)] == [1, 2]


def test_phases_follow_one_another(room, now):
    facts = {"name_lv": "Otrā", "opens_at": now, "closes_at": now + timedelta(days=9), "points_max": 5, "average": "mean"}
    with pytest.raises(Invalid) as refused:
        proposals.save_phase(call=room.call, facts=facts, criteria=[proposals.Wanted({"lv": "S"})], by=room.anna, at=now)
    assert refused.value.code == "phases_overlap"


def test_the_programme_reads_what_was_accepted_with_who_speaks(room, django_assert_num_queries):
    room.sent(1), room.sent(2, state="accepted", shown_state="submitted", email="b@example.org")
    one = room.sent(3, state="confirmed", unavailable=[["2026-06-06T06:00:00+00:00", "2026-06-06T10:00:00+00:00"]])
    AuthorFactory(proposal=one, email="silent@example.org", speaks=False)
    with django_assert_num_queries(2):
        found = queries.accepted(room.event)
    assert [(each.proposal.number, each.is_told, each.is_confirmed, each.minutes) for each in found] == [
        (2, False, False, 20),
        (3, True, True, 20),
    ]
    assert [author.email for author in found[1].speakers] == ["author3@example.org"]
    assert found[1].away[0][0].isoformat() == "2026-06-06T06:00:00+00:00"


def test_reviewers_who_are_behind_are_reminded_once(room, now):
    proposal = room.sent(1)
    room.judge(0, proposal, 3, 3)
    ReviewPhase.objects.filter(pk=room.phase.pk).update(closes_at=now + timedelta(days=1))
    assert tasks.remind() == 2
    assert tasks.remind() == 2
    assert Message.objects.filter(kind="review.reminder").count() == 2


def test_publishing_nothing_is_refused_and_one_that_was_taken_back_is_not_told(room):
    proposal = room.sent(1)
    with pytest.raises(proposals.NothingToPublish):
        proposals.publish(call=room.call, by=room.anna, at=room.now)
    proposals.decide(proposal=proposal, to="accepted", by=room.anna, at=room.now)
    proposals.withdraw(proposal=proposal, by="Ilze", at=room.now)
    with pytest.raises(proposals.NothingToPublish):
        proposals.publish(call=room.call, by=room.anna, at=room.now)
    assert Proposal.objects.get().shown_state == "withdrawn"
