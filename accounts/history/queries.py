"""Reading the activity log, newest first."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q, QuerySet

from accounts.history.models import Entry
from accounts.history.models import about as word_for


@dataclass(frozen=True)
class Filter:
    """What to look for: who (a person's name or e-mail), about what ("order" or "order:123"), in which days, and any word."""

    who: str = ""
    about: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


def of(about: str) -> QuerySet[Entry]:
    """Return what happened to one subject such as "order:123"."""
    return Entry.objects.filter(about=about).select_related("actor")


def within(event: models.Model, wanted: Filter | None = None, zone: str = "UTC") -> QuerySet[Entry]:
    """Return what happened at an event; days begin and end at midnight in `zone`, both days included."""
    return _matching(Entry.objects.filter(within=word_for(event)).select_related("actor"), wanted or Filter(), zone)


def of_partner(partner: models.Model, wanted: Filter, zone: str) -> QuerySet[Entry]:
    """Return what happened in a partner's books; days begin and end at midnight in `zone`, both days included."""
    return _matching(Entry.objects.filter(partner_id=partner.pk).select_related("actor"), wanted, zone)


def _matching(found: QuerySet[Entry], wanted: Filter, zone: str) -> QuerySet[Entry]:
    if wanted.who:
        found = found.filter(Q(actor_label__icontains=wanted.who) | Q(actor__email__icontains=wanted.who))
    if wanted.about:
        subject = wanted.about.strip().lower()
        found = found.filter(about=subject) if ":" in subject else found.filter(action__startswith=f"{subject}.")
    if wanted.since:
        found = found.filter(at__gte=_midnight(wanted.since, zone))
    if wanted.until:
        found = found.filter(at__lt=_midnight(wanted.until + timedelta(days=1), zone))
    for word in wanted.text.split():
        found = found.filter(Q(action__icontains=word) | Q(about__icontains=word) | _in_facts(word))
    return found


def subjects(entries: QuerySet[Entry]) -> list[str]:
    """Return the kinds of things that entries tell of, such as "order"."""
    words = entries.order_by().values_list("action", flat=True).distinct()
    return sorted({word.split(".")[0] for word in words})


def _in_facts(word: str) -> Q:
    """Look among the values before and after; SQLite keeps JSON with letters such as "ē" written as escapes."""
    spellings = {word, json.dumps(word)[1:-1]}
    return reduce(or_, (Q(before__icontains=spelling) | Q(after__icontains=spelling) for spelling in spellings))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))
