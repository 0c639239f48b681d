"""One function per letter about an application. All go into the outbox of the caller's transaction; without an e-mail, none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import translation

from accounts.history.operations import about
from common.outbox import operations as outbox
from common.outbox.models import Message
from exhibitors.models import Exhibitor
from fairs.calls import links, wording
from fairs.calls.completeness import Gap
from fairs.calls.models import Application, Companion


def _write(application: Application, kind: str, at: datetime, *, key: str = "", to: Exhibitor | None = None, **more: Any) -> Message | None:
    reader = to or application.exhibitor
    if not reader.email:
        return None
    event = application.call.event
    context = {"application": application, "event": event, "maker": reader, "link": links.page_url(application.pk), **more}
    return outbox.write(
        key=f"{kind}:{application.pk}:{key or f'{at.timestamp():.0f}'}",
        kind=kind,
        about=about(application),
        within=about(event),
        to=reader.email,
        reply_to=event.contact_email,
        language=reader.language,
        template=kind.replace(".", "/"),
        context=context,
        at=at,
    )


def received(application: Application, *, at: datetime) -> Message | None:
    """We have your application."""
    return _write(application, "application.received", at)


def missing(application: Application, gaps: Sequence[Gap], *, at: datetime) -> Message | None:
    """This is still missing; everything in one letter."""
    with translation.override(application.exhibitor.language):
        lines = wording.gap_texts(gaps)
    return _write(application, "application.missing", at, lines=lines)


def closed(application: Application, *, at: datetime) -> Message | None:
    """Your application is withdrawn, or cancelled by the organiser with this reason."""
    return _write(application, f"application.{application.state}", at, key="closed")


def share_asked(companion: Companion, application: Application, *, at: datetime) -> Message | None:
    """Somebody would like to share a stall with you: do you agree?"""
    return _write(
        application, "application.share", at, key=f"share:{companion.pk}", to=companion.exhibitor, answer_link=links.share_url(companion.pk)
    )


def reconfirm(application: Application, *, at: datetime) -> Message | None:
    """The fair has moved: do you come on the new days?"""
    return _write(application, "application.reconfirm", at, answer_link=links.reconfirm_url(application.pk))
