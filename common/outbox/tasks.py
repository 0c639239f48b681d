"""What the worker does for the outbox."""

import logging
import time
from datetime import timedelta

from django.core.mail import get_connection
from django.utils import timezone

from common.outbox import operations, queries
from common.outbox.models import Message
from common.outbox.sending import deliver

logger = logging.getLogger(__name__)

BATCH = 200
SECONDS = 120
"""One run ends after this long, well within the worker's limit for a task; what is left is sent by the next."""

KEEP = timedelta(days=60)


def drain(*, batch: int = BATCH) -> int:
    """Send what is due and return how many messages left. Any number of workers may run it at once."""
    operations.give_up_orphans(at=timezone.now())
    deadline = time.monotonic() + SECONDS
    sent = 0
    for _turn in range(batch):
        if time.monotonic() > deadline:
            break
        message = queries.next_due(timezone.now())
        if message is None:
            return sent
        taken = _send(message)
        if taken is None:
            return sent
        sent += taken
    operations.wake_worker()
    return sent


def tidy() -> int:
    """Empty what was sent long ago, as letters hold names, addresses and tickets; returns how many."""
    return operations.forget(sent_before=timezone.now() - KEEP)


def _send(message: Message) -> bool | None:
    """Claim and send one message; None when the mail server cannot be reached, which is not the message's fault."""
    connection = get_connection()
    try:
        # opened before the claim: what fails here has certainly not sent anything
        connection.open()
    except Exception as error:
        logger.warning("mail server not reachable: %s", type(error).__name__)
        return None
    try:
        if not operations.claim(message=message, at=timezone.now()):
            return False
        return deliver(message, connection)
    finally:
        connection.close()
