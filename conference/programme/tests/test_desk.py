"""The organiser's pages: the timetable, sessions, people, drafts and releases; and the wrong person at each."""

import re

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.factories import PersonFactory, RoleFactory
from conference.factories import AuthorFactory, ProposalCallFactory, ProposalFactory, SpeakerFactory
from conference.models import DraftJob, Hall, Interpreter, Release, Session, Slot, Speaker
from conference.programme import operations, tasks
from ticketing.factories import EventFactory


def page(conference, name: str, *more) -> str:
    return reverse(f"desk:{name}", args=[conference.event.slug, *more])


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def wall(conference, minutes: int) -> str:
    return f"{conference.at(minutes).astimezone(conference.event.tz):%Y-%m-%dT%H:%M}"


# --- the timetable ----------------------------------------------------------------------------------------------------


def test_the_timetable_shows_places_clashes_and_what_has_none(as_anna, conference):
    conference.placed(conference.ilze, title_en="Pottery")
    conference.placed(conference.ilze, hall=conference.small, minutes=30, title_en="Forging")
    conference.session(title_en="Weaving")
    shown = text(as_anna.get(page(conference, "programme")))
    assert "Without a place 1" in shown
    assert "Ilze Ozola is also in “Forging” at that time." in shown
    assert "2 warnings" in shown


def test_an_empty_programme_leads_to_the_first_steps(as_anna, conference):
    assert "No sessions yet" in text(as_anna.get(page(conference, "programme")))
    Hall.objects.all().delete()
    assert "No rooms yet" in text(as_anna.get(page(conference, "programme")))


def test_a_session_is_moved_and_the_board_comes_back(as_anna, conference):
    session = conference.session(title_en="Weaving")
    sent = {"session": session.number, "hall": conference.small.pk, "at": wall(conference, 90), "part": "board"}
    answer = as_anna.post(page(conference, "programme_move"), sent)
    assert "“Weaving”:" in text(answer)
    assert answer.content.decode().count("<html") == 0
    slot = Slot.objects.get()
    assert (slot.hall, slot.starts_at) == (conference.small, conference.at(90))
    as_anna.post(page(conference, "programme_move"), {"session": session.number, "at": ""})
    assert not Slot.objects.exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"session": "x"}, 422),
        ({"session": "-1"}, 422),
        ({"session": "999"}, 404),
        ({"session": "1", "at": "yesterday"}, 422),
        ({"session": "1", "at": "9999-99-99T10:00"}, 422),
        ({"session": "1", "hall": "99999999", "at": "2026-06-06T10:00"}, 404),
        ({"session": "1", "hall": "'; drop", "at": "2026-06-06T10:00"}, 422),
        ({"session": "1" * 40, "at": "2026-06-06T10:00"}, 422),
    ],
)
def test_bad_moves_change_nothing(as_anna, conference, sent, status):
    conference.session()
    assert as_anna.post(page(conference, "programme_move"), sent).status_code == status
    assert not Slot.objects.exists()


def test_a_refusal_is_told_on_the_board(as_anna, conference):
    conference.session()
    answer = as_anna.post(page(conference, "programme_move"), {"session": 1, "hall": "", "at": wall(conference, 3), "part": "board"})
    assert "Sessions begin at whole five minutes" in text(answer)
    assert not Slot.objects.exists()


def test_the_timetable_costs_the_same_for_one_session_and_for_three(as_anna, conference):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_anna.get(page(conference, "programme"))
        return len(asked)

    conference.placed(conference.ilze)
    few = statements()
    for number in (1, 2):
        conference.placed(conference.pavel, minutes=number * 60)
    assert statements() == few
    assert few == 20


# --- sessions -------------------------------------------------------------------------------------------------------


def test_a_session_is_added_edited_placed_and_cancelled_by_forms(as_anna, conference):
    facts = {"title_lv": "Audums", "title_en": "Cloth", "minutes": 45, "language": "lv", "interpreted_into": ["ru"], "counts": "on"}
    sent = as_anna.post(page(conference, "programme_session_new"), {**facts, "speakers": [conference.ilze.pk]})
    assert sent.url == page(conference, "programme_session", 1)
    edit = page(conference, "programme_session_edit", 1)
    as_anna.post(edit, {**facts, "minutes": 60, "speakers": [conference.pavel.pk], "revision": 0})
    assert "This has changed since you opened it" in text(as_anna.post(edit, {**facts, "revision": 0}))
    team = [conference.interpreter(name, "lv-ru").pk for name in ("Anete", "Boriss")]
    place = {"hall": conference.big.pk, "starts_at": wall(conference, 60), "is_fixed": "on", "interpreters": team}
    as_anna.post(page(conference, "programme_session", 1), place)
    slot = Slot.objects.get()
    assert (slot.hall, slot.is_fixed, slot.interpreters.count()) == (conference.big, True, 2)
    assert (slot.ends_at, [one.speaker for one in slot.session.appearances.all()]) == (conference.at(120), [conference.pavel])
    for action in ("unplace", "cancel", "reinstate", "nonsense"):
        as_anna.post(page(conference, "programme_session_act", 1), {"action": action})
    assert Session.objects.get().state == "planned"
    assert not Slot.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"minutes": "7"}, {"minutes": "0"}, {"minutes": "x"}, {"minutes": "9999999999"}, {"language": "xx"}, {"title_lv": ""},
     {"interpreted_into": ["lv"]}, {"speakers": ["99999"]}, {"kind": "77"}, {"title_lv": "x" * 151}],
)  # fmt: skip
def test_a_session_that_cannot_be_is_not_made(as_anna, conference, wrong):
    facts = {"title_lv": "Audums", "minutes": 45, "language": "lv"}
    assert as_anna.post(page(conference, "programme_session_new"), {**facts, **wrong}).status_code == 200
    assert not Session.objects.exists()


def test_the_list_is_searched_in_any_script_and_given_to_a_spreadsheet(as_anna, conference):
    conference.placed(conference.pavel, title_ru="Ковка", title_en="Forging")
    conference.session(title_en="Weaving")
    found = text(as_anna.get(page(conference, "programme_sessions"), {"q": "ivanov"}))
    assert "Forging" in found
    assert "Weaving" not in found
    assert "Weaving" in text(as_anna.get(page(conference, "programme_sessions"), {"state": "unplaced", "track": "x"}))
    lines = b"".join(as_anna.get(page(conference, "programme_sessions_file", "csv")).streaming_content).decode()
    assert "Forging,Павел Иванов" in lines
    assert as_anna.get(page(conference, "programme_sessions_file", "xlsx")).status_code == 200
    assert as_anna.get(page(conference, "programme_sessions_file", "exe")).status_code == 404
    speakers = b"".join(as_anna.get(page(conference, "programme_speakers_file", "csv")).streaming_content).decode()
    assert "Ilze Ozola" in speakers


def test_accepted_proposals_are_taken_in_from_the_list(as_anna, conference):
    call = ProposalCallFactory(event=conference.event)
    proposal = ProposalFactory(call=call, state="accepted", submitted_at=conference.now)
    AuthorFactory(proposal=proposal)
    assert "the speaker is not told yet" in text(as_anna.get(page(conference, "programme_sessions")))
    as_anna.post(page(conference, "programme_take_in"))
    as_anna.post(page(conference, "programme_take_in"))
    assert Session.objects.get().proposal == proposal


# --- rooms and people ---------------------------------------------------------------------------------------------------


def test_rooms_speakers_and_interpreters_are_kept_by_forms(as_anna, conference):
    as_anna.post(page(conference, "programme_hall_new"), {"name_lv": "Smēde", "capacity": 12, "position": 3})
    assert Hall.objects.filter(name_lv="Smēde", capacity=12).exists()
    again = as_anna.post(page(conference, "programme_hall_new"), {"name_lv": "Smēde", "position": 4})
    assert "There is a room of that name already." in text(again)
    away = {"away_from_0": wall(conference, 0), "away_until_0": wall(conference, 60)}
    as_anna.post(page(conference, "programme_speaker_new"), {"name": "Aino", "country": "fi", **away})
    aino = Speaker.objects.get(name="Aino")
    assert (aino.country, len(aino.unavailable)) == ("FI", 1)
    edit = page(conference, "programme_speaker", aino.pk)
    assert as_anna.get(edit).context["form"]["away_from_0"].value().strftime("%Y-%m-%dT%H:%M") == wall(conference, 0)
    half = as_anna.post(edit, {"name": "Aino", "away_from_0": wall(conference, 0)})
    assert "Give both, from and until." in text(half)
    backwards = {"away_from_0": wall(conference, 60), "away_until_0": wall(conference, 0)}
    assert "The end must be later" in text(as_anna.post(edit, {"name": "Aino", **backwards}))
    assert "Say between which languages" in text(as_anna.post(page(conference, "programme_interpreter_new"), {"name": "Toms"}))
    as_anna.post(page(conference, "programme_interpreter_new"), {"name": "Toms", "pairs": ["lv-ru", "en-lv"]})
    toms = Interpreter.objects.get()
    assert toms.pairs == ["en-lv", "lv-ru"]
    as_anna.post(page(conference, "programme_interpreter", toms.pk), {"action": "remove"})
    as_anna.post(edit, {"action": "remove"})
    assert not Interpreter.objects.exists()
    assert not Speaker.objects.filter(name="Aino").exists()


def test_a_room_in_use_is_not_removed(as_anna, conference):
    conference.placed()
    answer = as_anna.post(page(conference, "programme_hall", conference.big.pk), {"action": "remove"}, follow=True)
    assert "Move them first" in text(answer)
    assert Hall.objects.filter(pk=conference.big.pk).exists()


# --- drafts and releases ----------------------------------------------------------------------------------------------


def test_a_draft_is_asked_for_followed_and_taken_over(as_anna, conference):
    conference.session(conference.ilze, title_en="Pottery", audience=100)
    sent = as_anna.post(page(conference, "programme_drafts"), {"seed": 1, "keeps_placed": ""})
    job = DraftJob.objects.get()
    assert sent.url == page(conference, "programme_draft", job.pk)
    assert "waits for its turn" in text(as_anna.get(sent.url))
    assert as_anna.get(page(conference, "programme_draft_progress", job.pk)).json()["done"] is False
    assert "A draft is being computed." in text(as_anna.post(page(conference, "programme_drafts"), {"seed": 2, "keeps_placed": ""}))
    assert DraftJob.objects.count() == 1
    tasks.compute(job_id=job.pk)
    done = as_anna.get(page(conference, "programme_draft_progress", job.pk)).json()
    assert (done["done"], done["url"]) == (True, sent.url)
    shown = text(as_anna.get(sent.url))
    assert "1 session has a place, without a clash." in shown
    assert "The only room that suits it, large enough for the people expected" in shown
    assert as_anna.post(page(conference, "programme_draft_act", job.pk), {"action": "take_over"}).url == page(conference, "programme")
    assert Slot.objects.get().hall == conference.big


def test_an_impossible_draft_is_explained(as_anna, conference):
    conference.session(title_en="Speech", audience=500)
    as_anna.post(page(conference, "programme_drafts"), {"seed": 1})
    job = DraftJob.objects.get()
    tasks.compute(job_id=job.pk)
    shown = text(as_anna.get(page(conference, "programme_draft", job.pk)))
    assert "“Speech” takes place. “Speech” is in a room that is large enough." in shown
    as_anna.post(page(conference, "programme_drafts"), {"seed": 1})
    second = DraftJob.objects.first()
    as_anna.post(page(conference, "programme_draft_act", second.pk), {"action": "cancel"})
    assert "It was cancelled." in text(as_anna.get(page(conference, "programme_draft", second.pk)))


def test_a_release_says_what_changes_and_who_is_told(as_anna, conference):
    session = conference.placed(conference.ilze, title_en="Pottery")
    conference.placed(SpeakerFactory(event=conference.event, name="Without Mail"), minutes=60)
    shown = text(as_anna.get(page(conference, "programme_release")))
    assert "2 sessions with their places." in shown
    assert "1 speaker gets a letter" in shown
    assert "to be told by you: Without Mail" in shown
    as_anna.post(page(conference, "programme_release"), {"note": "Here it is"})
    operations.place(session=session, hall=conference.small, starts_at=conference.at(0), **conference.person)
    again = text(as_anna.get(page(conference, "programme_release")))
    assert "“Pottery” is now in Small hall (was Great hall)." in again
    as_anna.post(page(conference, "programme_release"), {"note": "x" * 251})
    assert Release.objects.count() == 1
    as_anna.post(page(conference, "programme_release"), {"note": ""})
    assert "The draft is the same as the last version." in text(as_anna.get(page(conference, "programme_release")))
    assert Release.objects.first().number == 2


def test_papers_are_drawn_in_each_language(as_anna, conference):
    conference.placed(conference.ilze)
    assert as_anna.get(page(conference, "programme_paper", "signs")).status_code == 404
    assert as_anna.get(page(conference, "programme_paper", "draft"), {"language": "ru"}).content[:5] == b"%PDF-"
    conference.release()
    signs = pypdfium2.PdfDocument(
        as_anna.get(page(conference, "programme_paper", "signs"), {"hall": conference.big.pk, "language": "lv"}).content
    )
    assert len(signs) == 1
    assert "Lielā zāle" in signs[0].get_textpage().get_text_bounded()
    assert as_anna.get(page(conference, "programme_paper", "signs"), {"hall": "999999"}).status_code == 404
    assert as_anna.get(page(conference, "programme_paper", "nonsense")).status_code == 404


def test_a_suspended_partners_programme_can_be_seen_and_not_changed(as_anna, conference, suspend):
    session = conference.session()
    suspend(conference.event)
    assert as_anna.get(page(conference, "programme")).status_code == 200
    as_anna.post(page(conference, "programme_move"), {"session": session.number, "hall": conference.big.pk, "at": wall(conference, 0)})
    as_anna.post(page(conference, "programme_session_new"), {"title_lv": "X", "minutes": 30, "language": "lv"})
    assert not Slot.objects.exists()
    assert Session.objects.count() == 1


# --- the wrong person ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "status"), [(None, 404), ("steward", 403), ("finance", 403), ("juror", 403)])
def test_who_may_not_edit_the_event_gets_nowhere(sign_in, conference, kind, status):
    session = conference.session()
    someone = sign_in(conference.event, kind)
    assert someone.get(page(conference, "programme")).status_code == status
    move = {"session": session.number, "hall": conference.big.pk, "at": wall(conference, 0)}
    assert someone.post(page(conference, "programme_move"), move).status_code == status
    assert someone.post(page(conference, "programme_release"), {"note": ""}).status_code == status
    assert someone.post(page(conference, "programme_session_act", session.number), {"action": "cancel"}).status_code == status
    assert someone.get(page(conference, "programme_speakers_file", "csv")).status_code == status
    assert not Slot.objects.exists()


def test_rows_of_another_event_are_not_found_through_ones_own(client, conference):
    other = EventFactory(kind="conference")
    boris = RoleFactory(person=PersonFactory(name="Boris", language="en"), partner=other.partner, kind="manager").person
    client.force_login(boris, "allauth.account.auth_backends.AuthenticationBackend")
    session = conference.placed(conference.ilze)
    job = DraftJob.objects.create(event=conference.event, asked_at=conference.now)
    for name, key in [
        ("programme_session", session.number), ("programme_hall", conference.big.pk), ("programme_speaker", conference.ilze.pk),
        ("programme_draft", job.pk), ("programme_interpreter", conference.interpreter("Anete", "lv-ru").pk),
    ]:  # fmt: skip
        assert client.get(reverse(f"desk:{name}", args=[other.slug, key])).status_code == 404
