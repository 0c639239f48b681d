"""Reading the notice in force."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation

from common.publicity.models import Notice
from common.publicity.rules import ANYWHERE, Period, in_force

FOLDER = "img/publicity/"
PUBLISHER = "{publisher}"


@dataclass(frozen=True)
class Strip:
    """What is shown or printed: the text with the publisher's name in it, and the logos as paths of static files, in order."""

    text: str
    logos: tuple[str, ...]


def notice_for(*, on: date, country: str, publisher: str, language: str) -> Strip | None:
    """Return the notice a publisher shows on a day, in a language or else in the nearest one it is written in.

    Args:
        on: the day of the event or document; the wording changed when the programme did.
        country: of the publisher, as "LV"; a notice for this country goes before one for all.
        publisher: who answers for the content.
    """
    offered = {Period(n.country, n.valid_from, n.valid_until): n for n in Notice.objects.filter(country__in=[ANYWHERE, country])}
    period = in_force(offered, on, country)
    if period is None:
        return None
    notice = offered[period]
    with translation.override(language):
        text = notice.text
    return Strip(text.replace(PUBLISHER, publisher), tuple(FOLDER + name for name in notice.logos))
