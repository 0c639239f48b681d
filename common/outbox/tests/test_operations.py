from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from common.outbox import operations as outbox
from common.outbox import queries, tasks
from common.outbox.models import Attachment, Message

State = Message.State
pytestmark = pytest.mark.django_db


def test_a_message_is_rendered_in_the_readers_language(write):
    message = write(language="ru")
    assert message.text == "Dear Vera O'Paraudziņa, see https://tirgus.example.org. [ru]\n"
    assert message.html == "<p>Dear Vera O&#x27;Paraudziņa</p>"


def test_a_line_break_in_a_name_cannot_add_a_header(write):
    message = write(context={"name": "Vera\r\nBcc: all@example.org"})
    assert message.subject == "Hello, Vera Bcc: all@example.org"


def test_html_may_be_missing(write):
    assert write(template="bare").html == ""


def test_the_same_key_is_written_once(write):
    first = write(key="order-confirmed:1:1")
    second = write(key="order-confirmed:1:1", to="boris@example.org")
    assert first.pk == second.pk
    assert Message.objects.get().to == "vera@example.org"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_mailed_for_a_change_that_was_rolled_back(write):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert tasks.drain() == 0
    assert mail.outbox == []
    assert not OrmQ.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_woken_once_after_the_commit(write):
    with transaction.atomic():
        write()
        write()
        assert not OrmQ.objects.exists()
    assert OrmQ.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_task_queue_that_is_down_does_not_fail_the_request(write, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("django_q.brokers.orm.ORM.enqueue", broken)
    with transaction.atomic():
        write()
    assert tasks.drain() == 1


def test_a_message_waits_for_its_attachments(write):
    message = write(needs_attachments=True)
    assert list(queries.awaiting("greeting")) == [message]
    assert tasks.drain() == 0
    now = timezone.now()
    ticket = outbox.File("ticket.pdf", "application/pdf", b"%PDF-1.7")
    assert outbox.attach(message=message, files=[ticket], at=now).state == State.QUEUED
    outbox.attach(message=message, files=[ticket], at=now)  # the task ran twice
    assert tasks.drain() == 1
    assert [name for name, *_ in mail.outbox[0].attachments] == ["ticket.pdf"]


def test_a_failed_message_can_be_sent_again_by_a_person(write):
    message = write()
    Message.objects.update(state=State.FAILED, attempts=5, error="550", claimed_at=timezone.now())
    outbox.requeue(message=message, at=timezone.now())
    assert (message.state, message.attempts, message.error) == (State.QUEUED, 0, "")


@pytest.mark.parametrize("state", [State.SENT, State.SENDING, State.QUEUED, State.WITHDRAWN])
def test_what_is_under_way_is_not_sent_again(write, state):
    message = write()
    Message.objects.update(state=state, sent_at=timezone.now())
    with pytest.raises(outbox.NotSendable):
        outbox.requeue(message=message, at=timezone.now())


def test_a_withdrawn_message_never_leaves(write):
    outbox.withdraw(message=write(), at=timezone.now())
    assert tasks.drain() == 0


def test_a_sent_message_cannot_be_withdrawn(write):
    message = write()
    tasks.drain()
    with pytest.raises(outbox.NotSendable):
        outbox.withdraw(message=message, at=timezone.now())


def test_old_letters_are_emptied_but_their_sending_stays_known(write):
    message = write(needs_attachments=True)
    outbox.attach(message=message, files=[outbox.File("a.txt", "text/plain", b"a")], at=timezone.now())
    tasks.drain()
    assert tasks.tidy() == 0
    Message.objects.update(sent_at=timezone.now() - tasks.KEEP - timedelta(days=1))
    assert tasks.tidy() == 1
    message.refresh_from_db()
    assert (message.text, message.html, message.state) == ("", "", State.SENT)
    assert not Attachment.objects.exists()


def test_health_tells_what_a_person_must_look_at(write):
    at = timezone.now()
    write(at=at - timedelta(minutes=9))
    failed = write(at=at)
    Message.objects.filter(pk=failed.pk).update(state=State.FAILED)
    assert queries.health(at) == queries.Health(waiting=0, queued=1, oldest_wait=timedelta(minutes=9), failed=1, doubtful=0)
