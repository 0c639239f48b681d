"""What the tables of the day refuse themselves, past all operations."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from fairs.factories import ApplicationFactory
from fairs.models import AfterForm, Appearance, Incident, VisitorCount

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 6, 9, tzinfo=UTC)


def refuses(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_a_maker_appears_once_a_day_and_something_is_said_of_it():
    one = ApplicationFactory()
    facts = {"application": one, "day": one.call.event.days.get(), "noted_by": "Jānis"}
    refuses(lambda: Appearance.objects.create(**facts))
    Appearance.objects.create(came_at=NOW, **facts)
    refuses(lambda: Appearance.objects.create(absent_at=NOW, **facts))


def test_an_hour_is_counted_once_at_a_place_and_an_incident_says_what():
    event = ApplicationFactory().call.event
    facts = {"event": event, "place": "Vārti", "hour": NOW, "changed_at": NOW}
    VisitorCount.objects.create(count=3, **facts)
    refuses(lambda: VisitorCount.objects.create(count=4, **facts))
    refuses(lambda: Incident.objects.create(event=event, text="", noted_at=NOW))


def test_a_maker_tells_once_how_it_was_on_a_scale_of_five():
    one = ApplicationFactory()
    refuses(lambda: AfterForm.objects.create(application=one, rating=6, sent_at=NOW))
    AfterForm.objects.create(application=one, rating=5, sent_at=NOW)
    refuses(lambda: AfterForm.objects.create(application=one, rating=4, sent_at=NOW))
