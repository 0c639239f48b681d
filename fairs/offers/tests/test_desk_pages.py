"""The organiser's pages of offers: publishing, answering for a maker, the waiting list, driving in, papers."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from accounts.factories import RoleFactory
from common.outbox.models import Message
from fairs.allocation.models import Assignment
from fairs.calls.models import Application
from fairs.factories import ApplicationFactory, GoodsGroupFactory, StallFactory
from fairs.fairground.models import Entrance
from fairs.offers import operations as offers
from fairs.offers.models import LoadSlot, Offer

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def as_anna(client, fair):
    fair.anna.language = "en"
    fair.anna.save()
    RoleFactory(person=fair.anna, partner=fair.event.partner, kind="manager")
    client.force_login(fair.anna, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def here(fair) -> str:
    return f"/desk/{fair.event.slug}/offers/"


@pytest.fixture
def offered(fair, now):
    offers.publish(call=fair.call, by=fair.anna, at=now)
    return Offer.objects.get()


def test_decisions_are_shown_to_the_organiser_before_they_are_told_to_anybody(as_anna, fair, here):
    page = text(as_anna.get(here + "publish/"))
    for words in ("Vera Paraudziņa", "stall A1", "waiting list", "not selected", "Šoreiz pārāk daudz keramikas.", "3 makers are told now"):
        assert words in page
    assert not Message.objects.exists()
    as_anna.post(here + "publish/")
    assert {one.kind for one in Message.objects.all()} == {"fair.offered", "fair.waiting", "fair.rejected"}
    assert "Nothing to publish" in text(as_anna.get(here + "publish/"))


def test_offers_are_listed_searched_across_scripts_and_filtered(as_anna, here, offered):
    assert "1 offer" in text(as_anna.get(here))
    assert "Vera Paraudziņa" in text(as_anna.get(here + "?q=Вера"))
    assert "Vera Paraudziņa" not in text(as_anna.get(here + "?state=confirmed"))
    assert as_anna.get(here[:-1] + ".csv").status_code == as_anna.get(here[:-1] + ".xlsx").status_code == 200


def test_the_list_costs_the_same_however_many_offers(as_anna, fair, here, offered, django_assert_num_queries):
    for number in range(4, 12):
        one = ApplicationFactory(call=fair.call, number=number, state="offered", goods_group=fair.vera.goods_group)
        Offer.objects.create(application=one, stalls=f"B{number}", made_at=offered.made_at, expires_at=offered.expires_at)
    as_anna.get(here)
    with django_assert_num_queries(10):
        as_anna.get(here)


@pytest.mark.parametrize(
    ("action", "state"), [("accept", "accepted"), ("decline", "declined"), ("withdraw", "withdrawn"), ("nonsense", "open")]
)
def test_an_offer_is_answered_for_a_maker_who_telephones(as_anna, here, offered, action, state):
    page = f"{here}{offered.pk}/"
    assert "Accept for the maker" in text(as_anna.get(page))
    as_anna.post(page, {"action": action, "reason": "Zvanīja."})
    offered.refresh_from_db()
    assert offered.state == state
    assert as_anna.get(page).status_code == 200


def test_a_free_stall_goes_to_the_next_it_fits_and_says_who_was_passed_over_and_why(as_anna, fair, here, offered):
    fair.olegs.needs_water = True
    fair.olegs.save()
    waits = {"state": "waiting", "place_in_list": 2, "goods_group": fair.vera.goods_group}
    second = ApplicationFactory(call=fair.call, number=9, exhibitor__name="Rita Otrā", **waits)
    free = StallFactory(ground=fair.a1.ground, position=7)
    assert "A7" in text(as_anna.get(here + "waiting/"))
    page = text(as_anna.post(here + "waiting/", {"stall": free.pk, "group": ""}, follow=True))
    assert "is offered to Rita Otrā" in page
    made = Offer.objects.get(application=second)
    page = text(as_anna.get(f"{here}{made.pk}/"))
    assert "Олег Образцов (2): no free stall fits what they need" in page


def sheet(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response).decode() if response.streaming else response.content.decode()


def test_the_waiting_list_is_searched_across_scripts_and_given_to_a_spreadsheet(as_anna, fair, here, offered):
    Application.objects.filter(pk=fair.olegs.pk).update(power_kw=2, needs_step_free=True, product="māla krūzes")
    ApplicationFactory(call=fair.call, number=9, exhibitor__name="Rita Otrā", state="waiting", goods_group=fair.vera.goods_group)
    page = text(as_anna.get(here + "waiting/"))
    assert "2 makers" in page
    assert "2 kW · step-free place" in page
    for words, there in (("Obrazcov", True), ("krūzes", True), ("2", True), ("Rita", False), ("nobody", False)):
        assert ("Олег Образцов" in text(as_anna.get(here + "waiting/", {"q": words}))) == there, words
    listed = sheet(as_anna, here + "waiting.csv?q=oleg")
    assert "Олег Образцов" in listed
    assert "Rita Otrā" not in listed
    assert "step-free place" in listed
    assert as_anna.get(here + "waiting.xlsx").status_code == 200


def test_the_times_to_drive_in_are_searched_and_given_to_a_spreadsheet(as_anna, fair, here, now):
    gates = [Entrance.objects.create(ground=fair.a1.ground, name=name, x_m=0, y_m=0) for name in ("Ziemeļu vārti", "Dienvidu vārti")]
    assert "Nobody has a time yet" in text(as_anna.get(here + "driving-in/"))
    for number, (one, gate) in enumerate(zip((fair.vera, fair.olegs), gates, strict=True)):
        Application.objects.filter(pk=one.pk).update(vehicle_plate=("AB-1234", "CD-5678")[number])
        times = {"starts_at": now + timedelta(hours=number), "ends_at": now + timedelta(hours=number, minutes=20)}
        LoadSlot.objects.create(application=one, entrance=gate, lane=1, **times)
    assert "2 times" in text(as_anna.get(here + "driving-in/"))
    for words, there in (("Вера", True), ("A1", True), ("ab-1234", True), ("ziemelu", True), ("CD-5678", False)):
        assert ("Vera Paraudziņa" in text(as_anna.get(here + "driving-in/", {"q": words}))) == there, words
    listed = sheet(as_anna, here + "driving-in.csv?q=ziemelu")
    assert "Vera Paraudziņa" in listed
    assert "AB-1234" in listed
    assert "CD-5678" not in listed
    assert as_anna.get(here + "driving-in.xlsx").status_code == 200


@pytest.mark.parametrize(("page", "pin"), [("waiting/", 10), ("driving-in/", 18)])
def test_these_lists_cost_the_same_for_one_and_for_three(as_anna, fair, here, now, page, pin, django_assert_num_queries):
    gate = Entrance.objects.create(ground=fair.a1.ground, name="Vārti", x_m=0, y_m=0)

    def add(number: int) -> None:
        one = ApplicationFactory(call=fair.call, number=number, state="waiting", goods_group=GoodsGroupFactory(call=fair.call))
        Assignment.objects.create(stall=StallFactory(ground=fair.a1.ground, position=number), application=one, since=now)
        LoadSlot.objects.create(application=one, entrance=gate, lane=number, starts_at=now, ends_at=now + timedelta(minutes=20))

    fair.olegs.delete()
    StallFactory(ground=fair.a1.ground, position=99)
    add(4)
    as_anna.get(here + page)
    with django_assert_num_queries(pin):
        as_anna.get(here + page)
    add(5)
    add(6)
    with django_assert_num_queries(pin):
        as_anna.get(here + page)


def test_nobody_fits_is_said(as_anna, fair, here, offered):
    fair.olegs.needs_water = True
    fair.olegs.save()
    free = StallFactory(ground=fair.a1.ground, position=7)
    for said in ({"stall": free.pk}, {"stall": "x"}, {"stall": free.pk, "group": "9" * 40}, {}):
        assert "Nobody on the waiting list fits there" in text(as_anna.post(here + "waiting/", said, follow=True))


def test_everybody_is_told_when_to_drive_in_and_one_time_is_set_by_hand(as_anna, fair, here):
    entrance = Entrance.objects.create(ground=fair.a1.ground, name="Vārti", x_m=0, y_m=0)
    day = fair.event.days.get()
    day.opens_at, day.closes_at = fair.event.starts_at, fair.event.ends_at
    day.setup_from, day.setup_until = day.opens_at - timedelta(hours=3), day.opens_at
    day.save()
    as_anna.post(here + "driving-in/", {"action": "plan"})
    assert LoadSlot.objects.get().application == fair.vera
    assert "Change" in text(as_anna.get(here + "driving-in/"))
    at = (day.setup_from + timedelta(hours=1)).astimezone(fair.event.tz)
    as_anna.post(here + "driving-in/?entry=1", {"entrance": entrance.pk, "starts_at": f"{at:%Y-%m-%dT%H:%M}"})
    assert LoadSlot.objects.get().is_fixed
    assert as_anna.get(here + "driving-in/?entry=" + "9" * 40).status_code == 200


def test_papers_are_there_in_three_languages(as_anna, fair):
    papers = f"/desk/{fair.event.slug}/papers/"
    assert "List of traders" in text(as_anna.get(papers))
    assert as_anna.get(papers + "traders-ru.pdf")["Content-Type"] == "application/pdf"
    assert as_anna.get(papers + "traders-de.pdf").status_code == 404
    assert as_anna.get(papers + "nonsense-lv.pdf").status_code == 404
    assert "nothing to print yet" in text(as_anna.get(papers + "contracts-lv.pdf", follow=True))


PAGES = ["offers/", "offers/publish/", "offers/waiting/", "offers/waiting.csv", "offers/driving-in/", "offers/driving-in.csv", "papers/"]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_find_nothing_and_a_steward_may_not(client, sign_in, fair, page):
    address = f"/desk/{fair.event.slug}/{page}"
    assert client.get(address)["Location"].startswith("/accounts/login/")
    assert sign_in(fair.event, None).get(address).status_code == 404
    assert sign_in(fair.event, "steward").get(address).status_code == 403
    assert sign_in(fair.event, "finance").get(address).status_code == (200 if page in ("offers/", "papers/") else 403)


def test_somebody_who_only_looks_answers_for_nobody(sign_in, fair, here, offered):
    finance = sign_in(fair.event, "finance")
    finance.post(f"{here}{offered.pk}/", {"action": "accept"})
    offered.refresh_from_db()
    assert offered.state == "open"
    assert "Accept for the maker" not in text(finance.get(f"{here}{offered.pk}/"))


def test_a_suspended_partner_publishes_and_offers_nothing(as_anna, fair, here, suspend):
    suspend(fair.event)
    assert "suspended" in text(as_anna.post(here + "publish/", follow=True))
    free = StallFactory(ground=fair.a1.ground, position=7)
    assert "suspended" in text(as_anna.post(here + "waiting/", {"stall": free.pk}, follow=True))
    assert not Offer.objects.exists()
    assert not Message.objects.exists()


def test_an_offer_of_another_fair_is_not_found(as_anna, here):
    now = timezone.now()
    foreign = Offer.objects.create(application=ApplicationFactory(), stalls="A1", made_at=now, expires_at=now + timedelta(days=1))
    assert as_anna.get(f"{here}{foreign.pk}/").status_code == 404
