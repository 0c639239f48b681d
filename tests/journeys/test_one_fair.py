"""The whole way of one maker, by pages only: applies on a phone in Russian, is scored blind by three jurors whom the organiser has
appointed, gets a stall that is computed, reads why, says yes, pays by transfer, makes passes, and is let in with one of them.

Past the pages goes only what would be waiting or repeating: the call's last day comes, the worker computes, the others are scored.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from accounts.factories import PersonFactory
from accounts.models import Role
from exhibitors.factories import CraftFactory, KeeperFactory
from fairs.allocation import tasks as allocation_tasks
from fairs.calls import operations as calls
from fairs.factories import ApplicationFactory, BoardFactory, CallFactory, GoodsGroupFactory, GroundFactory, StallFactory, ZoneFactory
from fairs.fairground.models import Entrance
from fairs.jury import operations as jury
from fairs.models import Application, Ballot, Plan, Round, StallPass
from tests.journeys.film import Scene, camera_flags, film, near_code, page_of
from ticketing.door import operations as door
from ticketing.factories import EventFactory, GateFactory, tomorrow
from ticketing.models import Order, Scan
from ticketing.pricing import to_document
from ticketing.pricing.presets import usual

pytestmark = pytest.mark.browser
NAME = "Ольга Станкова"
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
def fair(transactional_db):
    """A fair of two stalls with its call open, two other makers who have applied, and the people around it."""
    now = datetime.now(UTC).replace(microsecond=0)
    event = EventFactory(slug="maras-tirgus", starts_at=tomorrow(8) + timedelta(days=30), ends_at=tomorrow(16) + timedelta(days=30))
    call = CallFactory(
        event=event, prices=to_document(usual("EUR")), photos_min=0, rules_text_lv="Tikai paša darināts.", rules_text_ru="Только своё."
    )
    group = GoodsGroupFactory(call=call, code="textiles", name_lv="Audumi", name_ru="Ткани", name_en="Textiles")
    textiles = CraftFactory(code="TEX", name_lv="Tekstils", name_ru="Текстиль", name_en="Textiles")
    craft = CraftFactory(group=textiles)
    ground = GroundFactory(event=event, is_public=True)
    zone, board = ZoneFactory(ground=ground), BoardFactory(ground=ground)
    for position in (1, 2):
        StallFactory(ground=ground, zone=zone, board=board, power_kw=2, position=position, number=f"A{position}")
    Entrance.objects.create(ground=ground, name="Ziemeļu vārti", x_m=0, y_m=0)
    for number, product in ((1, "cimdi"), (2, "jostas")):
        ApplicationFactory(call=call, number=number, goods_group=group, craft=craft, product=product, exhibitor__craft=craft)
    olga = PersonFactory(name=NAME, language="ru")
    keeper = KeeperFactory(
        person=olga,
        exhibitor__name=NAME,
        exhibitor__name_latin="Olga Stankova",
        exhibitor__email=olga.email,
        exhibitor__language="ru",
        exhibitor__country="RU",
        exhibitor__legal_form="NPD",
        exhibitor__craft=craft,
        exhibitor__phone="+79000000000",
        exhibitor__address="Псков",
    )
    people = {kind: PersonFactory(language="lv") for kind in ("manager", "finance")}
    for kind, person in people.items():
        Role.objects.create(person=person, partner=event.partner, kind=kind)
    return SimpleNamespace(now=now, event=event, call=call, olga=olga, exhibitor=keeper.exhibitor, **people)


@pytest.fixture
def signed_in(site, open_page):
    """Open a page as somebody who has signed in already; that signing in works is another test's matter."""

    def opened(person, **options) -> Page:
        client = Client()
        client.force_login(person)
        page = open_page(**options)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        language = {"name": "django_language", "value": person.language, "url": site}
        page.context.add_cookies([cookie, language])
        return page

    return opened


def apply_on_a_phone(page: Page, site: str, fair: SimpleNamespace) -> Application:
    """From the list of calls through the form's eight pages, on a narrow screen and in Russian."""
    page.goto(f"{site}/calls/")
    page.get_by_role("link", name="Ярмарка Мары в Лузнаве").first.click()
    page.get_by_role("link", name=ru("Apply"), exact=True).click()
    page.get_by_role("button", name=ru("Begin")).click()
    page.get_by_role("radio", name=re.compile("^Ткани")).check()
    page.locator("[name=product]").fill("льняные полотенца")
    page.locator("[name=assortment]").fill("полотенца, скатерти, пояса")
    page.locator("[name=own_making_percent]").fill("100")
    for following in ("pictures", "place", "needs", "wishes"):
        onward(page, following)
    page.locator("[name=wish_1]").fill("A1")
    onward(page, "more")
    page.locator("[name=demonstrates]").check()
    page.locator("[name=demonstration]").fill("тку пояс на бердо")
    onward(page, "papers")
    for box in ("agrees", "declares_own_making", "declares_true"):
        page.locator(f"[name={box}]").check()
    onward(page, "review")
    expect(page.locator("main")).to_contain_text("льняные полотенца")
    page.get_by_role("button", name=ru("Send the application")).click()
    page.wait_for_url(re.compile(r"/calls/my/\d+/$"))
    return Application.objects.get(exhibitor=fair.exhibitor)


def onward(page: Page, following: str) -> None:
    page.get_by_role("button", name=ru("Save and go on")).click()
    page.wait_for_url(f"**/{following}/")


JURORS = ("Laima Paraugkalne", "Erika Sampleson", "Edgars Izmēģis")


def open_jury(fair: SimpleNamespace, desk: Page, site: str) -> Round:
    """The organiser seats three jurors, adds a round by pictures and opens it, once the call has closed."""
    fair.call = calls.save_call(event=fair.event, call=fair.call, facts={"closes_at": timezone.now()}, by=fair.manager, at=timezone.now())
    desk.goto(f"{site}/desk/{fair.event.slug}/jury/")
    for name in JURORS:
        person = PersonFactory(name=name, language="en")
        desk.get_by_role("link", name=lv("Appoint a juror")).click()
        desk.locator("[name=name]").fill(name)
        desk.locator("[name=email]").fill(person.email)
        desk.get_by_role("button", name=lv("Appoint"), exact=True).click()
        desk.wait_for_url("**/jury/")
    desk.get_by_role("button", name=lv("Make the usual rounds")).wait_for()
    desk.get_by_text(lv("Or add one round"), exact=True).click()
    desk.locator("button[name=action][value=images]").click()
    desk.get_by_role("link", name=re.compile(lv("by pictures"))).click()
    desk.get_by_role("button", name=lv("Open the round")).click()
    expect(desk.locator("main")).to_contain_text(lv("The round is open, and its jurors have a letter."))
    return Round.objects.get(call=fair.call, state=Round.State.OPEN)


def judge(fair: SimpleNamespace, application: Application, site: str, signed_in: SignedIn) -> None:
    """Three jurors give the most to one application on their page, which does not say whose it is; the others get less."""
    desk = signed_in(fair.manager)
    one = open_jury(fair, desk, site)
    for juror in one.jurors.select_related("person"):
        page = signed_in(juror.person, locale="en-GB")
        page.goto(f"{site}/jury/")
        page.get_by_role("link", name=f"No. {application.number}", exact=True).click()
        expect(page.locator("main")).to_contain_text("льняные полотенца")
        said = page.content()
        assert not [word for word in (NAME, "Olga", fair.olga.email, "Псков") if word in said], "a blind juror reads who it is"
        for scale in page.locator("[data-criterion]").all():
            scale.locator('label:has(input[value="7"])').click()
        page.get_by_role("button", name="Save and go on").click()
        page.wait_for_load_state()
        for other in Application.objects.filter(call=fair.call).exclude(pk=application.pk):
            points = {criterion.pk: 6 for criterion in one.criteria.all()}
            jury.score(one=one, juror=juror, application=other, said=jury.Said(points), by=juror.person, at=timezone.now())
    assert Ballot.objects.filter(application=application).count() == 3
    desk.reload()
    desk.get_by_text(lv("Close the round"), exact=True).click()
    desk.get_by_role("button", name=lv("Close it for good")).click()
    desk.wait_for_url("**/results/")
    desk.get_by_role("button", name=lv("Apply the decisions")).click()
    expect(desk.locator("main")).to_contain_text(lv("All decisions are applied."))


def allocate(fair: SimpleNamespace, site: str, signed_in: SignedIn) -> None:
    """The organiser's one button, the worker, and the decisions told to everybody at once."""
    desk = signed_in(fair.manager)
    desk.goto(f"{site}/desk/{fair.event.slug}/plans/")
    desk.get_by_role("button", name=lv("Compute a plan")).click()
    desk.wait_for_url(re.compile(r"/plans/\d+/"))
    plan = Plan.objects.get(event=fair.event)
    assert allocation_tasks.compute(plan_id=plan.pk) == "done"  # as the worker does
    desk.goto(f"{site}/desk/{fair.event.slug}/plans/{plan.number}/")
    expect(desk.locator("main")).to_contain_text(NAME)
    desk.get_by_role("link", name=lv("Put in force")).click()
    desk.locator("summary", has_text=lv("Put in force")).click()
    desk.get_by_role("button", name=lv("Yes, put it in force")).click()
    desk.wait_for_url(f"**/plans/{plan.number}/")
    desk.goto(f"{site}/desk/{fair.event.slug}/offers/publish/")
    desk.get_by_text(lv("Publish all")).click()
    desk.get_by_role("button", name=lv("Yes, publish and write the letters")).click()
    desk.wait_for_url("**/offers/**")


def read_why(phone: Page, site: str, application: Application) -> None:
    """The maker's page and the decision's paper, both in Russian, say the stall and that it is the one wished most."""
    phone.goto(f"{site}/calls/my/{application.pk}/")
    why = phone.locator("section", has=phone.get_by_role("heading", name=ru("Why this place")))
    for sentence in ("Ваше место — A1.", "Его вы хотели больше всего."):
        expect(why).to_contain_text(sentence)
    why.get_by_role("link").click()
    expect(phone.locator("main")).to_contain_text("Его вы хотели больше всего.")
    letter = phone.request.get(f"{site}/calls/applications/{application.pk}/papers/decision.pdf")
    text = " ".join(PdfDocument(letter.body())[0].get_textpage().get_text_range().split())
    for sentence in ("Вам предлагают место A1", "Ваше место — A1.", "Его вы хотели больше всего."):
        assert sentence in text


def accept_and_pay(phone: Page, site: str, fair: SimpleNamespace, application: Application, signed_in: SignedIn) -> None:
    """A yes on the phone, a transfer that is chosen there, and the finance person who books what the bank says has come."""
    phone.goto(f"{site}/calls/applications/{application.pk}/place/")
    expect(phone.locator("main")).to_contain_text("A1")
    phone.get_by_role("button", name=ru("Yes, I take it")).click()
    order = Order.objects.get(event=fair.event)
    phone.locator(f"a[href*='{order.secret}']").first.click()
    desk = signed_in(fair.finance)
    desk.goto(f"{site}/desk/{fair.event.slug}/orders/{order.code}/pay/")
    desk.locator("[name=reference]").fill("2026-11-25/17")
    desk.get_by_role("button", name=lv("Record a payment")).click()
    desk.wait_for_url(f"**/orders/{order.code}/")
    phone.goto(f"{site}/calls/applications/{application.pk}/place/")
    expect(phone.locator("main")).to_contain_text(ru("The place is yours. See you at the fair!"))


def make_passes(phone: Page, site: str, application: Application) -> bytes:
    """A badge and a vehicle pass; the PDF holds both."""
    for kind, name in (("badge", NAME), ("vehicle", "AB-1234")):
        phone.get_by_role("link", name=ru("Make a pass")).click()
        phone.locator("[name=kind]").select_option(kind)
        phone.locator("[name=name]").fill(name)
        phone.get_by_role("button", name=ru("Make it")).click()
        phone.wait_for_url("**/place/")
    expect(phone.locator("#passes")).to_contain_text("AB-1234")
    passes = phone.request.get(f"{site}/calls/applications/{application.pk}/place/passes.pdf").body()
    assert len(PdfDocument(passes)) == 2
    return passes


def test_a_maker_gets_from_the_call_to_the_gate(site, fair, signed_in, launch_browser, open_page, tmp_path):
    phone = signed_in(fair.olga, **PHONE)
    application = apply_on_a_phone(phone, site, fair)
    assert application.state == Application.State.SUBMITTED
    assert application.quote is not None
    judge(fair, application, site, signed_in)
    allocate(fair, site, signed_in)
    read_why(phone, site, application)
    accept_and_pay(phone, site, fair, application, signed_in)
    passes = make_passes(phone, site, application)

    badge = StallPass.objects.get(application=application, kind="badge")
    gate = GateFactory(event=fair.event, products=[badge.ticket.product], name="Galvenie vārti")
    _device, token = door.make_device(event=fair.event, gate=gate, name="Jānis", rights="steward", by="Anna", at=timezone.now())
    watching = launch_browser(*camera_flags(film(tmp_path / "gate.mjpeg", [Scene(near_code(page_of(passes)), 3), Scene(None, 2)])))
    steward = open_page(watching, locale="en-GB", permissions=["camera"])
    steward.goto(f"{site}/door/pair#{token}")
    steward.get_by_role("button", name="Start the camera").click()
    admit = steward.locator("#verdict[data-verdict=admit]:visible")
    expect(admit).to_contain_text(NAME, timeout=30_000)
    assert Scan.objects.get(verdict="admit").ticket == badge.ticket
