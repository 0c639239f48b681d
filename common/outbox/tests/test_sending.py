"""What leaves, and what never leaves twice."""

import os
import signal
import smtplib
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core import mail
from django.db import connection
from django.utils import timezone

from common.outbox import operations as outbox
from common.outbox import tasks
from common.outbox.models import Message
from common.outbox.sending import letter, message_id

State = Message.State
LOCMEM = "django.core.mail.backends.locmem.EmailBackend.send_messages"


def failing(error):
    def send_messages(self, messages):
        raise error

    return send_messages


@pytest.mark.django_db
def test_a_letter_says_that_a_machine_wrote_it_and_keeps_its_id(write):
    message = write(reply_to="anna@example.org")
    headers = letter(message).message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Reply-To"] == "anna@example.org"
    assert headers["Message-ID"] == message_id(message) == letter(message).message()["Message-ID"]
    assert headers["Message-ID"].endswith("@tirgus.example.org>")


@pytest.mark.django_db
def test_due_messages_are_sent_once_with_urgent_ones_first(write):
    write(context={"name": "first"})
    write(context={"name": "code"}, is_urgent=True)
    write(context={"name": "later"}, at=timezone.now() + timedelta(hours=1))
    assert tasks.drain() == 2
    assert [m.subject for m in mail.outbox] == ["Hello, code", "Hello, first"]
    assert tasks.drain() == 0


@pytest.mark.django_db
def test_a_batch_is_bounded(write):
    for _turn in range(3):
        write()
    assert tasks.drain(batch=2) == 2
    assert Message.objects.filter(state=State.QUEUED).count() == 1


@pytest.mark.django_db
def test_a_server_that_says_not_now_is_asked_again_until_we_give_up(write, monkeypatch):
    message = write()
    monkeypatch.setattr(LOCMEM, failing(smtplib.SMTPDataError(451, b"greylisted, vera@example.org")))
    for attempt in range(1, 6):
        assert tasks.drain() == 0
        message.refresh_from_db()
        assert message.attempts == attempt
        assert "vera@example.org" not in message.error
        Message.objects.update(due_at=timezone.now())
    assert message.state == State.FAILED


@pytest.mark.django_db
def test_a_mailbox_that_does_not_exist_is_not_tried_again(write, monkeypatch):
    message = write()
    monkeypatch.setattr(LOCMEM, failing(smtplib.SMTPRecipientsRefused({message.to: (550, b"no such user")})))
    tasks.drain()
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.FAILED, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("gone"), TimeoutError(), RuntimeError("anything")])
def test_a_message_that_may_have_left_is_doubtful_and_not_sent_again(write, monkeypatch, error):
    message = write()
    with monkeypatch.context() as broken:
        broken.setattr(LOCMEM, failing(error))
        tasks.drain()
    message.refresh_from_db()
    assert message.state == State.DOUBTFUL
    assert tasks.drain() == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_server_that_cannot_be_reached_costs_no_attempt(write, monkeypatch, caplog):
    message = write()

    def refuse(self):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.base.BaseEmailBackend.open", refuse)
    assert tasks.drain() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.QUEUED, 0)
    assert "vera" not in caplog.text


@pytest.mark.django_db
def test_what_a_dead_worker_left_is_shown_as_doubtful_after_a_while(write):
    message = write()
    outbox.claim(message=message, at=timezone.now() - timedelta(minutes=14))
    tasks.drain()
    message.refresh_from_db()
    assert message.state == State.SENDING
    Message.objects.update(claimed_at=timezone.now() - timedelta(minutes=16))
    tasks.drain()
    message.refresh_from_db()
    assert message.state == State.DOUBTFUL
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(write):
    keys = {write(key=f"race:{n}", context={"name": str(n)}).subject for n in range(12)}
    start, failures = threading.Barrier(2), []

    def work():
        try:
            start.wait()
            tasks.drain()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert Counter(m.subject for m in mail.outbox) == dict.fromkeys(keys, 1)


DYING_WORKER = """
import os, signal, sys, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from common.outbox import tasks
from common.outbox.backends import MailFiles
write = MailFiles.send_messages
def send_and_die(self, messages):
    if sys.argv[2] == "after":
        write(self, messages)
    os.kill(os.getpid(), signal.SIGKILL)
MailFiles.send_messages = send_and_die
tasks.drain()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_while_sending_does_not_cause_a_second_mail(write, moment, tmp_path):
    message = write()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path)}
    name = str(connection.settings_dict["NAME"])
    done = subprocess.run(
        [sys.executable, "-c", DYING_WORKER, name, moment], env=environment, cwd=configured.BASE_DIR, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(list(Path(tmp_path, "mail").glob("*.eml"))) == (moment == "after")
    tasks.drain()
    message.refresh_from_db()
    assert message.state == State.SENDING
    assert mail.outbox == []
