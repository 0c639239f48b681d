"""The whole way of one delegate: registers on a phone for the conference with its study tour and two workshops, of which one is full,
gets a badge, is scanned into three sessions, and receives a certificate whose code anybody can check.
"""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
import zxingcpp
from django.test import Client
from django.utils import translation
from playwright.sync_api import Page, expect

from accounts.factories import PersonFactory
from accounts.models import Role
from common.outbox.models import Message
from conference.factories import ActivityFactory, CourseFactory, EnrolmentFactory, HallFactory, SessionFactory
from conference.learning.models import Activity, Choice, Enrolment, SeatQuota
from conference.models import Attendance, Certificate, Slot
from tests.journeys.film import page_of
from tests.journeys.phones import code_of, paired, type_like_a_scanner, verdict
from ticketing.factories import AreaFactory, EventFactory, GateFactory
from ticketing.models import PrintRun, Scan
from ticketing.tickets import operations as tickets
from ticketing.tickets import tasks

pytestmark = pytest.mark.browser
NAME = "Вера Щукина"
LATIN = "Vera Ščukina"


def ru(text: str) -> str:
    """What a text of the pages is called in Russian."""
    with translation.override("ru"):
        return translation.gettext(text)


@pytest.fixture
def conference(transactional_db):
    """A conference that began three hours ago and still takes people: three sessions, a tour, a free bench and a full one."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    event = EventFactory(
        slug="amats", kind="conference", title_ru="Ремесло без границ", starts_at=now - timedelta(hours=3), ends_at=now + timedelta(hours=2)
    )
    course = CourseFactory(event=event, product__price=0, product__style="badge", closes_at=now + timedelta(hours=1), asks_diet=True)
    SeatQuota.objects.create(course=course, size=5)
    morning, later = now + timedelta(days=1), now + timedelta(days=1, hours=3)
    common = {"course": course, "starts_at": morning, "ends_at": morning + timedelta(hours=2)}
    until = later + timedelta(hours=4)
    tour = ActivityFactory(kind="tour", title_ru="Поездка к гончарам", seats=25, **{**common, "starts_at": later, "ends_at": until})
    full = ActivityFactory(title_ru="У гончарного круга", seats=1, taken=1, **common)
    free = ActivityFactory(title_ru="У верстака", seats=1, **common)
    other = EnrolmentFactory(course=course, number=1, name="Oļegs")
    Choice.objects.create(enrolment=other, activity=full, state="seated", asked_at=now)
    SeatQuota.objects.update(taken=1)
    halls = [HallFactory(event=event, name_lv=name) for name in ("Lielā zāle", "Klēts", "Stallis")]
    gates = [GateFactory(event=event, name=f"Durvis {n}", area=AreaFactory(event=event, name=hall.name_lv), rule="in_and_out",
                         products=[course.product]) for n, hall in enumerate(halls, 1)]  # fmt: skip
    sessions = [SessionFactory(event=event, minutes=50) for _hall in halls]
    for place, (session, hall) in enumerate(zip(sessions, halls, strict=True)):
        begins = event.starts_at + timedelta(minutes=55 * place)
        Slot.objects.create(session=session, hall=hall, starts_at=begins, ends_at=begins + timedelta(minutes=50))
    anna = PersonFactory(name="Anna", language="ru")
    Role.objects.create(person=anna, partner=event.partner, kind="manager")
    return SimpleNamespace(now=now, event=event, course=course, tour=tour, full=full, free=free, gates=gates, sessions=sessions, anna=anna)


def register(phone: Page, site: str, conference: SimpleNamespace) -> Enrolment:
    """From the event's page to my registration, without an account; what clashes and what is full is said first."""
    phone.goto(f"{site}/e/{conference.event.slug}/")
    phone.get_by_role("link", name=ru("Look and register")).click()
    phone.get_by_role("link", name=ru("Register"), exact=True).first.click()
    phone.locator("[name=p0-name]").fill(NAME)
    phone.locator("[name=p0-email]").fill("vera@example.org")
    phone.locator("[name=p0-country]").select_option("LV")
    phone.locator("[name=p0-diet]").fill("без орехов")
    phone.get_by_text(ru("Organisation, name in another script")).click()
    phone.locator("[name=p0-name_other]").fill(LATIN)
    for activity in (conference.tour, conference.full, conference.free):
        phone.locator(f"[name=p0-activities][value='{activity.pk}']").check()
    phone.get_by_role("button", name=ru("Register"), exact=True).last.click()
    warnings = phone.get_by_role("alert")
    expect(warnings).to_contain_text("У гончарного круга")
    phone.get_by_role("button", name=ru("Register all the same")).click()
    expect(phone.locator("main")).to_contain_text(ru("You are registered."))
    return Enrolment.objects.get(name=NAME)


def print_badge(conference: SimpleNamespace) -> bytes:
    """The worker's sheet of badges."""
    run = tickets.ask_print_run(
        event=conference.event, layout=PrintRun.Layout.A6, products=[conference.course.product], by=conference.anna, at=datetime.now(UTC)
    )
    tasks.print_run(run_id=run.pk)
    run.refresh_from_db()
    with run.file.open() as sheet:
        return sheet.read()


def codes_on(pdf: bytes) -> list[str]:
    """Return what the codes of a PDF's first page say."""
    return [found.text for found in zxingcpp.read_barcodes(page_of(pdf), formats=zxingcpp.BarcodeFormat.QRCode)]


def go_through_the_day(open_page, site: str, conference: SimpleNamespace, one: Enrolment) -> None:
    """The badge is scanned at the doors of three halls; each scan is then put at the beginning of the session held there."""
    for gate, session in zip(conference.gates, conference.sessions, strict=True):
        door = paired(open_page, site, gate, name=f"Jānis, {gate.name}")
        type_like_a_scanner(door, code_of(one.ticket))
        expect(verdict(door, "admit")).to_contain_text(NAME)
        scan = Scan.objects.get(gate=gate, verdict="admit")
        assert scan.ticket_id == one.ticket_id
        Scan.objects.filter(pk=scan.pk).update(at=session.slot.starts_at + timedelta(minutes=1))


def certify(desk: Page, site: str, conference: SimpleNamespace) -> Certificate:
    """The organiser takes attendance over from the gates and issues certificates."""
    desk.goto(f"{site}/desk/{conference.event.slug}/attendance/scans/")
    desk.get_by_role("button", name=ru("Take over now")).click()
    desk.wait_for_url("**/attendance/")
    assert set(Attendance.objects.values_list("session", flat=True)) == {session.pk for session in conference.sessions}
    desk.goto(f"{site}/desk/{conference.event.slug}/certificates/issue/")
    desk.locator("[name=signatory]").fill("Anna Paraudziņa")
    desk.locator("main form button.button-primary").click()
    desk.wait_for_url("**/certificates/")
    return Certificate.objects.get()


def test_a_delegate_gets_from_the_form_to_a_certificate(site, conference, open_page):
    phone = open_page(locale="ru-RU", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    one = register(phone, site, conference)
    assert one.state == Enrolment.State.ENROLLED
    chosen = dict(one.choices.values_list("activity", "state"))
    assert chosen == {conference.tour.pk: "seated", conference.full.pk: "waiting", conference.free.pk: "seated"}
    assert Activity.objects.get(pk=conference.tour.pk).taken == 1
    expect(phone.locator("main")).to_contain_text(ru("No. %(place)s on the waiting list") % {"place": 1})
    assert Message.objects.get(kind="learning.enrolled").to == "vera@example.org"
    mine = phone.request.get(f"{site}/learn/r/{one.secret}/tickets.pdf").body()
    assert codes_on(mine) == [code_of(one.ticket)]
    assert codes_on(print_badge(conference)) == [code_of(one.ticket)]

    go_through_the_day(open_page, site, conference, one)
    client = Client()
    client.force_login(conference.anna)
    desk = open_page(locale="ru-RU")
    desk.context.add_cookies([
        {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site},
        {"name": "django_language", "value": "ru", "url": site},
    ])  # fmt: skip
    paper = certify(desk, site, conference)
    assert paper.enrolment == one

    pdf = phone.request.get(f"{site}/learn/certificate/{paper.secret}/ru.pdf").body()
    (address,) = codes_on(pdf)
    phone.goto(site + urlsplit(address).path)
    expect(phone.locator("main")).to_contain_text(NAME)
    expect(phone.locator("main")).to_contain_text(ru("Issued by the organiser and in force."))
