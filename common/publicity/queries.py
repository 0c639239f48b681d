"""Reading the funder's notice in force."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import translation

from common.publicity.models import Notice


@dataclass(frozen=True, slots=True)
class Strip:
    """What must stand on a page or print: the disclaimer with its publisher, and logos as paths of static files."""

    text: str
    logos: tuple[str, ...]


def notice_for(*, on: date, country: str, publisher: str, language: str) -> Strip | None:
    """Return the notice in force on a day for a publisher of `country`, or None where there is none.

    One made for the country goes before one for all, a later one before an earlier.
    """
    in_force = Notice.objects.filter(Q(valid_until=None) | Q(valid_until__gt=on), valid_from__lte=on, country__in=["", country])
    notice = in_force.order_by("-country", "-valid_from").first()
    if notice is None:
        return None
    with translation.override(language):
        text = notice.text.replace("{publisher}", publisher)
    return Strip(text=text, logos=tuple(f"img/publicity/{name}" for name in notice.logos))
