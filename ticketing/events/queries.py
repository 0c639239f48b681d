"""Reads of events for screens, exports and other rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.partners.models import Partner
from accounts.people.models import Person
from accounts.roles.models import RoleKind
from common.languages import fold
from ticketing.events import rules
from ticketing.events.models import Event


def calendar(*, at: datetime, kind: str = "", country: str = "", words: str = "", past: bool = False) -> QuerySet[Event]:
    """Return the public events of all partners: those still running or to come, or with `past` the finished ones."""
    events = Event.objects.public().select_related("partner", "site__municipality")
    events = events.filter(ends_at__lte=at).order_by("-starts_at") if past else events.filter(ends_at__gt=at).order_by("starts_at", "id")
    if kind:
        events = events.filter(kind=kind)
    if country:
        events = events.filter(partner__country=country)
    return matching(events, words)


_SEARCHED = (
    "title_lv", "title_ru", "title_en", "site__name_lv", "site__name_ru", "site__name_en",
    "site__settlement_lv", "site__settlement_ru", "site__settlement_en", "site__municipality__name", "partner__name",
)  # fmt: skip


def matching(events: QuerySet[Event], words: str) -> QuerySet[Event]:
    """Keep the events whose titles, place or organiser hold every word, in whatever script.

    Folded here and not in the database: SQLite does not know capitals beyond ASCII, and events are few.
    """
    wanted = fold(words).split()
    if not wanted:
        return events
    rows = events.order_by().values_list("pk", *_SEARCHED)
    folded = ((pk, fold(" ".join(text or "" for text in texts))) for pk, *texts in rows)
    return events.filter(pk__in=[pk for pk, text in folded if all(word in text for word in wanted)])


def events_of(person: Person) -> QuerySet[Event]:
    """Return the events that the person has a desk for, by a role at the partner or at the event alone."""
    if person.is_superuser:
        mine = Event.objects.all()
    else:
        mine = Event.objects.filter(
            Q(partner__in=person.roles.values("partner")) | Q(pk__in=Event.objects.filter(roles__person=person).values("pk"))
        )
    return mine.select_related("partner", "site")


def partners_to_organise_for(person: Person, on: date) -> QuerySet[Partner]:
    """Return the partners in whose name the person may make an event: managed by them and not suspended."""
    found = Partner.objects.active_on(on)
    if person.is_superuser:
        return found
    return found.filter(pk__in=person.roles.filter(kind=RoleKind.MANAGER).values("partner"))


@dataclass(frozen=True, slots=True)
class Lack:
    """Something the organiser should still see to, with the page to do it on."""

    code: str
    text: Any
    is_blocking: bool = False


def lacks(event: Event) -> Sequence[Lack]:
    """Return what an event's own row is missing; the cockpit adds what its other rooms know."""
    found = []
    if not event.summary:
        found.append(Lack("no_summary", _("One sentence for the calendar is missing.")))
    titles = {
        "lv": _("The Latvian title is missing."),
        "ru": _("The Russian title is missing."),
        "en": _("The English title is missing."),
    }
    found += [Lack("no_title", text) for language, text in titles.items() if not getattr(event, f"title_{language}")]
    if event.mode != Event.Mode.ONLINE and event.site_id is None:
        found.append(Lack("no_site", _("The event has no site yet."), is_blocking=True))
    if event.mode != Event.Mode.IN_PERSON and not event.online_url:
        found.append(Lack("no_online_url", _("The online address is missing.")))
    if not event.contact_email:
        found.append(Lack("no_contact", _("Visitors have no address for their questions.")))
    limit = rules.high_risk_limit(
        in_border_zone=event.site is not None and event.site.in_border_zone, special_audience=event.special_audience
    )
    if event.planned_visitors is not None and event.planned_visitors > limit:
        found.append(
            Lack("high_risk", _("More than %(limit)s visitors: the permit must treat this as a high-risk event.") % {"limit": limit})
        )
    return found
