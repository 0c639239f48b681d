"""What everybody sees: nothing before a release, and of a release everything, with filters, stars, files and changes."""

import re

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.factories import SessionKindFactory
from conference.models import Track
from conference.programme import operations
from ticketing.factories import EventFactory


def url(conference, more: str = "") -> str:
    return f"/learn/{conference.event.slug}/programme/{more}"


def text(client, address: str, language: str = "en") -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200, address
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def released(conference):
    heritage = Track.objects.create(event=conference.event, name_lv="Mantojums", name_en="Heritage")
    talk = SessionKindFactory(event=conference.event, name_en="Talk")
    conference.placed(conference.ilze, title_en="Black pottery", abstract_en="Smoke.", track=heritage, kind=talk)
    conference.placed(conference.pavel, hall=conference.small, title_en="Forging", language="ru", interpreted_into=["lv"])
    conference.placed(minutes=60, title_en="Lunch", is_break=True)
    conference.release("The first")
    return conference


PAGES = ("", "mine/", "changes/", "speakers/", "schedule.xml", "schedule.json", "calendar.ics", "mine/1.ics", "programme.pdf", "worker.js")


@pytest.mark.parametrize("page", [*PAGES, "sessions/1/"])
def test_nobody_sees_a_draft(client, conference, page):
    conference.placed()
    assert client.get(url(conference, page)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_the_programme_of_an_event_that_is_none_yet(client, released, page):
    released.event.state = "draft"
    released.event.save()
    assert client.get(url(released, page)).status_code == 404


def test_the_released_version_is_shown_whatever_the_draft_says(client, released):
    operations.cancel(session=released.event_sessions()[0], **released.person)
    shown = text(client, url(released))
    assert "Version 1" in shown
    assert "Black pottery Ilze Ozola 10:00–11:00 Great hall Heritage Talk Latvian" in shown
    assert "Forging Павел Иванов 10:00–11:00 Small hall Russian, interpreted: Latvian" in shown
    assert "Lunch 11:00–12:00" in shown
    assert "Smoke." in shown


@pytest.mark.parametrize(
    ("asked", "sees", "misses"),
    [
        ({"hall": "small"}, "Forging", "Black pottery"),
        ({"track": "heritage"}, "Black pottery", "Forging"),
        ({"language": "ru"}, "Forging", "Black pottery"),
        ({"language": "lv"}, "Forging", None),
        ({"hall": "x"}, "Forging", None),
        ({"hall": "99999999999999999999"}, "Forging", None),
        ({"language": "<b>"}, "Black pottery", None),
    ],
)
def test_one_asks_for_a_part(client, released, asked, sees, misses):
    ids = {"small": released.small.pk, "heritage": Track.objects.get().pk}
    query = "&".join(f"{name}={ids.get(value, value)}" for name, value in asked.items())
    shown = text(client, f"{url(released)}?{query}")
    assert sees in shown
    assert misses is None or misses not in shown
    assert "Lunch" in shown


def test_a_day_without_sessions_is_said_so(client, released):
    assert "Nothing in the programme is like that." in text(client, f"{url(released)}?day=2020-01-01")


def test_pages_of_a_session_and_of_speakers(client, released):
    shown = text(client, url(released, "sessions/1/"))
    assert "Black pottery" in shown
    assert "Great hall" in shown
    assert "Ilze Ozola" in text(client, url(released, "speakers/"))
    assert "Black pottery" in text(client, url(released, f"speakers/{released.ilze.guid}/"))
    for gone in ("sessions/3/", "sessions/99/", "speakers/6a1b2c3d-0000-4000-8000-000000000000/"):
        assert client.get(url(released, gone)).status_code == 404
    assert "ilze@example.org" not in client.get(url(released, f"speakers/{released.ilze.guid}/")).content.decode()


def test_a_session_that_is_gone_says_so_at_its_address(client, released):
    operations.cancel(session=released.event_sessions()[0], **released.person)
    released.release("Ilze is ill")
    assert "no longer in the programme" in text(client, url(released, "sessions/1/"))
    told = text(client, url(released, "changes/"))
    assert "Ilze is ill" in told
    assert "No longer in the programme: “Black pottery”" in told
    assert "The first version of the programme." in told


def test_a_star_is_kept_in_the_browser_alone_and_taken_away_again(client, released):
    page = url(released)
    assert "Nothing starred yet" in text(client, url(released, "mine/"))
    client.post(url(released, "star/"), {"session": "2", "back": page})
    assert client.cookies[f"stars-{released.event.number}"].value == "2"
    mine = text(client, url(released, "mine/"))
    assert "Forging" in mine
    assert "Black pottery" not in mine
    assert url(released, "mine/2.ics") in client.get(url(released, "mine/")).content.decode()
    assert client.post(url(released, "star/"), {"session": "2", "back": page}).url == page
    assert "Nothing starred yet" in text(client, url(released, "mine/"))


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_star_leads_back_into_this_site_only(client, released, back):
    assert client.post(url(released, "star/"), {"session": "1", "back": back}).url == url(released)


@pytest.mark.parametrize("number", ["", "x", "-1", "77", "9" * 30])
def test_a_star_of_nothing_is_none(client, released, number):
    client.post(url(released, "star/"), {"session": number})
    assert client.cookies[f"stars-{released.event.number}"].value == ""


def test_the_programme_to_print_is_a_pdf_in_each_language(client, released):
    files = {language: client.get(url(released, "programme.pdf"), {"language": language}) for language in ("lv", "ru", "en")}
    assert {one.content[:5] for one in files.values()} == {b"%PDF-"}
    assert len({one.content for one in files.values()}) == 3
    assert client.get(url(released, "programme.pdf"), {"language": "lv"}).content == files["lv"].content
    sheets = pypdfium2.PdfDocument(files["en"].content)
    assert len(sheets) == 1
    assert "Black pottery" in sheets[0].get_textpage().get_text_bounded()


def test_what_is_on_now_and_next(client, released, monkeypatch):
    from conference.programme import views

    monkeypatch.setattr(views.timezone, "now", lambda: released.at(30))
    shown = text(client, url(released))
    assert "On now Black pottery Great hall Forging Small hall Next, at 11:00 Lunch" in shown


def test_the_page_costs_the_same_for_one_session_and_for_many(client, conference):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(url(conference))
        return len(asked)

    conference.placed(conference.ilze)
    conference.release()
    client.get(url(conference))
    few = statements()
    for number in range(4):
        conference.placed(conference.pavel, minutes=60 * number + 60)
    conference.release()
    assert statements() == few <= 4


def test_an_event_of_another_slug_has_its_own_programme(client, released):
    assert client.get(f"/learn/{EventFactory().slug}/programme/").status_code == 404


def test_the_events_page_leads_to_its_programme_once_there_is_one(client, conference):
    page = f"/e/{conference.event.slug}/"
    conference.placed()
    assert url(conference) not in client.get(page).content.decode()
    conference.release()
    assert url(conference) in client.get(page).content.decode()
