"""What the worker does for orders. Every function may run twice, or twice at once."""

import logging

from django.utils import timezone

from common.outbox import operations as outbox
from common.outbox import queries as outbox_queries
from common.outbox.models import Message
from ticketing.orders import documents, mails
from ticketing.orders import operations as orders

logger = logging.getLogger(__name__)


def prepare_mails() -> int:
    """Make the attachments of waiting messages, so that they can leave; return how many were made.

    One that fails is tried again at the next run and keeps nobody else waiting.
    """
    made = 0
    for kind in (mails.CONFIRMED, mails.HANDED_OVER):
        # read at once: waking the worker may close the connection that an open cursor hangs on
        for message in list(outbox_queries.awaiting(kind)):
            try:
                made += _prepare(message)
            except Exception:
                logger.exception("message %s: its attachments could not be made", message.pk)
    return made


def _prepare(message: Message) -> bool:
    now = timezone.now()
    files = documents.attachments(message, at=now)
    if not files:
        outbox.withdraw(message=message, at=now)
        return False
    outbox.attach(message=message, files=files, at=now)
    return True


def drop_expired() -> int:
    """Let expired carts and unpaid orders lapse; return how many did."""
    return orders.drop_expired(at=timezone.now())
