"""The list of offers: what it is filtered by, and the columns of its file."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from common.languages import fold
from fairs.offers.models import Offer
from fairs.offers.queries import offers_of
from ticketing.events.models import Event
from ticketing.events.sheets import Column

TONES = {"open": "info", "accepted": "warn", "confirmed": "ok", "declined": "neutral", "lapsed": "bad", "withdrawn": "neutral"}


def found_offers(event: Event, words: str, state: str) -> QuerySet[Offer]:
    """Return the offers whose maker or stall holds every word, in whatever script, in one state where it is given."""
    found = offers_of(event)
    for word in fold(words).split():
        found = found.filter(application__exhibitor__search__contains=word) | found.filter(stalls__icontains=word)
    return found.filter(state=state) if state else found


def counts(event: Event) -> dict[str, int]:
    """Return how many offers there are in each state; "" is all of them. One statement."""
    rows = dict(Offer.objects.filter(application__call__event=event).order_by().values_list("state").annotate(n=Count("pk")))
    return {"": sum(rows.values()), **rows}


def columns() -> Sequence[Column]:
    """Return the columns of the file of offers."""
    return [
        Column(_("No."), lambda offer: offer.application.number),
        Column(_("Maker"), lambda offer: str(offer.application.exhibitor)),
        Column(_("E-mail"), lambda offer: offer.application.exhibitor.email),
        Column(_("Phone"), lambda offer: offer.application.exhibitor.phone),
        Column(_("Goods group"), lambda offer: str(offer.application.goods_group or "")),
        Column(_("Stalls"), lambda offer: offer.stalls),
        Column(_("State"), lambda offer: offer.get_state_display()),
        Column(_("Offered"), lambda offer: offer.made_at),
        Column(_("Answer until"), lambda offer: offer.expires_at),
        Column(_("Answered"), lambda offer: offer.answered_at),
        Column(_("Total"), _total),
        Column(_("Order"), lambda offer: offer.order.code if offer.order else ""),
        Column(_("Reason"), lambda offer: offer.reason),
    ]


def _total(offer: Offer) -> Any:
    return offer.order.total if offer.order else offer.quote.get("total", "")
