"""Reads for the maker's own pages."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.history.operations import about
from accounts.people.models import Person
from common.outbox.models import Message
from exhibitors.models import Exhibitor, Work
from fairs.calls.models import Application, Call, Companion

GROUP_KEPT_FOR = timedelta(days=365)
"""Goods groups need not be declared anew within a year (MK 440, amendments of 2013)."""


def applications_of(person: Person) -> QuerySet[Application]:
    """Return the applications of everybody the person looks after, the next fair first."""
    return (
        Application.objects.filter(exhibitor__in=Exhibitor.objects.of(person))
        .select_related("call__event__partner", "call__event__site", "exhibitor")
        .order_by("-call__event__starts_at", "number")
    )


def application_at(call: Call, person: Person) -> list[Application]:
    """Return the open or standing applications of the person's exhibitors at one call."""
    mine = Application.objects.filter(call=call, exhibitor__in=Exhibitor.objects.of(person))
    return list(mine.exclude(state__in=["withdrawn", "cancelled"]).select_related("exhibitor").order_by("number"))


def earlier_applications(exhibitor: Exhibitor, call: Call) -> QuerySet[Application]:
    """Return what the exhibitor sent to other fairs, the latest first."""
    sent = Application.objects.filter(exhibitor=exhibitor, submitted_at__isnull=False).exclude(call=call)
    return sent.select_related("call__event", "goods_group").order_by("-submitted_at")


def keeps_group(earlier: Application, at: datetime) -> bool:
    """Tell whether an earlier application's goods group may be taken over without declaring it anew."""
    return earlier.submitted_at is not None and at - earlier.submitted_at < GROUP_KEPT_FOR


def shares_asked_of(person: Person) -> QuerySet[Companion]:
    """Return the wishes to share a stall that wait for an answer of somebody the person looks after."""
    return Companion.objects.filter(
        kind=Companion.Kind.SHARE,
        exhibitor__in=Exhibitor.objects.of(person),
        confirmed_at=None,
        refused_at=None,
        application__shown_state__in=Application.STANDING,
    ).select_related("application__exhibitor", "application__call__event__partner", "exhibitor")


def product_words(exhibitor: Exhibitor, limit: int = 20) -> list[str]:
    """Return suggestions for the main product: the exhibitor's works, then what it wrote before."""
    works = Work.objects.filter(exhibitor=exhibitor).values_list("name", flat=True)[:limit]
    before = Application.objects.filter(exhibitor=exhibitor).exclude(product="").values_list("product", flat=True)[:limit]
    return list(dict.fromkeys([*works, *before]))[:limit]


def messages_about(application: Application) -> QuerySet[Message]:
    """Return the letters that were written about an application, the latest first."""
    return Message.objects.filter(about=about(application)).order_by("-created_at")
