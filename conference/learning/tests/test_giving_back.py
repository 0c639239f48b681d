"""Who gives a paid place up gets back what the event's conditions say."""

from decimal import Decimal

import pytest
from django.urls import reverse

from conference.factories import ActivityFactory
from conference.learning import operations as learning
from conference.learning import queries
from conference.learning.models import Enrolment
from ticketing.billing import operations as billing
from ticketing.models import Order, Refund
from ticketing.treasury import checking

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(course):
    """The course costs 25, materials at the bench 6; it begins in a month, when half goes back."""
    course.product.price = 25
    course.product.save()
    return ActivityFactory(course=course, fee=6)


@pytest.fixture
def pay(now):
    def record(order):
        billing.record(order=order, provider="manual", amount=order.total, reference="", by="system", at=now)

    return record


def again(one):
    return Enrolment.objects.select_related("course__event__partner", "course__product", "course__fee_product").get(pk=one.pk)


def test_a_learner_who_withdraws_gets_half_back_of_place_and_materials(course, bench, register, pay, now):
    (vera,) = register(course, "Vera", activities=[bench.pk])
    pay(Order.objects.get())
    learning.withdraw(enrolments=[again(vera)], by="visitor", at=now)
    order, refund = Order.objects.get(), Refund.objects.get()
    assert (order.state, refund.amount, refund.reason, order.kept) == ("cancelled", Decimal("15.50"), "cancelled", Decimal("15.50"))
    assert again(vera).state == "withdrawn"
    assert list(checking.faults(now)) == []


def test_one_of_two_gives_back_alone_and_the_other_stays(course, bench, register, pay, now):
    vera, olegs = register(course, "Vera", "Oļegs")
    pay(Order.objects.get())
    learning.withdraw(enrolments=[again(olegs)], by="visitor", at=now)
    order = Order.objects.get()
    assert (order.state, order.total, Refund.objects.get().amount) == ("paid", Decimal("25.00"), Decimal("12.50"))
    assert [again(one).state for one in (vera, olegs)] == ["enrolled", "withdrawn"]
    assert list(checking.faults(now)) == []


def test_whom_staff_take_off_gets_everything_unless_they_say_otherwise(course, bench, register, pay, anna, now):
    vera, olegs = register(course, "Vera", "Oļegs")
    pay(Order.objects.get())
    learning.withdraw(enrolments=[again(vera)], by=anna, at=now)
    learning.withdraw(enrolments=[again(olegs)], whole=False, by=anna, at=now)
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [Decimal("12.50"), Decimal("25.00")]


def test_materials_of_a_seat_given_up_before_go_back_too(course, bench, register, pay, now):
    (vera,) = register(course, "Vera", activities=[bench.pk])
    pay(Order.objects.get())
    learning.choose(enrolment=again(vera), activities=[], by="visitor", at=now)
    learning.withdraw(enrolments=[again(vera)], by="visitor", at=now)
    assert Refund.objects.get().amount == Decimal("15.50")


def test_what_is_not_paid_asks_for_nothing_and_gives_nothing(course, bench, register, now):
    (vera,) = register(course, "Vera")
    learning.withdraw(enrolments=[again(vera)], by="visitor", at=now)
    assert (Order.objects.get().state, Refund.objects.count()) == ("cancelled", 0)


def test_a_cancelled_order_ends_the_place_and_is_not_given_back_twice(course, bench, register, pay, anna, now):
    (vera,) = register(course, "Vera")
    pay(Order.objects.get())
    learning.withdraw(enrolments=[again(vera)], by=anna, at=now)
    assert Refund.objects.get().amount == Decimal("25.00")
    assert queries.paid_lines([again(vera)]) == {}


def test_before_leaving_one_reads_what_goes_back(client, course, bench, register, pay):
    vera, _olegs = register(course, "Vera", "Oļegs", activities=[bench.pk])
    pay(Order.objects.get())
    client.cookies["django_language"] = "en"
    page = " ".join(client.get(reverse("learn:withdraw", args=[vera.secret])).content.decode().split())
    assert "Vera: You get back <b>€15.50</b> of the €31.00 you paid." in page
