"""The whole way of one talk: proposed on a phone in Russian, scored blind by three reviewers, accepted and told at once, confirmed,
placed in the programme, and found in the file that calendars and screens read.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import Page, expect

from accounts.factories import PersonFactory, RoleFactory
from common.outbox.models import Message
from conference.factories import HallFactory, ProposalCallFactory, SessionKindFactory
from conference.models import Proposal, Review, ReviewCriterion, ReviewPhase, Session
from conference.programme import operations as programme
from conference.proposals import operations as proposals
from ticketing.factories import EventFactory, tomorrow

pytestmark = pytest.mark.browser
NAME, TITLE = "Ольга Станкова", "Узор как адрес"
ABSTRACT = f"По одному поясу можно узнать деревню. {NAME} показывает, как читать узор."
SignedIn = Callable[..., Page]
PHONE = {"locale": "ru-RU", "viewport": {"width": 390, "height": 844}}


def ru(text: str) -> str:
    """What a text of the pages is called in Russian."""
    with translation.override("ru"):
        return translation.gettext(text)


def lv(text: str) -> str:
    """What it is called in Latvian."""
    with translation.override("lv"):
        return translation.gettext(text)


@pytest.fixture
def conference(transactional_db):
    """A conference with its call open, a hall, one phase to come, and its organiser."""
    now = datetime.now(UTC).replace(microsecond=0)
    starts = tomorrow(7) + timedelta(days=60)
    event = EventFactory(
        kind="conference", slug="amats", starts_at=starts, ends_at=starts + timedelta(hours=9), languages=["lv", "ru", "en"]
    )
    call = ProposalCallFactory(event=event, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9))
    SessionKindFactory(event=event, name_lv="Referāts", name_ru="Доклад", name_en="Talk", minutes=20)
    phase = ReviewPhase.objects.create(call=call, name_lv="Vērtēšana", opens_at=now + timedelta(days=9), closes_at=now + timedelta(days=20))
    for position, name in enumerate(("Substance", "Clarity")):
        ReviewCriterion.objects.create(phase=phase, position=position, name_lv=name, name_en=name)
    manager = PersonFactory(name="Anna Organizatore", language="lv")
    RoleFactory(person=manager, partner=event.partner)
    return SimpleNamespace(event=event, call=call, phase=phase, manager=manager, hall=HallFactory(event=event))


@pytest.fixture
def signed_in(open_page, site) -> SignedIn:
    """Open a browser of one's own that somebody has signed in with."""

    def opened(person, **options) -> Page:
        client = Client()
        client.force_login(person)
        page = open_page(**options)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        language = {"name": "django_language", "value": person.language, "url": site}
        page.context.add_cookies([cookie, language])
        return page

    return opened


def propose_on_a_phone(phone: Page, site: str, conference: SimpleNamespace) -> Proposal:
    """From the event's page through four short pages, with the link that comes by mail; sent from the fifth."""
    phone.goto(f"{site}/e/{conference.event.slug}/")
    phone.get_by_role("link", name=ru("Call for proposals")).click()
    phone.get_by_role("link", name=ru("Propose"), exact=True).click()
    phone.get_by_role("radio", name=re.compile("^Доклад")).check()
    for field, text in (("title", TITLE), ("name", NAME), ("email", "olga@example.org")):
        phone.locator(f"[name={field}]").fill(text)
    phone.get_by_role("button", name=ru("Begin")).click()
    phone.wait_for_url("**/talk/")
    link = re.search(r"https?://\S+/learn/p/\S+", Message.objects.get(kind="proposal.begun").text)
    assert link is not None
    phone.goto(f"{site}{re.sub(r'^https?://[^/]+', '', link.group())}")
    phone.get_by_role("link", name=ru("Go on filling in")).click()
    phone.locator("select[name=language]").select_option("ru")
    phone.locator("[name=abstract]").fill(ABSTRACT)
    expect(phone.locator("[data-count]")).to_contain_text(str(len(ABSTRACT)))
    onward(phone, "people")
    phone.locator("[name=authors-0-organisation]").fill("Дом ремёсел")
    onward(phone, "files")
    phone.get_by_role("link", name=ru("Go on"), exact=True).click()
    phone.wait_for_url("**/when/")
    phone.locator("[name=away]").last.check()
    onward(phone, "review")
    phone.get_by_role("button", name=ru("Send the proposal")).click()
    phone.wait_for_url(re.compile(r"/learn/p/[^/]+/$"))
    return Proposal.objects.get()


def onward(page: Page, following: str) -> None:
    page.get_by_role("button", name=ru("Save and go on")).click()
    page.wait_for_url(f"**/{following}/")


def review(conference: SimpleNamespace, site: str, signed_in: SignedIn) -> None:
    """Three reviewers give the most by number keys, on a page that does not say whose it is."""
    now = timezone.now()
    times = {"opens_at": now - timedelta(minutes=1), "closes_at": now + timedelta(days=1)}
    conference.call.closes_at = now
    conference.call.save()
    proposals.save_phase(call=conference.call, phase=conference.phase, facts=times, by=conference.manager, at=now)
    for number, name in enumerate(("Laima Paraugkalne", "Erika Sampleson", "Edgars Izmēģis")):
        who = proposals.Newcomer(f"reviewer{number}@example.org", name, language="en")
        reviewer = proposals.appoint(call=conference.call, who=who, by=conference.manager, at=now)
        page = signed_in(reviewer.person, locale="en-GB")
        page.goto(f"{site}/review/")
        page.get_by_role("link", name="Begin with No. 1").click()
        expect(page.locator("main")).to_contain_text("можно узнать деревню")
        said = page.content()
        assert not [word for word in (NAME, "Станков", "olga@", "Дом ремёсел") if word in said], "a blind reviewer reads who it is"
        page.keyboard.press("5")
        page.keyboard.press("4")
        page.get_by_role("button", name="Save and go on").click()
        page.wait_for_url("**/review/amats/")
    assert [str(value) for value in Review.objects.values_list("value", flat=True)] == ["4.50"] * 3


def accept(conference: SimpleNamespace, site: str, signed_in: SignedIn) -> None:
    """Ticked in the grid, looked at as a letter, published at once."""
    desk = signed_in(conference.manager)
    desk.goto(f"{site}/desk/{conference.event.slug}/proposals/?sort=result")
    expect(desk.locator("main")).to_contain_text("4,50")
    desk.locator("input[name=number]").check()
    desk.get_by_role("button", name=lv("Go on…")).click()
    desk.get_by_role("button", name=lv("Yes, do it")).click()
    desk.wait_for_url("**/proposals/?sort=result")
    assert Proposal.objects.get().shown_state == "submitted"
    desk.goto(f"{site}/desk/{conference.event.slug}/proposals/decisions/")
    expect(desk.locator(".decision")).to_contain_text("olga@example.org")
    desk.get_by_text(lv("Publish all")).click()
    desk.get_by_role("button", name=lv("Yes, publish and write the letters")).click()
    desk.wait_for_url("**/proposals/letters/")
    expect(desk.locator("main")).to_contain_text("olga@example.org")


def lay_out(conference: SimpleNamespace, site: str, signed_in: SignedIn) -> None:
    """Taken into the programme with one press, given a place, and released."""
    desk = signed_in(conference.manager)
    desk.goto(f"{site}/desk/{conference.event.slug}/programme/sessions/")
    desk.locator("form[action$='/take-in/'] button").first.click()
    desk.wait_for_load_state()
    session = Session.objects.get(proposal__title=TITLE)
    now, starts = timezone.now(), conference.event.starts_at + timedelta(hours=1)
    programme.place(session=session, hall=conference.hall, starts_at=starts, by=conference.manager, at=now)
    programme.release(event=conference.event, note="", by=conference.manager, at=now)


def test_a_talk_gets_from_the_call_to_the_published_programme(site, conference, signed_in, open_page):
    phone = open_page(**PHONE)
    proposal = propose_on_a_phone(phone, site, conference)
    assert proposal.state == "submitted"
    assert len(proposal.unavailable) == 1
    review(conference, site, signed_in)
    accept(conference, site, signed_in)

    phone.reload()
    phone.get_by_role("button", name=ru("Yes, I come")).click()
    expect(phone.locator("main")).to_contain_text(ru("You are coming. Your time will stand in the programme; hand in your slides here."))
    proposal.refresh_from_db()
    assert proposal.state == "confirmed"

    lay_out(conference, site, signed_in)
    schedule = phone.request.get(f"{site}/learn/{conference.event.slug}/programme/schedule.xml")
    assert schedule.ok
    assert TITLE in schedule.text()
    assert NAME in schedule.text()
