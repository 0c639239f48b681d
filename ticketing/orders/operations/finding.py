"""Mailing the links of orders to somebody who has lost them."""

from datetime import datetime

from django.db import transaction

from ticketing.orders import mails, queries


@transaction.atomic
def send_links(*, email: str, language: str, at: datetime) -> None:
    """Mail the links of all live orders of an address to that address; without any, do nothing.

    Returns nothing on purpose: whoever asks must not learn whether the address has orders. An address gets at most one
    such letter an hour.
    """
    found = list(queries.live_of(email, at))
    if found:
        mails.links(found, to=found[0].email, language=language, at=at)
