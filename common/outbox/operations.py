"""Writing messages and moving them on. A message leaves only by `tasks.drain`, after the caller's transaction.

Nothing is logged here: the activity log lives on a floor above, and the caller knows who acted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.template import Context, Engine, Template, TemplateDoesNotExist
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task

from common.errors import Refused, Stale
from common.outbox.models import Attachment, Message
from common.outbox.rules import DOUBTFUL_AFTER, pause_after

State = Message.State


class NotSendable(Refused):
    """The message has left or is just leaving, so nothing can be done about it."""

    code = "message_on_its_way"


@dataclass(frozen=True)
class File:
    """A file to go with a message."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class _Letter:
    subject: str
    text: str
    html: str


def _render(template: str, language: str, context: Mapping[str, Any]) -> _Letter:
    engine = Engine.get_default()
    values = {"site_url": settings.SITE_URL, "mail_language": language, **context}
    with translation.override(language):
        # plain text must not be escaped for HTML: "O'Brien" would arrive as "O&#x27;Brien"
        subject, text = (
            engine.get_template(f"mail/{template}.{ending}").render(Context(values, autoescape=False)) for ending in ("subject.txt", "txt")
        )
        # a line break in a subject would begin a header of its own
        title = " ".join(subject.split())[:250]
        html = _html_template(engine, template)
        body = html.render(Context({"mail_subject": title, **values})) if html else ""
    return _Letter(title, text.strip() + "\n", body)


def preview(*, template: str, language: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return the subject and the plain text of a letter as `write` would make it, without writing it."""
    letter = _render(template, language, context)
    return letter.subject, letter.text


def _html_template(engine: Engine, template: str) -> Template | None:
    try:
        return engine.get_template(f"mail/{template}.html")
    except TemplateDoesNotExist:
        return None


def write(
    *,
    key: str,
    kind: str,
    about: str,
    to: str,
    language: str,
    template: str,
    context: Mapping[str, Any],
    at: datetime,
    within: str = "",
    reply_to: str = "",
    needs_attachments: bool = False,
    is_urgent: bool = False,
) -> Message:
    """Write a mail in the caller's transaction; it is sent once that has been committed.

    Args:
        key: what the mail tells, once; a second call with the same key returns the first message unchanged.
        template: name below `templates/mail/`, without ending: `.subject.txt` and `.txt` must exist, `.html` may.
        context: values for the templates; `site_url`, `mail_language` and `mail_subject` are added.
        needs_attachments: keep it back until `attach` is called.
        is_urgent: send it before the others, as somebody is waiting for it (sign-in codes).
    """
    known = Message.objects.filter(key=key).first()
    if known is not None:
        return known
    letter = _render(template, language, context)
    message = Message(
        key=key,
        kind=kind,
        about=about,
        within=within,
        to=to,
        reply_to=reply_to,
        language=language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        state=State.WAITING if needs_attachments else State.QUEUED,
        is_urgent=is_urgent,
        created_at=at,
        due_at=at,
    )
    # One statement that finds the row of somebody who wrote the same key this instant, without a savepoint around it.
    Message.objects.bulk_create([message], update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    if not needs_attachments:
        wake_worker()
    return message


def attach(*, message: Message, files: Sequence[File], at: datetime) -> Message:
    """Add the files a waiting message needs and queue it. Doing so twice changes nothing."""
    with transaction.atomic():
        if _move(message, State.QUEUED, of=[State.WAITING], due_at=at):
            Attachment.objects.bulk_create(
                Attachment(message=message, name=file.name, content_type=file.content_type, content=file.content) for file in files
            )
            wake_worker()
    message.refresh_from_db()
    return message


def requeue(*, message: Message, at: datetime) -> Message:
    """Send a failed or doubtful message again, on a person's wish. It keeps its Message-ID, so mail programs may merge copies.

    Raises:
        NotSendable: it is still under way, or has been sent.
    """
    with transaction.atomic():
        if not _move(message, State.QUEUED, of=[State.FAILED, State.DOUBTFUL], due_at=at, attempts=0, error="", claimed_at=None):
            raise NotSendable(_("Only a message that failed or may not have arrived can be sent again."))
        wake_worker()
    message.refresh_from_db()
    return message


def withdraw(*, message: Message, at: datetime) -> Message:
    """Keep a message from being sent.

    Raises:
        NotSendable: it has left already, or is leaving now.
    """
    with transaction.atomic():
        if not _move(message, State.WITHDRAWN, of=[State.WAITING, State.QUEUED, State.FAILED]):
            raise NotSendable(_("This message can no longer be held back."))
    message.refresh_from_db()
    return message


def claim(*, message: Message, at: datetime) -> bool:
    """Take a due message for sending and commit that at once; False when another worker was quicker."""
    with transaction.atomic(durable=True):
        return _move(message, State.SENDING, of=[State.QUEUED], claimed_at=at, attempts=F("attempts") + 1)


def mark_sent(*, message: Message, at: datetime) -> None:
    """Note that the mail server has taken the message.

    Raises:
        Stale: the message is not being sent (it was given up as doubtful meanwhile, and requeued by a person).
    """
    with transaction.atomic():
        if not _move(message, State.SENT, of=[State.SENDING, State.DOUBTFUL], sent_at=at, error=""):
            raise Stale


def mark_refused(*, message: Message, error: str, for_good: bool, at: datetime) -> None:
    """Note that the mail server has refused the message: try again later, or give up."""
    with transaction.atomic():
        attempts = Message.objects.values_list("attempts", flat=True).get(pk=message.pk)
        pause = None if for_good else pause_after(attempts)
        if pause is None:
            _move(message, State.FAILED, of=[State.SENDING], error=error[:300])
        else:
            _move(message, State.QUEUED, of=[State.SENDING], error=error[:300], due_at=at + pause, claimed_at=None)


def mark_doubtful(*, message: Message, error: str, at: datetime) -> None:
    """Note that nobody knows whether the message was sent; only a person may send it again."""
    with transaction.atomic():
        _move(message, State.DOUBTFUL, of=[State.SENDING], error=error[:300])


def give_up_orphans(*, at: datetime) -> int:
    """Mark as doubtful what a dead worker left behind, and return how many that were."""
    with transaction.atomic():
        orphans = Message.objects.filter(state=State.SENDING, claimed_at__lt=at - DOUBTFUL_AFTER)
        return orphans.update(state=State.DOUBTFUL, error="the worker stopped while sending")


def forget(*, sent_before: datetime) -> int:
    """Empty the text and drop the attachments of messages sent before a moment; the fact of sending stays. Returns how many."""
    with transaction.atomic():
        old = Message.objects.filter(state=State.SENT, sent_at__lt=sent_before).exclude(text="")
        Attachment.objects.filter(message__in=old).delete()
        return old.update(text="", html="")


def _move(message: Message, to: str, *, of: Sequence[str], **values: Any) -> bool:
    """Change the state if it still is one of `of`; tell whether it was."""
    return Message.objects.filter(pk=message.pk, state__in=of).update(state=to, **values) == 1


def wake_worker() -> None:
    """Have the outbox drained right after the current transaction; once, however many messages it writes."""
    if not any(callback[1] is _queue_drain for callback in connection.run_on_commit):
        # robust: a task queue that is down must not fail the request; the schedule drains the outbox every minute anyway
        transaction.on_commit(_queue_drain, robust=True)


def _queue_drain() -> None:
    async_task("common.outbox.tasks.drain")
