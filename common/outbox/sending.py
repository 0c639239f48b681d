"""Handing one claimed message to the mail server, and reading what came of it."""

import hashlib
import logging
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from common.outbox import operations
from common.outbox.models import Message
from common.outbox.rules import Outcome, outcome

logger = logging.getLogger(__name__)


def message_id(message: Message) -> str:
    """Return the Message-ID header: the same at every attempt, so that a second copy can be recognised (RFC 5322, 3.6.4)."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    digest = hashlib.sha256(f"{host}/{message.key}".encode()).hexdigest()[:32]
    return f"<{digest}@{host}>"


def letter(message: Message, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """Build the mail from its row, attachments included."""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "Message-ID": message_id(message),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office replies
            "Content-Language": message.language,
        },
        connection=connection,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for attachment in message.attachments.all():
        mail.attach(attachment.name, bytes(attachment.content), attachment.content_type)
    return mail


def deliver(message: Message, connection: BaseEmailBackend) -> bool:
    """Send a claimed message through an open connection and record the outcome; True when it was sent."""
    try:
        letter(message, connection).send()
    except Exception as error:
        _record(message, error)
        return False
    operations.mark_sent(message=message, at=timezone.now())
    return True


def _record(message: Message, error: Exception) -> None:
    now = timezone.now()
    text = f"{type(error).__name__}: {error}".replace(message.to, "…")
    verdict = outcome(_reply_codes(error))
    logger.warning("message %s: %s (%s)", message.pk, verdict, type(error).__name__)  # the error may hold the address
    if verdict is Outcome.UNKNOWN:
        operations.mark_doubtful(message=message, error=text, at=now)
    else:
        operations.mark_refused(message=message, error=text, for_good=verdict is Outcome.REFUSED, at=now)


def _reply_codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _reply in error.recipients.values()]
    if isinstance(error, smtplib.SMTPResponseException):
        return [error.smtp_code]
    return []
