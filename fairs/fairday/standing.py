"""What the maker's page of an application says after the fair: the five questions."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from fairs.allocation.models import Assignment
from fairs.calls.models import Application
from fairs.fairday.models import AfterForm


def of_maker(request: HttpRequest, application: Application) -> dict[str, Any] | None:
    """Return the section for `calls:my` once the fair is over and as long as the maker has not answered."""
    if timezone.now() < application.call.event.ends_at or application.shown_state != Application.State.CONFIRMED:
        return None
    had_stall = Assignment.objects.filter(application=application).exists()
    if not had_stall or AfterForm.objects.filter(application=application).exists():
        return None
    return {"template": "fairs/fairday/standing.html"}
