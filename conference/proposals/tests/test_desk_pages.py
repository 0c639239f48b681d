"""The organiser's pages: setting up, the grid, deciding, publishing at once, reviewers, the protocol, and who may."""

import io

import openpyxl
import pytest
from django.urls import reverse

from accounts.factories import PersonFactory, RoleFactory
from common.outbox.models import Message
from conference.factories import AuthorFactory, SessionKindFactory
from conference.proposals.models import Proposal, ProposalCall, ReviewCriterion, Reviewer, ReviewPhase, ReviewTask, SessionKind, Track
from ticketing.factories import EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, room):
    client.force_login(room.anna)
    return client


def at(room, name, *args):
    return reverse(f"desk:{name}", args=[room.event.slug, *args])


def test_a_call_is_made_with_the_usual_parts_and_hidden(client):
    event, anna = EventFactory(kind="conference"), PersonFactory()
    RoleFactory(person=anna, partner=event.partner)
    client.force_login(anna)
    address = reverse("desk:proposals", args=[event.slug])
    assert client.get(address).status_code == 200
    client.post(address)
    call = ProposalCall.objects.get()
    assert not call.is_published
    assert SessionKind.objects.filter(event=event).count() == 4
    assert ReviewCriterion.objects.filter(phase__call=call).count() == 3
    assert client.post(reverse("desk:proposals_call", args=[event.slug]), {"action": "show"}).status_code == 302
    call.refresh_from_db()
    assert call.is_published


def test_dates_and_kinds_are_changed_and_one_in_use_stays(desk, room):
    typed = {"opens_at": "2026-01-01T10:00", "closes_at": "2025-01-01T10:00", "languages": ["lv"]}
    assert desk.post(at(room, "proposals_call"), typed).status_code == 200
    room.sent(1)
    spare = SessionKindFactory(event=room.event)
    rows = {"rows-TOTAL_FORMS": 2, "rows-INITIAL_FORMS": 2, "rows-0-pk": room.talk.pk, "rows-0-name_lv": "Runa", "rows-0-minutes": 25}
    rows |= {"rows-1-pk": spare.pk, "rows-1-name_lv": "Lieka", "rows-1-minutes": 10, "rows-1-DELETE": "on"}
    assert desk.post(at(room, "proposals_parts", "kinds"), rows).status_code == 302
    assert [(one.name_lv, one.minutes) for one in SessionKind.objects.filter(event=room.event)] == [("Runa", 25)]
    gone = {**rows, "rows-0-DELETE": "on", "rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 1}
    assert desk.post(at(room, "proposals_parts", "kinds"), gone).status_code == 200
    assert SessionKind.objects.filter(event=room.event).exists()


def test_the_grid_is_searched_across_scripts_filtered_and_sorted_by_result(desk, room):
    first, second = room.sent(1, name="Вера Щукина"), room.sent(2, title="Malduguns", language="ru", email="b@example.org")
    room.judge(0, first, 2, 2)
    room.judge(0, second, 5, 5)
    grid = at(room, "proposals")
    found = desk.get(grid, {"q": "Ščukina"}).content.decode()
    assert at(room, "proposal", 1) in found
    assert at(room, "proposal", 2) not in found
    assert at(room, "proposal", 1) not in desk.get(grid, {"language": "ru"}).content.decode()
    by_result = desk.get(grid, {"sort": "result"}).content.decode()
    assert by_result.index(at(room, "proposal", 2)) < by_result.index(at(room, "proposal", 1))
    file = desk.get(at(room, "proposals_file", "xlsx"), {"sort": "result"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [2, 1]
    assert "Malduguns" in b"".join(desk.get(at(room, "proposals_file", "csv")).streaming_content).decode()


@pytest.mark.parametrize("number", [1, 3])
def test_a_grid_of_three_costs_no_more_than_of_one(desk, room, number, django_assert_num_queries):
    for n in range(number):
        room.judge(0, room.sent(n + 1, email=f"a{n}@example.org"), 3, 3)
    with django_assert_num_queries(13):
        desk.get(at(room, "proposals"))


def test_many_are_decided_told_at_once_and_the_letters_prove_it(desk, room):
    good, _bad, late = room.sent(1), room.sent(2, email="b@example.org"), room.sent(3, email="c@example.org")
    AuthorFactory(proposal=good, email="second@example.org", position=1, language="ru")
    room.judge(0, good, 5, 5, feedback="Ļoti labi")
    chosen = at(room, "proposals_chosen")
    confirm = desk.post(chosen, {"action": "accepted", "number": [1]}).content.decode()
    assert good.title in confirm
    desk.post(chosen, {"action": "accepted", "number": [1], "confirm": "1", "answer": "Gaidām!"})
    desk.post(chosen, {"action": "rejected", "number": [2], "confirm": "1"})
    assert not Message.objects.filter(kind__in=["proposal.accepted", "proposal.rejected"]).exists()
    preview = desk.get(at(room, "proposals_publish")).content.decode()
    assert "Ļoti labi" in preview
    desk.post(at(room, "proposals_publish"))
    states = {one.number: (one.state, one.shown_state) for one in Proposal.objects.all()}
    assert states == {1: ("accepted", "accepted"), 2: ("rejected", "rejected"), 3: ("submitted", "submitted")}
    sent = {letter.to: letter for letter in Message.objects.filter(kind__in=["proposal.accepted", "proposal.rejected"])}
    assert set(sent) == {"author1@example.org", "second@example.org", "b@example.org"}
    assert "Gaidām!" in sent["author1@example.org"].text
    assert "Ļoti labi" in sent["author1@example.org"].text
    assert good.secret in sent["author1@example.org"].text
    assert good.secret not in sent["second@example.org"].text
    assert sent["second@example.org"].language == "ru"
    letters = desk.get(at(room, "proposals_letters")).content.decode()
    assert "b@example.org" in letters
    assert "b@example.org" in b"".join(desk.get(at(room, "proposals_letters_file", "csv")).streaming_content).decode()
    desk.post(at(room, "proposals_publish"))
    assert Message.objects.filter(kind="proposal.accepted").count() == 2
    assert late.state == "submitted"


def test_one_proposal_is_decided_noted_and_undecided(desk, room):
    room.sent(1)
    page = at(room, "proposal", 1)
    desk.post(page, {"action": "accepted"})
    desk.post(page, {"action": "note", "note": "piezvanīt", "answer": "jā"})
    one = Proposal.objects.get()
    assert (one.state, one.shown_state, one.note, one.answer) == ("accepted", "submitted", "piezvanīt", "jā")
    assert "piezvanīt" in desk.get(page).content.decode()
    desk.post(page, {"action": "submitted"})
    one.refresh_from_db()
    assert one.state == "submitted"
    assert desk.post(page, {"action": "explode"}).status_code == 404


def test_a_lost_link_is_sent_again_to_the_first_author_only(desk, room):
    one = room.sent(1)
    AuthorFactory(proposal=one, email="second@example.org", position=1)
    desk.post(at(room, "proposal", 1), {"action": "link"})
    letter = Message.objects.get(kind="proposal.begun")
    assert letter.to == "author1@example.org"
    assert one.secret in letter.text


def test_a_told_acceptance_is_not_taken_back(desk, room):
    room.sent(1, state="accepted")
    desk.post(at(room, "proposal", 1), {"action": "rejected"})
    assert Proposal.objects.get().state == "accepted"


def test_phases_are_set_up_and_stay_once_scored(desk, room):
    typed = {
        "name_lv": "Vērtēšana", "opens_at": "2031-01-01T10:00", "closes_at": "2031-02-01T10:00", "points_max": 7, "average": "median",
        "is_blind": "on", "criteria-TOTAL_FORMS": 1, "criteria-INITIAL_FORMS": 0, "criteria-0-name_lv": "Saturs", "criteria-0-weight": "1",
    }  # fmt: skip
    assert desk.post(at(room, "review_phase_new"), typed).status_code == 302
    made = ReviewPhase.objects.get(points_max=7)
    assert desk.post(at(room, "review_phase", made.pk), {"action": "remove"}).status_code == 302
    assert not ReviewPhase.objects.filter(pk=made.pk).exists()
    room.judge(0, room.sent(1), 3, 3)
    assert desk.post(at(room, "review_phase", room.phase.pk), typed).status_code == 200
    desk.post(at(room, "review_phase", room.phase.pk), {"action": "remove"})
    assert ReviewPhase.objects.get(pk=room.phase.pk).points_max == 5


def test_a_reviewer_is_invited_described_and_taken_off_while_silent(desk, room):
    typed = {"name": "Rita Jauna", "email": "rita@example.org", "organisation": "Skola", "language": "ru"}
    desk.post(at(room, "reviews"), typed)
    rita = Reviewer.objects.get(person__email="rita@example.org")
    assert Message.objects.get(to="rita@example.org").language == "ru"
    assert desk.post(at(room, "reviews"), typed).status_code == 200
    desk.post(at(room, "reviewer", rita.pk), {"action": "save", "organisation": "Muzejs"})
    rita.refresh_from_db()
    assert rita.organisation == "Muzejs"
    desk.post(at(room, "reviewer_again", rita.pk))
    assert Message.objects.filter(to="rita@example.org").count() == 2
    desk.post(at(room, "reviewer", rita.pk), {"action": "dismiss"})
    assert not Reviewer.objects.filter(pk=rita.pk).exists()
    room.judge(0, room.sent(1), 3, 3)
    desk.post(at(room, "reviewer", room.reviewers[0].pk), {"action": "dismiss"})
    assert Reviewer.objects.filter(pk=room.reviewers[0].pk).exists()


def test_proposals_are_given_out_evenly_and_by_hand_never_into_a_conflict(desk, room):
    ReviewPhase.objects.filter(pk=room.phase.pk).update(is_assigned=True)
    for n in range(1, 5):
        room.sent(n, email=f"a{n}@example.org")
    own = room.sent(5, name="Laima Paraugkalne")
    page = at(room, "review_assign", room.phase.pk)
    desk.post(page, {"action": "even", "each": 2})
    assert ReviewTask.objects.count() == 10
    assert not ReviewTask.objects.filter(proposal=own, reviewer=room.reviewers[0]).exists()
    hers = f"{own.pk}-{room.reviewers[0].pk}"
    desk.post(page, {"action": "save", "task": [hers, f"{own.pk}-{room.reviewers[1].pk}", "x-y", "9" * 30 + "-1"]})
    assert list(ReviewTask.objects.values_list("proposal", "reviewer")) == [(own.pk, room.reviewers[1].pk)]
    assert desk.get(page).status_code == 200


def test_the_protocol_is_printed_once_a_phase_is_over(desk, room, now):
    room.judge(0, room.sent(1), 5, 4, comment="labi")
    address = at(room, "review_protocol", room.phase.pk, "lv")
    assert desk.get(address).status_code == 404
    ReviewPhase.objects.filter(pk=room.phase.pk).update(closes_at=now)
    assert desk.get(address).content.startswith(b"%PDF-")
    rows = b"".join(desk.get(at(room, "reviews_file", room.phase.pk, "csv")).streaming_content).decode()
    assert "labi" in rows


def test_tracks_are_asked_for_once_there_are_some(desk, room):
    rows = {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "rows-0-name_lv": "Māls", "rows-0-colour": "#aa5533"}
    desk.post(at(room, "proposals_parts", "tracks"), rows)
    assert Track.objects.get(event=room.event).colour == "#aa5533"
    assert desk.post(at(room, "proposals_parts", "tracks"), {**rows, "rows-0-colour": "red"}).status_code == 200


PAGES = (
    "proposals", "proposals_call", "proposals_publish", "proposals_letters", "reviews", "review_phase_new",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_boris_and_the_reviewers_do_not_learn_that_it_exists(client, room, page):
    for person in (PersonFactory(name="Boris"), room.reviewers[0].person):
        client.force_login(person)
        assert client.get(at(room, page)).status_code == 404


def test_finance_reads_but_decides_nothing(client, room):
    room.sent(1)
    vita = PersonFactory()
    RoleFactory(person=vita, partner=room.event.partner, kind="finance")
    client.force_login(vita)
    assert client.get(at(room, "proposal", 1)).status_code == 200
    client.post(at(room, "proposal", 1), {"action": "accepted"})
    client.post(at(room, "proposals_publish"))
    assert client.post(at(room, "proposals_chosen"), {"action": "accepted", "number": [1], "confirm": "1"}).status_code == 403
    assert client.get(at(room, "review_assign", room.phase.pk)).status_code == 403
    assert Proposal.objects.get().state == "submitted"
