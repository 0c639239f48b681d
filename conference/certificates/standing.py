"""What stands about certificates and feedback on "my registration", which belongs to a room below."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from conference.certificates.models import Certificate
from conference.learning.models import Enrolment
from conference.programme.models import Session


def of_enrolment(request: HttpRequest, enrolment: Enrolment) -> dict[str, Any] | None:
    """Return the section of certificates and of sessions to say something of; None before either. Two statements once it began."""
    now = timezone.now()
    if now < enrolment.course.event.starts_at:
        return None
    found = list(Certificate.objects.filter(enrolment=enrolment, revoked_at=None).select_related("series").order_by("pk"))
    over = Session.objects.filter(event=enrolment.course.event, slot__ends_at__lte=now)
    may_say = enrolment.state == Enrolment.State.ENROLLED and over.exists()
    if not found and not may_say:
        return None
    return {"template": "conference/certificates/_mine.html", "certificates": found, "may_say": may_say}
