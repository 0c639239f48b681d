"""A mail backend for machines that send nothing: every mail becomes a file that mail programs can open."""

import hashlib
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailFiles(BaseEmailBackend):
    """Writes each mail to `settings.MAIL_DIR` as .eml.

    The name is the moment of the first writing and a short form of the Message-ID, so that names sort by time and
    the same message sent again replaces its file.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            _write(mail)
        return len(email_messages)


def _write(mail: EmailMessage) -> Path:
    folder = Path(settings.MAIL_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    message = mail.message()
    short = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:16]
    path = next(folder.glob(f"*_{short}.eml"), folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}_{short}.eml")
    draft = path.with_suffix(f".{os.getpid()}.draft")
    draft.write_bytes(message.as_bytes())
    draft.replace(path)  # in one step: a reader never sees half a mail
    return path
