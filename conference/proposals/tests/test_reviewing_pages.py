"""The reviewer's desk: one proposal at a time, standing aside, the end of a phase, and who may open it."""

import pytest
from django.urls import reverse

from accounts.factories import PersonFactory, RoleFactory
from conference.factories import AuthorFactory
from conference.proposals.models import Review, ReviewPhase, ReviewTask

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(client, room):
    client.force_login(room.reviewers[0].person)
    return client


def entry(room, number):
    return reverse("review:entry", args=[room.event.slug, number])


def points(room, first, second, **more):
    content, clarity = room.criteria
    return {f"c{content.pk}": first, f"c{clarity.pk}": second, **more}


def test_home_leads_to_the_only_desk_and_a_saved_review_to_the_next(at_desk, room):
    room.sent(1), room.sent(2, email="other@example.org")
    assert at_desk.get(reverse("review:home"))["Location"] == reverse("review:desk", args=[room.event.slug])
    answer = at_desk.post(entry(room, 1), points(room, 5, 2, comment="Skaidri", feedback="Paldies"))
    assert answer["Location"] == entry(room, 2)
    saved = Review.objects.get()
    assert (saved.value, saved.feedback) == (4, "Paldies")
    assert "4,00" in at_desk.get(reverse("review:desk", args=[room.event.slug]), HTTP_ACCEPT_LANGUAGE="lv").content.decode()


def test_signing_in_leads_a_reviewer_to_their_desk_and_the_head_shows_the_way(at_desk, room):
    assert at_desk.get(reverse("welcome"))["Location"] == reverse("review:home")
    assert f'href="{reverse("review:home")}"' in at_desk.get(reverse("events:calendar")).content.decode()


@pytest.mark.parametrize(("first", "second"), [(5, ""), (6, 1), (0, 1), ("x", 1)])
def test_an_unfinished_or_impossible_review_comes_back_as_typed(at_desk, room, first, second):
    room.sent(1)
    answer = at_desk.post(entry(room, 1), points(room, first, second, comment="Mans teksts"))
    assert answer.status_code in (200, 409)
    assert "Mans teksts" in answer.content.decode()
    assert not Review.objects.exists()


def test_who_stands_aside_gives_no_points_and_may_come_back(at_desk, room):
    room.sent(1)
    at_desk.post(entry(room, 1), points(room, 5, 2))
    at_desk.post(entry(room, 1), {"action": "aside"})
    kept = Review.objects.get()
    assert (kept.has_conflict, kept.value, kept.scores.count()) == (True, None, 0)
    assert "ballot" not in at_desk.get(entry(room, 1)).content.decode()
    assert at_desk.post(entry(room, 1), points(room, 5, 2)).status_code == 409
    at_desk.post(entry(room, 1), {"action": "back"})
    assert not Review.objects.exists()


def test_a_conflict_that_is_found_is_not_even_listed(at_desk, room):
    room.sent(1, name="Laima Paraugkalne")
    with_her, alone = room.sent(2), room.sent(3, email="other@example.org")
    AuthorFactory(proposal=with_her, email=room.reviewers[0].person.email)
    by_colleague = room.sent(4, email=with_her.authors.first().email)
    desk = at_desk.get(reverse("review:desk", args=[room.event.slug])).content.decode()
    assert entry(room, 3) in desk
    for number in (1, 2, by_colleague.number):
        assert entry(room, number) not in desk
        assert at_desk.get(entry(room, number)).status_code == 404
        assert at_desk.post(entry(room, number), points(room, 5, 5)).status_code == 404
    assert not Review.objects.exclude(proposal=alone).exists()


def test_after_the_end_nothing_is_saved_but_everything_is_seen(at_desk, room, now):
    room.sent(1)
    ReviewPhase.objects.filter(pk=room.phase.pk).update(closes_at=now)
    assert at_desk.get(entry(room, 1)).status_code == 200
    assert at_desk.post(entry(room, 1), points(room, 5, 5)).status_code == 409
    assert not Review.objects.exists()


def test_where_proposals_are_assigned_nothing_else_is_read(at_desk, room):
    mine, other = room.sent(1), room.sent(2, email="other@example.org")
    ReviewPhase.objects.filter(pk=room.phase.pk).update(is_assigned=True)
    ReviewTask.objects.create(phase=room.phase, proposal=mine, reviewer=room.reviewers[0])
    assert at_desk.get(entry(room, 1)).status_code == 200
    assert at_desk.get(entry(room, other.number)).status_code == 404


def test_others_scores_are_seen_only_after_ones_own(at_desk, room):
    proposal = room.sent(1)
    ReviewPhase.objects.filter(pk=room.phase.pk).update(sees_others=True)
    room.judge(1, proposal, 2, 2, comment="Vājš pamatojums")
    assert "Vājš pamatojums" not in at_desk.get(entry(room, 1)).content.decode()
    at_desk.post(entry(room, 1), points(room, 5, 5))
    shown = at_desk.get(entry(room, 1)).content.decode()
    assert "Vājš pamatojums" in shown
    assert "Edgars" not in shown


def test_strangers_other_reviewers_and_organisers_stay_outside(client, room):
    room.sent(1)
    addresses = [reverse("review:desk", args=[room.event.slug]), entry(room, 1), reverse("review:picture", args=[room.event.slug, 1, 1])]
    assert all("/accounts/" in client.get(address)["Location"] for address in addresses)
    client.force_login(PersonFactory())
    assert {client.get(address).status_code for address in addresses} == {404}
    client.force_login(room.anna)
    assert {client.get(address).status_code for address in addresses} == {404}


def test_an_organiser_cannot_review_blind_but_may_where_names_are_known(at_desk, room):
    room.sent(1)
    RoleFactory(person=room.reviewers[0].person, partner=room.event.partner)
    assert at_desk.get(entry(room, 1)).status_code == 403
    ReviewPhase.objects.filter(pk=room.phase.pk).update(is_blind=False)
    assert "Ilze Ozola" in at_desk.get(entry(room, 1)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_three_costs_no_more_than_of_one(at_desk, room, number, django_assert_num_queries):
    for n in range(number):
        room.sent(n + 1, email=f"a{n}@example.org")
    with django_assert_num_queries(12):
        at_desk.get(reverse("review:desk", args=[room.event.slug]))
