from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import get_connection

from common.outbox import operations as outbox
from common.outbox.sending import letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any) -> Path:
    settings.EMAIL_BACKEND = "common.outbox.backends.MailFiles"
    return settings.MAIL_DIR


def test_a_mail_becomes_a_file_with_everything_in_it(write, folder):
    message = write(needs_attachments=True)
    outbox.attach(message=message, files=[outbox.File("biļete.pdf", "application/pdf", b"%PDF-1.7")], at=message.created_at)
    letter(message, get_connection()).send()
    mail = message_from_bytes(next(folder.glob("*.eml")).read_bytes(), policy=policy.default)
    assert mail["To"] == "vera@example.org"
    assert "Vera O'Paraudziņa" in mail.get_body(("plain",)).get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["biļete.pdf"]


def test_the_same_message_sent_again_replaces_its_file(write, folder):
    message = write()
    letter(message, get_connection()).send()
    letter(message, get_connection()).send()
    assert len(list(folder.iterdir())) == 1


def test_file_names_sort_by_time(write, folder):
    names = []
    for _turn in range(3):
        letter(write(), get_connection()).send()
        names.append(max(path.name for path in folder.iterdir()))
    assert names == sorted(set(names))
