"""Taking in what people say about a session: once each, and kept without saying who."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused
from conference.certificates.models import Feedback
from conference.programme.models import Session

HEAD_START = timedelta(minutes=10)
"""Answers are taken this long before a session ends: people leave early."""


class AlreadyGiven(Refused):
    """This person, or this browser, has answered."""

    code = "already_given"


class NotYet(Refused):
    """The session is not nearly over."""

    code = "not_over_yet"


def key_of(session: Session, who: str) -> str:
    """Return what stands for a person's answer: the same each time, and nothing one could get from it to the person."""
    return sha256(f"{settings.SECRET_KEY} feedback {session.pk} {who}".encode()).hexdigest()


def keys_of(sessions: Iterable[Session], who: str) -> list[str]:
    """Return `key_of` somebody for several sessions."""
    return [key_of(session, who) for session in sessions]


def is_open(session: Session, at: datetime) -> bool:
    """Tell whether answers about a session are taken: it is over, or nearly."""
    slot = getattr(session, "slot", None)
    return slot is not None and session.state == Session.State.PLANNED and at >= slot.ends_at - HEAD_START


@transaction.atomic
def give_feedback(*, session: Session, who: str, facts: Mapping[str, Any], is_from_room: bool, at: datetime) -> Feedback:
    """Keep an answer. Writes no line in the log: what people say is nobody's.

    Args:
        who: a word for the person or the browser; only its hash with the session is kept.
        facts: rating from 1 to 5, liked, missed.

    Raises:
        NotYet: see there.
        Invalid: no rating (`rating_missing`).
        AlreadyGiven: see there.
    """
    if not is_open(session, at):
        raise NotYet(_("This session is not over yet. Come back at its end."))
    rating = int(facts.get("rating") or 0)
    if not 1 <= rating <= 5:
        raise Invalid(_("Choose how it was."), code="rating_missing", field="rating")
    try:
        with transaction.atomic():
            return Feedback.objects.create(
                session=session,
                key=key_of(session, who),
                is_from_room=is_from_room,
                rating=rating,
                liked=facts.get("liked", "").strip()[:1000],
                missed=facts.get("missed", "").strip()[:1000],
                given_at=at.replace(minute=0, second=0, microsecond=0),  # to the hour: a minute would tell who
            )
    except IntegrityError:
        raise AlreadyGiven(_("You have answered already. Thank you!")) from None
