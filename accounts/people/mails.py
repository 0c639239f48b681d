"""Letters about signing in. All of them are urgent: somebody is waiting at the screen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from accounts.people import links
from accounts.people.models import Person
from common.languages import Language, default_language
from common.outbox import operations as outbox
from common.outbox.models import Message


def one_time_url(person: Person, *, until: datetime, next_url: str = "") -> str:
    """Return the address that signs a person in once, on any device."""
    return settings.SITE_URL + reverse("people:link", args=[links.make(person, until=until, next_url=next_url)])


def send(*, kind: str, template: str, to: str, context: Mapping[str, Any], at: datetime) -> Message:
    """Write an account letter, in the language of the person with this address or else of the page asking for it."""
    person = Person.objects.filter(email__iexact=to).first()
    spoken = person.language if person else get_language()
    return outbox.write(
        key=f"{kind}:{uuid4().hex}",
        kind=kind,
        about=f"person:{person.pk}" if person else "",
        to=to,
        language=spoken if spoken in Language.values else default_language(),
        template=template,
        context={"email": to, **context},
        at=at,
        is_urgent=True,
    )
