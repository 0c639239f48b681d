"""What the worker does for documents. Every function may run twice, or twice at once."""

import logging

from django.utils import timezone

from common.outbox import operations as outbox
from common.outbox import queries as messages
from common.outbox.models import Message
from ticketing.invoicing import documents, giving, mails
from ticketing.invoicing.models import Document

logger = logging.getLogger(__name__)
AT_ONCE = 200


def prepare() -> int:
    """Draw documents that were issued, and attach them to their letters; return how many letters can leave.

    One that fails is tried again at the next run and keeps nobody else waiting.
    """
    made = 0
    for document in list(Document.objects.filter(drawing=None).order_by("pk")[:AT_ONCE]):
        try:
            giving.drawn(document)
        except Exception:
            logger.exception("document %s could not be drawn", document.pk)
    for message in list(messages.awaiting(mails.ISSUED)):
        try:
            made += _attach(message)
        except Exception:
            logger.exception("message %s: its document could not be attached", message.pk)
    return made


def _attach(message: Message) -> bool:
    document = Document.objects.select_related("partner").get(pk=mails.document_of(message))
    outbox.attach(message=message, files=[documents.file(document, giving.drawn(document))], at=timezone.now())
    return True
