"""What the database itself refuses, whoever writes it."""

import pytest
from django.db import IntegrityError, transaction

from conference.factories import HallFactory, SessionFactory
from conference.models import DraftJob, Release, Session, SessionEquipment, SessionSpeaker, Slot
from places.factories import BookableFactory


def refused(write) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_a_hall_a_number_and_a_version_are_there_once(conference):
    session = conference.session()
    refused(lambda: HallFactory(event=conference.event, name_lv="Lielā zāle"))
    refused(lambda: SessionFactory(event=conference.event, number=session.number))
    facts = {"event": conference.event, "number": 1, "document": {}, "released_at": conference.now}
    Release.objects.create(**facts)
    refused(lambda: Release.objects.create(**facts))


def test_somebody_appears_in_a_session_once_and_a_thing_is_needed_once(conference):
    session, kiln = conference.session(conference.ilze), BookableFactory(site=conference.event.site)
    refused(lambda: SessionSpeaker.objects.create(session=session, speaker=conference.ilze))
    SessionEquipment.objects.create(session=session, bookable=kiln)
    refused(lambda: SessionEquipment.objects.create(session=session, bookable=kiln))


def test_a_session_has_one_place_that_ends_after_it_begins(conference):
    session = conference.placed()
    refused(lambda: Slot.objects.create(session=session, starts_at=conference.at(0), ends_at=conference.at(60)))
    other = conference.session()
    refused(lambda: Slot.objects.create(session=other, starts_at=conference.at(60), ends_at=conference.at(60)))


@pytest.mark.parametrize("wrong", [{"minutes": 4}, {"minutes": 601}, {"state": "dreamt"}])
def test_a_session_has_a_sane_length_and_a_known_state(conference, wrong):
    session = conference.session()
    refused(lambda: Session.objects.filter(pk=session.pk).update(**wrong))


def test_one_draft_is_computed_at_a_time_and_is_in_a_known_state(conference):
    job = DraftJob.objects.create(event=conference.event, asked_at=conference.now)
    refused(lambda: DraftJob.objects.create(event=conference.event, asked_at=conference.now, state="running"))
    refused(lambda: DraftJob.objects.filter(pk=job.pk).update(state="dreamt"))
    DraftJob.objects.filter(pk=job.pk).update(state="cancelled")
    DraftJob.objects.create(event=conference.event, asked_at=conference.now)
