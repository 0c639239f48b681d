"""The letter that brings a document; its PDF is attached by the worker."""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django_q.tasks import async_task

from accounts.history.operations import about
from common.outbox import operations as outbox
from common.outbox.models import Message
from common.publicity import queries as publicity
from ticketing.invoicing.models import Document

PREPARE = "ticketing.invoicing.tasks.prepare"
ISSUED = "document.issued"


def document_of(message: Message) -> int:
    """Return the document that an `ISSUED` message brings."""
    return int(message.key.split(":")[1])


def wake_worker() -> None:
    """Have documents drawn right after the current transaction; once, however many it issues."""
    if not any(callback[1] is _queue for callback in connection.run_on_commit):
        transaction.on_commit(_queue, robust=True)


def _queue() -> None:
    async_task(PREPARE)


def issued(document: Document, *, at: datetime, again: bool = False) -> Message | None:
    """Here is your document; None where there is no address."""
    order, said = document.order, document.data
    wake_worker()
    to = said["buyer"].get("email") or order.email
    if not to:
        return None
    event = order.event
    partner = event.partner
    strip = publicity.notice_for(
        on=at.astimezone(event.tz).date(), country=partner.country, publisher=partner.name, language=document.language
    )
    with translation.override(document.language):
        context = {
            "document": document,
            "kind": document.get_kind_display(),
            "order": order,
            "event": event,
            "link": f"{settings.SITE_URL}/o/{order.code}/{order.secret}/" if to == order.email else "",
            "publicity": strip,
        }
    return outbox.write(
        key=f"{ISSUED}:{document.pk}" + (f":{at.timestamp():.0f}" if again else ""),
        kind=ISSUED,
        about=about(order),
        within=about(event),
        to=to,
        reply_to=event.contact_email,
        language=document.language,
        template="invoicing/issued",
        context=context,
        needs_attachments=True,
        at=at,
    )
