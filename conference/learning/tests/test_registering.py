"""Registering: alone and together, with seats and without."""

import uuid
from datetime import timedelta

import pytest

from common.errors import Invalid
from common.outbox.models import Message
from conference.factories import ActivityFactory
from conference.learning import operations as learning
from conference.learning.models import Activity, Choice, Course, Enrolment, SeatQuota
from ticketing.events.operations import Locked
from ticketing.models import Order, Ticket
from ticketing.orders import operations as orders

pytestmark = pytest.mark.django_db


def states(course):
    return list(Enrolment.objects.filter(course=course).order_by("number").values_list("state", flat=True))


def taken(course):
    return SeatQuota.objects.get(course=course).taken


def test_who_registers_gets_a_seat_a_ticket_and_a_letter(course, register):
    (vera,) = register(course, "Vera Ščukina", organisation="Linu darbnīca")
    assert (vera.state, vera.ticket.state, vera.ticket.name, vera.ticket.organisation) == (
        "enrolled",
        "valid",
        "Vera Ščukina",
        "Linu darbnīca",
    )
    assert taken(course) == 1
    letter = Message.objects.get()
    assert (letter.kind, letter.to, letter.state) == ("learning.enrolled", "vera@example.org", "waiting")
    assert vera.secret in letter.text


def test_the_third_of_two_seats_waits_without_a_ticket(course, register):
    register(course, "Vera", "Oļegs")
    (rita,) = register(course, "Rita")
    assert (rita.state, rita.ticket, taken(course)) == ("waiting", None, 2)
    assert Message.objects.filter(kind="learning.waiting", to="rita@example.org").exists()


def test_people_who_come_together_all_get_seats_or_all_wait(course, register):
    register(course, "Vera")
    assert [one.state for one in register(course, "Rita", "Zane")] == ["waiting", "waiting"]
    assert taken(course) == 1
    assert [one.state for one in register(course, "Ilze")] == ["enrolled"]


def test_the_same_form_sent_twice_registers_once(course, now):
    key, people = uuid.uuid4(), [learning.Applicant(name="Vera", country="LV", email="vera@example.org")]
    made = [learning.register(course=course, people=people, language="lv", request_key=key, by="visitor", at=now) for _ in range(2)]
    assert made[0] == made[1]
    assert taken(course) == 1


def test_a_country_and_a_mode_have_seats_of_their_own(course, event, register):
    event.mode = "hybrid"
    event.save()
    SeatQuota.objects.all().delete()
    SeatQuota.objects.create(course=course, country="LV", size=1)
    SeatQuota.objects.create(course=course, country="RU", mode="online", size=1)
    one = register(course, learning.Applicant(name="Нина", country="RU", mode="online", email="nina@example.org"))
    two = register(course, learning.Applicant(name="Юрий", country="RU", mode="online", email="jurij@example.org"))
    three = register(course, learning.Applicant(name="Ilze", country="LV", email="ilze@example.org"))
    assert [party[0].state for party in (one, two, three)] == ["enrolled", "waiting", "enrolled"]
    with pytest.raises(learning.NotProvided):
        register(course, learning.Applicant(name="Иван", country="RU", email="ivan@example.org"))


def test_without_a_quota_there_is_room_for_everybody(course, register):
    SeatQuota.objects.all().delete()
    assert {one.state for one in register(course, "Vera", "Oļegs", "Rita", "Zane")} == {"enrolled"}


def test_a_full_activity_has_a_waiting_list_of_its_own(course, bench, register):
    bus = ActivityFactory(course=course, kind="tour", title_lv="Autobuss")
    (vera,) = register(course, "Vera", activities=[bench.pk, bus.pk])
    (olegs,) = register(course, "Oļegs", activities=[bench.pk, bus.pk])
    assert dict(vera.choices.values_list("activity", "state")) == {bench.pk: "seated", bus.pk: "seated"}
    assert dict(olegs.choices.values_list("activity", "state")) == {bench.pk: "waiting", bus.pk: "seated"}
    assert Activity.objects.get(pk=bench.pk).taken == 1


def test_two_who_come_together_get_two_benches_or_none(course, bench, register):
    party = register(course, "Vera", "Oļegs", activities=[bench.pk])
    assert {choice.state for choice in Choice.objects.filter(enrolment__in=party)} == {"waiting"}
    assert Activity.objects.get(pk=bench.pk).taken == 0


def test_who_waits_for_the_course_takes_no_seat_at_an_activity(course, bench, register):
    register(course, "Vera", "Oļegs")
    (rita,) = register(course, "Rita", activities=[bench.pk])
    assert rita.choices.get().state == "waiting"
    assert Activity.objects.get(pk=bench.pk).taken == 0


def test_where_the_organiser_approves_the_seat_is_kept_and_nothing_issued(course, register):
    Course.objects.update(needs_approval=True)
    course.refresh_from_db()
    (vera,) = register(course, "Vera")
    assert (vera.state, vera.ticket, taken(course)) == ("applied", None, 1)
    assert Message.objects.get().kind == "learning.applied"


def test_staff_type_in_who_telephones_after_the_deadline_and_without_an_address(course, register, anna, now):
    Course.objects.update(needs_approval=True, closes_at=now - timedelta(hours=1))
    course.refresh_from_db()
    with pytest.raises(learning.NotOpen):
        register(course, "Vera")
    (vera,) = register(course, learning.Applicant(name="Vera", country="LV", role="trainer"), by=anna)
    assert (vera.state, vera.ticket.lines) == ("enrolled", ["Pasniedzējs"])
    assert not Message.objects.exists()


def test_a_child_needs_a_guardian_and_the_years_an_activity_asks_for(course, register):
    forge = ActivityFactory(course=course, age_min=12, title_lv="Pie ēzes")
    with pytest.raises(Invalid) as refused:
        register(course, learning.Applicant(name="Zane", country="LV", phone="20000000", age=9))
    assert (refused.value.code, refused.value.field) == ("no_guardian", "people-0-guardian_name")
    child = {"name": "Zane", "country": "LV", "phone": "20000000", "age": 9, "guardian_name": "Rita"}
    with pytest.raises(Invalid) as refused:
        register(course, learning.Applicant(**child, activities=[forge.pk]))
    assert (refused.value.code, refused.value.field) == ("too_young", "people-0-activities")
    (zane,) = register(course, learning.Applicant(**child))
    assert (zane.is_minor, zane.guardian_name) == (True, "Rita")


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([], "nobody"),
        ([{"name": "Vera"}, {"name": "vera"}], "name_twice"),
        ([{"name": f"Nr. {n}"} for n in range(6)], "party_too_large"),
        ([{"name": "Vera", "email": ""}], "unreachable"),
        ([{"name": "Vera", "activities": [999]}], "unknown_activity"),
        ([{"name": "Vera", "mode": "online"}], "unknown_mode"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(course, register, people, code):
    with pytest.raises(Invalid) as refused:
        register(course, *(learning.Applicant(**{"country": "LV", "email": "a@example.org", **one}) for one in people))
    assert refused.value.code == code
    assert not Enrolment.objects.exists()
    assert taken(course) == 0


def test_the_same_person_in_another_script_registers_once(course, register):
    register(course, learning.Applicant(name="Вера Щукина", country="LV", email="vera@example.org"))
    with pytest.raises(learning.AlreadyRegistered):
        register(course, learning.Applicant(name="Vera Ščukina", country="LV", email="VERA@example.org"))


def test_nothing_is_written_at_a_suspended_partners_event(course, register, suspend):
    suspend(course.event)
    course.event.partner.refresh_from_db()
    with pytest.raises(Locked):
        register(course, "Vera")
    assert not Enrolment.objects.exists()


def test_a_fee_makes_one_order_and_the_ticket_good_once_paid(course, register, now):
    course.product.price = 25
    course.product.save()
    bench = ActivityFactory(course=course, fee=6, title_lv="Pie ēveles")
    _vera, _olegs = register(course, "Vera", "Oļegs", activities=[bench.pk])
    order = Order.objects.get()
    assert (order.total, order.state, order.email) == (62, "placed", "vera@example.org")
    lines = order.lines.order_by("pk").values_list("price", "product__admits", "product__is_public")
    assert list(lines) == [(25, False, False), (25, False, False), (6, False, False), (6, False, False)]
    assert len({line.product_id for line in order.lines.all()}) == 2
    assert set(Ticket.objects.values_list("state", flat=True)) == {"unpaid"}
    assert Message.objects.filter(kind="learning.unpaid", to="vera@example.org").exists()
    orders.mark_paid(order=order, by="system", at=now)
    assert set(Ticket.objects.values_list("state", flat=True)) == {"valid"}
    assert Message.objects.filter(kind="learning.enrolled").count() == 2


def test_who_speaks_pays_nothing_for_taking_part(course, register, anna):
    course.product.price = 25
    course.product.save()
    (tomass,) = register(course, learning.Applicant(name="Tomass", country="LV", role="speaker"), by=anna)
    assert (tomass.ticket.state, Order.objects.count()) == ("valid", 0)


def test_an_unpaid_fee_lets_the_seat_go_to_the_next(course, register, now):
    course.product.price = 25
    course.product.save()
    (vera,) = register(course, "Vera")
    register(course, "Oļegs")
    (rita,) = register(course, "Rita")
    late = now + timedelta(days=8)
    order = Enrolment.objects.get(pk=vera.pk).order
    assert orders.lapse(order=order, at=late)
    assert states(course) == ["withdrawn", "enrolled", "offered"]
    assert Ticket.objects.get(pk=vera.ticket_id).state == "cancelled"
    rita.refresh_from_db()
    assert rita.offer_until == late + timedelta(hours=48)


def test_materials_not_paid_for_give_the_bench_up_and_not_the_course(course, register, now):
    bench = ActivityFactory(course=course, fee=6, seats=1)
    (vera,) = register(course, "Vera", activities=[bench.pk])
    (olegs,) = register(course, "Oļegs", activities=[bench.pk])
    assert (vera.ticket.state, olegs.choices.get().state) == ("valid", "waiting")
    assert orders.lapse(order=vera.choices.get().order, at=now + timedelta(days=8))
    assert [choice.state for choice in (vera.choices.get(), olegs.choices.get())] == ["dropped", "seated"]
    assert Enrolment.objects.get(pk=vera.pk).state == "enrolled"
    assert Order.objects.filter(state="placed", total=6).count() == 1


def test_changing_what_costs_replaces_the_order_that_waits_and_adds_to_one_that_is_paid(course, register, now):
    wood, clay = ActivityFactory(course=course, fee=6), ActivityFactory(course=course, fee=4, title_lv="Pie ripas")
    (vera,) = register(course, "Vera", activities=[wood.pk])
    learning.choose(enrolment=vera, activities=[wood.pk, clay.pk], by="visitor", at=now)
    assert sorted(Order.objects.values_list("state", "total")) == [("cancelled", 6), ("placed", 10)]
    assert Enrolment.objects.get(pk=vera.pk).state == "enrolled"
    orders.mark_paid(order=Order.objects.get(state="placed"), by="system", at=now)
    learning.choose(enrolment=vera, activities=[wood.pk], by="visitor", at=now)
    learning.choose(enrolment=vera, activities=[wood.pk, clay.pk], by="visitor", at=now)
    assert not Order.objects.filter(state="placed").exists()
