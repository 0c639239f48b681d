"""The pages of who registers: without an account, without script, by a secret link."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from common.outbox.models import Message
from conference.factories import ActivityFactory
from conference.learning import operations as learning
from conference.learning.models import Course, Enrolment, SeatQuota
from ticketing.models import Order

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client, course):
    """`send(name="Vera", …)` sends the form of one person."""

    def form(**more):
        said = {
            "p0-name": "Vera Ščukina",
            "p0-country": "LV",
            "p0-email": "vera@example.org",
            "people": "0",
            "request_key": str(uuid.uuid4()),
        }
        return client.post(reverse("learn:register", args=[course.event.slug]), {**said, **more})

    return form


def mine(one, page="mine"):
    return reverse(f"learn:{page}", args=[one.secret])


def test_the_page_says_what_is_left_what_it_costs_and_leads_to_the_form(client, course, bench, register):
    register(course, "Vera", activities=[bench.pk])
    page = client.get(reverse("learn:course", args=[course.event.slug])).content.decode()
    assert reverse("learn:register", args=[course.event.slug]) in page
    assert bench.title_lv in page


def test_the_events_own_page_leads_to_registration(client, course):
    page = client.get(reverse("events:detail", args=[course.event.slug])).content.decode()
    assert reverse("learn:course", args=[course.event.slug]) in page


@pytest.mark.parametrize(("opens", "closes", "state"), [(1, 2, "published"), (-3, -1, "published"), (-1, 2, "cancelled")])
def test_where_registration_is_not_open_the_form_leads_back(client, course, now, opens, closes, state):
    Course.objects.update(opens_at=now + timedelta(days=opens), closes_at=now + timedelta(days=closes))
    course.event.state = state
    course.event.save()
    response = client.get(reverse("learn:register", args=[course.event.slug]))
    assert (response.status_code, response["Location"]) == (302, reverse("learn:course", args=[course.event.slug]))
    assert client.get(response["Location"]).status_code == 200


def test_a_draft_is_nobodys_business(client, course):
    course.event.state = "draft"
    course.event.save()
    assert client.get(reverse("learn:course", args=[course.event.slug])).status_code == 404


def test_who_sends_the_form_has_a_ticket_on_their_page(client, send):
    response = send()
    one = Enrolment.objects.get()
    assert (response.status_code, response["Location"]) == (302, mine(one))
    page = client.get(mine(one))
    assert b"data:image/png;base64" in page.content
    assert page["Cache-Control"] == "private, no-store"
    pdf = client.get(mine(one, "tickets_pdf"))
    assert pdf.content.startswith(b"%PDF")
    assert client.get(mine(one, "ics")).content.startswith(b"BEGIN:VCALENDAR")


def test_the_form_grows_by_a_person_and_forgets_nothing(client, send):
    page = send(add="1", **{"p0-organisation": "Linu darbnīca"}).content.decode()
    assert not Enrolment.objects.exists()
    assert 'name="p1-name"' in page
    assert "Linu darbnīca" in page
    both = {"people": "0,1", "p1-name": "Oļegs", "p1-country": "LV"}
    page = send(remove="1", **both).content.decode()
    assert 'name="p1-name"' not in page
    send(**both)
    assert list(Enrolment.objects.order_by("number").values_list("name", "state")) == [("Vera Ščukina", "enrolled"), ("Oļegs", "enrolled")]
    assert Message.objects.count() == 1


def test_a_clash_and_a_full_bench_are_said_before_it_is_done(client, course, bench, send, register):
    register(course, "Rita", activities=[bench.pk])
    other = ActivityFactory(course=course, title_lv="Pie ripas")
    chosen = {"p0-activities": [bench.pk, other.pk]}
    first = send(**chosen)
    assert (first.status_code, Enrolment.objects.count()) == (200, 1)
    assert (len(first.context["warnings"]), "Pie ripas" in first.content.decode()) == (2, True)
    send(**chosen, seen=first.context["seen"])
    vera = Enrolment.objects.get(name="Vera Ščukina")
    assert dict(vera.choices.values_list("activity", "state")) == {bench.pk: "waiting", other.pk: "seated"}


def test_what_was_agreed_to_is_not_agreed_to_when_it_has_changed(course, bench, send, register):
    register(course, "Rita", activities=[bench.pk])
    first = send(**{"p0-activities": [bench.pk]})
    register(course, "Zane")
    again = send(**{"p0-activities": [bench.pk]}, seen=first.context["seen"])
    assert (again.status_code, len(again.context["warnings"])) == (200, 2)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"p0-name": ""}, "name"),
        ({"p0-name": "12345"}, "name"),
        ({"p0-country": "ZZ"}, "country"),
        ({"p0-email": "vera"}, "email"),
        ({"p0-age": "-1"}, "age"),
        ({"p0-age": "9"}, "guardian_name"),
        ({"p0-gender": "q"}, "gender"),
        ({"p0-craft_id": "abc"}, "craft_id"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_written(send, said, field):
    response = send(**said)
    assert response.status_code == 200
    assert field in response.context["people"][0].errors
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"people": "x,-1,99999,٣"},
        {"people": ",".join(str(n) for n in range(40))},
        {"request_key": "nonsense"},
        {"p0-activities": ["1", "abc", "٣", "9" * 30]},
        {"p0-diet": "\x00"},
        {"seen": "x" * 500, "remove": "zz"},
    ],
)
def test_nonsense_is_no_error(send, said):
    assert send(**said).status_code in (200, 302)


def test_a_wrong_link_gets_a_page_that_helps(client, course):
    response = client.get(reverse("learn:mine", args=["nobodys"]))
    assert response.status_code == 404
    assert reverse("learn:find") in response.content.decode()


def test_who_registered_others_sees_them_and_they_see_themselves(client, course, register):
    vera, olegs = register(course, "Vera", "Oļegs")
    assert "Oļegs" in client.get(mine(vera)).content.decode()
    page = client.get(mine(olegs)).content.decode()
    assert "Oļegs" in page
    assert "Vera" not in page
    assert client.get(mine(olegs, "details") + f"?number={vera.number}").status_code == 404
    assert client.get(mine(vera, "details") + f"?number={olegs.number}").status_code == 200


def test_choices_are_changed_and_a_clash_needs_a_second_press(client, course, bench, register):
    other = ActivityFactory(course=course, title_lv="Pie ripas")
    (vera,) = register(course, "Vera")
    said = {"activities": [bench.pk, other.pk]}
    first = client.post(mine(vera, "choices"), said)
    assert (first.status_code, vera.choices.count()) == (200, 0)
    client.post(mine(vera, "choices"), {**said, "seen": first.context["seen"]})
    assert set(vera.choices.values_list("state", flat=True)) == {"seated"}


def test_details_are_corrected(client, course, register):
    (vera,) = register(course, "Vera")
    said = {"name": "Vera Ščukina", "email": "vera@example.org", "language": "ru"}
    assert client.post(mine(vera, "details"), said).status_code == 302
    vera.refresh_from_db()
    assert (vera.name, vera.language, vera.ticket.name) == ("Vera Ščukina", "ru", "Vera Ščukina")


def test_withdrawing_asks_whose_place_and_frees_it(client, course, register):
    vera, olegs = register(course, "Vera", "Oļegs")
    client.post(mine(vera, "withdraw"), {"number": []})
    assert Enrolment.objects.filter(state="enrolled").count() == 2
    client.post(mine(vera, "withdraw"), {"number": [olegs.number]})
    assert dict(Enrolment.objects.values_list("name", "state")) == {"Vera": "enrolled", "Oļegs": "withdrawn"}
    client.post(mine(olegs, "withdraw"))
    assert Enrolment.objects.filter(state="withdrawn").count() == 1


def test_an_offered_place_is_taken_on_the_page(client, course, register, now):
    SeatQuota.objects.update(size=1)
    (vera,) = register(course, "Vera")
    (olegs,) = register(course, "Oļegs")
    assert client.get(mine(olegs)).context["place"] == 1
    learning.withdraw(enrolments=[vera], by="visitor", at=now)
    assert mine(olegs, "accept") in client.get(mine(olegs)).content.decode()
    client.post(mine(olegs, "accept"))
    olegs.refresh_from_db()
    assert olegs.state == "enrolled"


def test_what_is_to_be_paid_leads_to_paying(client, course, register):
    course.product.price = 25
    course.product.save()
    (vera,) = register(course, "Vera")
    order = Order.objects.get()
    page = client.get(mine(vera)).content.decode()
    assert reverse("orders:pay", args=[order.code, order.secret]) in page
    assert "data:image/png" not in page
    assert client.get(mine(vera, "tickets_pdf")).status_code == 302


def test_lost_links_are_mailed_and_nobody_learns_whether_there_are_any(client, course, register):
    (vera,) = register(course, "Vera")
    Message.objects.all().delete()
    answers = [client.post(reverse("learn:find"), {"email": email}) for email in ("vera@example.org", "nobody@example.org")]
    assert [answer.content.decode().replace("vera@", "x@").replace("nobody@", "x@").count("x@") for answer in answers] == [1, 1]
    assert vera.secret in Message.objects.get().text


def test_a_page_takes_as_many_statements_for_three_people_as_for_one(client, course, bench, register, django_assert_num_queries):
    SeatQuota.objects.update(size=9)
    (one,) = register(course, "Vera", activities=[bench.pk])
    first, *_others = register(course, "Oļegs", "Rita", "Zane", activities=[bench.pk])
    for who, statements in ((one, 5), (first, 6)):  # one more for the places of those who wait
        with django_assert_num_queries(statements):
            client.get(mine(who))
    with django_assert_num_queries(4):
        client.get(reverse("learn:course", args=[course.event.slug]))
