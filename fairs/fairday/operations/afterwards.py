"""What makers tell after the fair."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common.errors import Refused
from fairs.calls.models import Application
from fairs.fairday.models import AfterForm


class AlreadySent(Refused):
    """The form was sent before; it is read as figures only, so it cannot be found again and changed."""

    code = "already_sent"


class TooEarly(Refused):
    """The fair is not over."""

    code = "not_over_yet"


@transaction.atomic
def send_after_form(*, application: Application, facts: Mapping[str, Any], by: Actor, at: datetime) -> AfterForm:
    """Keep what a maker tells after the fair. Writes no line in the log: it is for statistics, not about them.

    Raises:
        TooEarly: the fair is not over.
        AlreadySent: they have told already.
    """
    if at < application.call.event.ends_at:
        raise TooEarly(_("The fair is not over yet. Come back afterwards."))
    try:
        with transaction.atomic():
            return AfterForm.objects.create(application=application, sent_at=at, **facts)
    except IntegrityError:
        raise AlreadySent(_("You have sent this already. Thank you!")) from None
