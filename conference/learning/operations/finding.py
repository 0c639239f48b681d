"""Mailing the links of registrations to somebody who has lost them."""

from datetime import datetime

from django.db import transaction

from conference.learning import mails, queries


@transaction.atomic
def send_links(*, email: str, language: str, at: datetime) -> None:
    """Mail the links of all live registrations of an address to that address; without any, do nothing.

    Returns nothing on purpose: whoever asks must not learn whether the address has registered. An address gets at most one
    such letter an hour.
    """
    found = list(queries.live_of(email, at))
    if found:
        mails.links(found, to=found[0].email, language=language, at=at)
