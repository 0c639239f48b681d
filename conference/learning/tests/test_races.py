"""Two at once, each on a connection of their own: the last seat is had once, on both databases."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from common.errors import Refused
from conference.learning import operations as learning
from conference.learning.models import Activity, Choice, Course, Enrolment, SeatQuota
from ticketing.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """Do all jobs at the same time and return how each ended: "done", or the code of its refusal."""

    def on_own_connection(job: Callable[[], object]) -> str:
        try:
            job()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(jobs)) as people:
        return list(people.map(on_own_connection, jobs))


def come(course: Course, name: str, now, key=None, **more) -> Callable[[], object]:
    one = learning.Applicant(name=name, country="LV", email=f"{name.lower()}@example.org", **more)
    key = key or uuid.uuid4()
    return lambda: learning.register(
        course=Course.objects.select_related("event__partner", "product").get(pk=course.pk),
        people=[one],
        language="lv",
        request_key=key,
        by="visitor",
        at=now,
    )


def test_the_last_seat_and_the_last_bench_are_had_once(course, bench, now):
    SeatQuota.objects.update(size=1)
    ends = at_once(*(come(course, f"Nr{n}", now, activities=[bench.pk]) for n in range(4)))
    assert ends == ["done"] * 4
    assert sorted(Enrolment.objects.values_list("state", flat=True)) == ["enrolled", "waiting", "waiting", "waiting"]
    assert sorted(Enrolment.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert (SeatQuota.objects.get().taken, Activity.objects.get().taken, Ticket.objects.count()) == (1, 1, 1)
    assert Choice.objects.filter(state="seated").count() == 1


def test_one_form_sent_four_times_at_once_registers_once(course, now):
    key = uuid.uuid4()
    assert at_once(*(come(course, "Vera", now, key) for _ in range(4))) == ["done"] * 4
    assert (Enrolment.objects.count(), SeatQuota.objects.get().taken) == (1, 1)


def test_withdrawing_and_registering_at_once_leave_no_seat_lost(course, now):
    SeatQuota.objects.update(size=1)
    come(course, "Vera", now)()
    vera = Enrolment.objects.select_related("course__event__partner", "course__product").get()
    at_once(lambda: learning.withdraw(enrolments=[vera], by="visitor", at=now), come(course, "Oļegs", now))
    states = dict(Enrolment.objects.values_list("name", "state"))
    assert states["Vera"] == "withdrawn"
    assert states["Oļegs"] in ("enrolled", "offered")
    assert SeatQuota.objects.get().taken == 1


def test_an_offer_taken_and_lapsing_at_once_has_one_end(course, now):
    SeatQuota.objects.update(size=1)
    come(course, "Vera", now)()
    come(course, "Oļegs", now)()
    vera, olegs = Enrolment.objects.select_related("course__event__partner", "course__product").order_by("number")
    learning.withdraw(enrolments=[vera], by="visitor", at=now)
    olegs.refresh_from_db()
    late = olegs.offer_until
    ends = at_once(
        lambda: learning.accept(enrolment=olegs, by="visitor", at=now),
        lambda: learning.lapse(enrolment=olegs, at=late),
    )
    state = Enrolment.objects.get(pk=olegs.pk).state
    assert (ends[0], state) in {("done", "enrolled"), ("offer_over", "withdrawn")}
    assert SeatQuota.objects.get().taken == (1 if state == "enrolled" else 0)
