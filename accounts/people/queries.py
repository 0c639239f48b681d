"""Reading about people."""

from datetime import datetime

from accounts.people import links
from accounts.people.models import Person


def whom_link_signs_in(word: str, at: datetime) -> Person | None:
    """Return the person a one-time link would sign in, or None when it is spent; nothing is changed."""
    link = links.read(word)
    if link is None:
        return None
    person = Person.objects.filter(pk=link.person_id).first()
    return person if person is not None and links.is_fresh(link, person, at) else None
