"""The demonstration's finished training, on an event of its own: what the pages of attendance and certificates show."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.factories import PersonFactory
from conference.certificates import queries as certificates
from conference.evidence import queries as evidence
from conference.models import Certificate, EvidencePhoto
from config.demo.training import make_training
from ticketing.factories import EventFactory
from ticketing.models import EventDay


@pytest.mark.django_db
def test_who_was_there_for_both_days_has_a_certificate_and_who_was_there_for_one_has_none() -> None:
    opens = timezone.now().replace(hour=7, minute=0, second=0, microsecond=0) - timedelta(days=12)
    event = EventFactory(kind="training", mode="hybrid", starts_at=opens, ends_at=opens + timedelta(days=1, hours=6))
    EventDay.objects.filter(event=event).update(closes_at=opens + timedelta(hours=6))
    EventDay.objects.create(event=event, opens_at=opens + timedelta(days=1), closes_at=event.ends_at)
    make_training(event, {f"{name}@example.org": PersonFactory(name=name) for name in ("inese", "andris")})
    figures = evidence.figures(event)
    assert (figures.registered, figures.present, figures.certificates) == (12, 11, 10)
    assert [name for name, _count in figures.by_proof]
    assert {row.enrolment.name for row in figures.rows if not row.certificate} == {"Aivars Paraudziņš"}
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 11))
    assert certificates.results(event)[0].is_shown
    assert EvidencePhoto.objects.count() == 3
