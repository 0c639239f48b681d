"""Who may fetch a certificate: its holder by the link, anybody by its code what the page of verification says, staff through the event."""

from django.http import Http404

from conference.certificates import queries, rules
from conference.certificates.models import Certificate
from ticketing.events.models import Event


def by_link(secret: str) -> Certificate:
    """Return the certificate of a secret link.

    Raises:
        Http404: no such link.
    """
    found = queries.with_event().filter(secret=secret).first()
    if found is None:
        raise Http404
    return found


def by_code(text: str) -> Certificate | None:
    """Return the certificate of a code as somebody typed it; None where there is none."""
    code = rules.read_code(text)
    return queries.with_event().filter(code=code).first() if code else None


def certificate_at(event: Event, pk: int) -> Certificate:
    """Return one certificate of an event, for staff.

    Raises:
        Http404: it is another event's, or none.
    """
    found = queries.with_event().filter(event=event, pk=pk).first()
    if found is None:
        raise Http404
    return found
