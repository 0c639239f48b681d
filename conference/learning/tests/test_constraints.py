"""What must never be in the data is refused by the database itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from conference.factories import ActivityFactory, CourseFactory, EnrolmentFactory
from conference.learning.models import Activity, Choice, Course, Enrolment, SeatQuota

pytestmark = pytest.mark.django_db


def refused(write: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def test_a_course_closes_after_it_opens_and_its_numbers_are_sane():
    course = CourseFactory()
    rows = Course.objects.filter(pk=course.pk)
    assert refused(lambda: rows.update(closes_at=F("opens_at")))
    assert refused(lambda: rows.update(share_percent=101))
    assert refused(lambda: rows.update(hour_minutes=50))
    assert refused(lambda: rows.update(party_max=0))


def test_seats_are_never_oversold_and_set_aside_once():
    course = CourseFactory()
    quota = SeatQuota.objects.create(course=course, country="LV", size=1, taken=1)
    assert refused(lambda: SeatQuota.objects.filter(pk=quota.pk).update(taken=2))
    assert refused(lambda: SeatQuota.objects.create(course=course, country="LV", size=5))


def test_an_activity_is_never_oversold_ends_after_it_begins_and_costs_nothing_below_nothing():
    activity = ActivityFactory(seats=1, taken=1)
    rows = Activity.objects.filter(pk=activity.pk)
    assert refused(lambda: rows.update(taken=2))
    assert refused(lambda: rows.update(ends_at=F("starts_at")))
    assert refused(lambda: rows.update(fee=-1))
    assert refused(lambda: rows.update(kind="party"))


def test_an_enrolment_has_a_number_of_its_own_a_known_state_a_guardian_and_a_deadline():
    one = EnrolmentFactory(number=1)
    rows = Enrolment.objects.filter(pk=one.pk)
    assert refused(lambda: EnrolmentFactory(course=one.course, number=1))
    assert refused(lambda: rows.update(state="present"))
    assert refused(lambda: rows.update(is_minor=True, guardian_name=""))
    assert refused(lambda: rows.update(state="offered", offer_until=None))
    assert refused(lambda: EnrolmentFactory(course=one.course, number=2, request_key=one.request_key, name=one.name))


def test_a_receiver_is_out_once_and_with_somebody_enrolled():
    one = EnrolmentFactory(receiver="17")
    assert refused(lambda: EnrolmentFactory(course=one.course, receiver="17"))
    assert refused(lambda: Enrolment.objects.filter(pk=one.pk).update(state="withdrawn"))
    Enrolment.objects.filter(pk=one.pk).update(receiver_back_at=one.asked_at + timedelta(hours=1))
    assert not refused(lambda: EnrolmentFactory(course=one.course, receiver="17"))


def test_an_activity_is_chosen_once_and_a_choice_is_in_a_known_state():
    one = EnrolmentFactory()
    activity = ActivityFactory(course=one.course)
    choice = Choice.objects.create(enrolment=one, activity=activity, state="seated", asked_at=one.asked_at)
    assert refused(lambda: Choice.objects.create(enrolment=one, activity=activity, state="waiting", asked_at=one.asked_at))
    assert refused(lambda: Choice.objects.filter(pk=choice.pk).update(state="maybe"))
