"""The registrations of the demonstration: each shows something an organiser meets."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from conference.models import Activity, Choice, Course, Enrolment, SeatQuota
from config.demo.build import make_event
from config.demo.events import EVENTS
from config.demo.learning import PLANS, make_course
from config.demo.people import make_members, make_partners
from ticketing.models import Event, Ticket


@pytest.fixture
def made(db: None) -> dict[str, Counter]:
    """The states of the enrolments of each event with registration."""
    now = datetime.now(UTC)
    call_command("load_places", verbosity=0)
    call_command("load_crafts", verbosity=0)
    partners = make_partners()
    members = make_members(partners)
    for plan in EVENTS:
        if plan.slug in PLANS:
            event = make_event(plan, partners, members["inese@example.org"], now)
            make_course(event, members["inese@example.org"], members["vita@example.org"], now)
    return {
        course.event.slug: Counter(Enrolment.objects.filter(course=course).values_list("state", flat=True))
        for course in Course.objects.select_related("event")
    }


def test_trainings_workshops_and_the_conference_have_people_who_wait_apply_and_are_offered_a_place(made):
    assert made.keys() == PLANS.keys()
    assert made["socialie-mediji-2"]["waiting"] >= 2
    assert made["socialie-mediji-2"]["offered"] >= 1
    assert made["darbnica-ausana"]["waiting"] >= 3
    assert {"applied", "enrolled", "declined"} <= made["darbnica-keramika"].keys()
    assert made["amats-bez-robezam"]["enrolled"] >= 30
    pottery = Activity.objects.get(kind="workshop", seats=8)
    assert pottery.taken == 8
    assert Choice.objects.filter(activity=pottery, state="waiting").count() >= 2
    assert Activity.objects.filter(kind="tour", taken__gt=3).count() == 2


def test_what_is_taken_is_what_is_held_and_every_ticket_is_somebodys(made):
    for quota in SeatQuota.objects.select_related("course"):
        held = Enrolment.objects.filter(course=quota.course, state__in=Enrolment.HOLDING)
        held = held.filter(country=quota.country) if quota.country else held
        held = held.filter(mode=quota.mode) if quota.mode else held
        assert quota.taken == held.count()
    for activity in Activity.objects.all():
        assert activity.taken == Choice.objects.filter(activity=activity, state="seated").count()
    assert Ticket.objects.live().count() == Enrolment.objects.filter(state="enrolled").count()
    assert Event.objects.filter(slug__in=PLANS).count() == len(PLANS)
