"""What the worker does for registrations. Every function may run twice, or twice at once."""

import logging

from django.utils import timezone

from common.errors import Refused
from common.outbox import operations as outbox
from common.outbox import queries as outbox_queries
from common.outbox.models import Message
from conference.learning import documents, mails, queries
from conference.learning import operations as learning

logger = logging.getLogger(__name__)


def prepare_mails() -> int:
    """Draw the tickets that letters wait for; return how many letters got theirs. One that fails keeps nobody else waiting."""
    made = 0
    for message in list(outbox_queries.awaiting(mails.ENROLLED)):
        try:
            made += _prepare(message)
        except Exception:
            logger.exception("message %s: its tickets could not be drawn", message.pk)
    return made


def _prepare(message: Message) -> bool:
    now = timezone.now()
    files = documents.attachments(message, at=now)
    if not files:
        outbox.withdraw(message=message, at=now)
        return False
    outbox.attach(message=message, files=files, at=now)
    return True


def lapse_due() -> int:
    """Let offered places lapse that nobody took in time, the next in line being offered them; return how many did."""
    now = timezone.now()
    done = 0
    for enrolment in list(queries.expired_offers(now)[:200]):
        try:
            done += learning.lapse(enrolment=enrolment, at=now)
        except Refused:
            logger.exception("enrolment %s: its offer could not lapse", enrolment.pk)
    return done
