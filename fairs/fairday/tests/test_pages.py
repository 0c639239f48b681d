"""Saturday morning on a phone: who is there, swaps, substitutes, incidents, visitors; and the report."""

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from django.utils import timezone

from fairs.allocation.models import Assignment
from fairs.factories import ApplicationFactory, CallFactory, GroundFactory, StallFactory
from fairs.fairday import queries
from fairs.fairday.models import Appearance, Incident, VisitorCount
from fairs.fairground.models import Entrance
from fairs.offers.models import LoadSlot, Offer
from ticketing.models import EventDay

pytestmark = pytest.mark.django_db
HERE = "/desk/maras-tirgus/day/"


def text(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def fair(event):
    """Vera on A1 and Oļegs on A2 are confirmed; Rita waits."""
    call, ground, now = CallFactory(event=event), GroundFactory(event=event), timezone.now()

    def placed(number: int, name: str):
        one = ApplicationFactory(call=call, number=number, state="confirmed", exhibitor__name=name, exhibitor__phone="+37120000000")
        Assignment.objects.create(stall=StallFactory(ground=ground, position=number), application=one, since=now)
        Offer.objects.create(
            application=one, state="confirmed", stalls=f"A{number}", made_at=now, expires_at=now + timedelta(days=1), answered_at=now
        )
        return one

    vera, olegs = placed(1, "Vera Paraudziņa"), placed(2, "Олег Образцов")
    rita = ApplicationFactory(call=call, number=3, state="waiting", place_in_list=1, exhibitor__name="Rita Izdomātā")
    return SimpleNamespace(call=call, vera=vera, olegs=olegs, rita=rita, day=event.days.get())


def test_who_drove_in_yesterday_is_not_late_before_today_opens(fair, event):
    gate = Entrance.objects.create(ground=Assignment.objects.first().stall.ground, name="Vārti", x_m=0, y_m=0)
    opens = fair.day.opens_at
    LoadSlot.objects.create(
        application=fair.vera, entrance=gate, lane=1, starts_at=opens - timedelta(hours=2), ends_at=opens - timedelta(hours=1)
    )
    EventDay.objects.filter(pk=fair.day.pk).update(setup_from=opens - timedelta(hours=3), setup_until=opens)
    fair.day.refresh_from_db()
    next_day = EventDay.objects.create(event=event, opens_at=opens + timedelta(days=1), closes_at=opens + timedelta(days=1, hours=6))

    def presence(day, at):
        return {row.application.pk: row.presence for row in queries.day_list(event, day, at)}[fair.vera.pk]

    assert presence(fair.day, opens - timedelta(minutes=30)) == "late", "the time to drive in is over"
    assert presence(next_day, next_day.opens_at - timedelta(minutes=30)) == "unknown"
    assert presence(next_day, next_day.opens_at + timedelta(minutes=1)) == "late"


def test_a_day_stays_chosen_and_its_file_is_what_is_seen(as_anna, fair, event):
    day = EventDay.objects.create(
        event=event, opens_at=fair.day.opens_at + timedelta(days=1), closes_at=fair.day.closes_at + timedelta(days=1)
    )
    page = text(as_anna.get(f"{HERE}?day={day.pk}&q=Вера"))
    assert f'<input type="hidden" name="day" value="{day.pk}">' in page
    address = re.search(r'href="([^"]+day\.csv[^"]+)"', page)[1]
    listed = b"".join(as_anna.get(address)).decode()
    assert "Vera Paraudziņa" in listed
    assert "Олег" not in listed


def act(client, number: int, action: str, **more):
    return client.post(f"{HERE}{number}/", {"action": action, **more}, follow=True)


def stall_of(application) -> str:
    return ", ".join(Assignment.objects.filter(application=application).values_list("stall__number", flat=True))


def test_the_list_goes_by_stall_and_is_found_in_any_script(as_anna, fair):
    page = text(as_anna.get(HERE))
    assert page.index("Vera Paraudziņa") < page.index("Олег Образцов")
    assert "tel:+37120000000" in page
    assert "Олег Образцов</b>" not in text(as_anna.get(HERE + "?q=vera"))
    assert "Олег Образцов</b>" in text(as_anna.get(HERE + "?q=A2"))
    assert "Nothing found" in text(as_anna.get(HERE + "?presence=came"))


def test_who_comes_is_marked_counted_and_taken_back(as_anna, fair):
    page = text(act(as_anna, 1, "came"))
    assert "Vera Paraudziņa is here." in page
    assert "<b>1</b> / 2" in page
    assert Appearance.objects.get().came_at is not None
    act(as_anna, 1, "unmark")
    assert not Appearance.objects.exists()


def test_who_does_not_come_gives_the_stall_to_the_next_in_line(as_anna, fair):
    assert "Mark the maker as not come first" in text(act(as_anna, 1, "substitute", other="3"))
    page = text(act(as_anna, 1, "absent"))
    assert "Rita Izdomātā" in page
    act(as_anna, 1, "substitute", other="3")
    assert (stall_of(fair.vera), stall_of(fair.rita)) == ("", "A1")
    fair.rita.refresh_from_db()
    assert fair.rita.state in ("accepted", "confirmed")


def test_two_makers_swap(as_anna, fair):
    act(as_anna, 1, "swap", other="2")
    assert (stall_of(fair.vera), stall_of(fair.olegs)) == ("A2", "A1")
    assert "Both makers need a stall" in text(act(as_anna, 1, "swap", other="3"))


@pytest.mark.parametrize("more", [{}, {"other": "x"}, {"other": "²"}, {"other": "9" * 40}])
def test_nobody_chosen_is_said_kindly(as_anna, fair, more):
    assert "Choose the other maker" in text(act(as_anna, 1, "swap", **more))


def test_incidents_are_noted_and_settled(as_anna, event, fair):
    here = HERE + "incidents/"
    assert "required" in text(as_anna.post(here, {"text": ""}))
    as_anna.post(here, {"text": "Izsists drošinātājs.", "is_serious": "on"})
    incident = Incident.objects.get()
    assert "serious" in text(as_anna.get(here))
    as_anna.post(f"{here}{incident.pk}/", {"outcome": "Nomainīts."})
    assert "Nomainīts." in text(as_anna.get(here))
    page = text(as_anna.post(f"{here}{incident.pk}/", {"outcome": "Vēlreiz."}, follow=True))
    assert "has changed since you opened it" in page


def test_visitors_are_counted_by_the_hour_and_a_second_count_replaces_the_first(as_anna, fair):
    here = HERE + "visitors/"
    for count in ("40", "55"):
        as_anna.post(here, {"place": "Vārti", "count": count})
    assert VisitorCount.objects.get().count == 55
    for wrong in ("-1", "x", "9" * 30):
        assert as_anna.post(here, {"place": "Vārti", "count": wrong}).status_code == 200
    assert VisitorCount.objects.get().count == 55


def test_the_report_adds_it_up_on_the_page_and_on_paper(as_anna, fair):
    assert as_anna.get(HERE + "report.pdf")["Content-Type"] == "application/pdf"
    act(as_anna, 1, "came")
    act(as_anna, 2, "absent")
    as_anna.post(HERE + "visitors/", {"place": "", "count": "300"})
    page = text(as_anna.get(HERE + "report/"))
    for words in ("300", "1 did not come", "Latvia"):
        assert words in page


def test_the_report_of_an_empty_fair_has_no_paper(as_anna, event):
    CallFactory(event=event)
    assert "nothing to print yet" in text(as_anna.get(HERE + "report.pdf", follow=True))


def test_the_list_is_a_file_too(as_anna, fair):
    assert as_anna.get("/desk/maras-tirgus/day.csv").status_code == as_anna.get("/desk/maras-tirgus/day.xlsx").status_code == 200


@pytest.mark.parametrize("day", ["x", "9" * 40, "-1"])
def test_a_day_that_is_not_there_is_not_found(as_anna, fair, day):
    assert as_anna.get(f"{HERE}?day={day}").status_code == 404


def test_the_list_costs_the_same_however_many_stalls(as_anna, fair, django_assert_num_queries):
    ground = GroundFactory._meta.model.objects.get()
    for number in range(4, 14):
        one = ApplicationFactory(call=fair.call, number=number, state="confirmed")
        Assignment.objects.create(stall=StallFactory(ground=ground, position=number), application=one, since=timezone.now())
    as_anna.get(HERE)
    with django_assert_num_queries(11):
        as_anna.get(HERE)


@pytest.mark.parametrize("page", ["", "incidents/", "visitors/", "report/"])
def test_strangers_find_nothing_and_a_steward_may_not(client, sign_in, event, fair, page):
    assert client.get(HERE + page)["Location"].startswith("/accounts/login/")
    assert sign_in(event, None).get(HERE + page).status_code == 404
    assert sign_in(event, "steward").get(HERE + page).status_code == 403
    assert sign_in(event, "supervisor").get(HERE + page).status_code == (403 if page == "report/" else 200)


def test_a_suspended_partner_marks_nobody(as_anna, event, fair, suspend):
    suspend(event)
    assert "suspended" in text(act(as_anna, 1, "came"))
    as_anna.post(HERE + "incidents/", {"text": "x"})
    assert not Appearance.objects.exists()
    assert not Incident.objects.exists()


def test_a_maker_of_another_fair_is_not_found(as_anna, fair):
    ApplicationFactory(number=77)
    assert as_anna.post(HERE + "77/", {"action": "came"}).status_code == 404
