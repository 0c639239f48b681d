"""The desk's list of who waits: what is searched and filtered, and the columns of its file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ticketing.events.models import Event
from ticketing.events.sheets import Column
from ticketing.waiting import queries
from ticketing.waiting.models import Wait
from ticketing.waiting.queries import Place

STATES = {
    "waiting": (_("Waiting"), "info"),
    "offered": (_("Offered"), "warn"),
    "taken": (_("Taken"), "ok"),
    "declined": (_("Declined"), "neutral"),
    "lapsed": (_("Offer lapsed"), "neutral"),
    "left": (_("Left the list"), "neutral"),
    "closed": (_("List closed"), "neutral"),
}
"""Word and tone of each state."""

PILLS: Mapping[str, Any] = {"": _("Waiting"), "offered": _("Offered"), "taken": _("Taken"), "ended": _("Ended"), "all": _("All")}
_BY_STATE = {
    "": Q(state="waiting"),
    "offered": Q(state="offered"),
    "taken": Q(state="taken"),
    "ended": Q(state__in=["declined", "lapsed", "left", "closed"]),
    "all": Q(),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for, read from the address; what cannot be understood is left out."""

    words: str = ""
    state: str = ""
    product: int | None = None

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Wanted":
        product, state = said.get("product", ""), said.get("state", "")
        return cls(
            words=said.get("q", "").strip()[:100],
            state=state if state in PILLS else "",
            product=int(product) if product.isascii() and product.isdigit() and len(product) < 10 else None,
        )

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.state or self.product)


def found(event: Event, wanted: Wanted) -> QuerySet[Wait]:
    """Return the wanted ones, those who wait in the order of the line, the others newest first."""
    waits = Wait.objects.filter(_BY_STATE[wanted.state], event=event).matching(wanted.words)
    if wanted.product:
        waits = waits.filter(wishes__product=wanted.product).distinct()
    waits = waits.select_related("order").prefetch_related("wishes__product", "wishes__variation")
    return waits if wanted.state == "" else waits.order_by("-joined_at", "-pk")


def counts(event: Event) -> dict[str, int]:
    """Return how many each quick filter finds. One statement."""
    counted = {name or "waiting": Count("pk", filter=which) for name, which in _BY_STATE.items()}
    row = Wait.objects.filter(event=event).order_by().aggregate(**counted)
    return {"": row.pop("waiting"), **row}


def marked(waits: Iterable[Wait], places: Mapping[int, Place]) -> list[Wait]:
    """Give each the word and tone of its state and its place in the line, for the page."""
    shown = list(waits)
    for wait in shown:
        wait.label, wait.tone = STATES[wait.state]
        wait.place = places.get(wait.pk)
    return shown


def columns(event: Event) -> list[Column]:
    """Return the columns of the file."""
    places = queries.places(event)

    def place(wait: Wait) -> Any:
        own = places.get(wait.pk)
        return own.number if own else None

    return [
        Column(_("Number"), lambda wait: wait.number),
        Column(_("Place"), place),
        Column(_("State"), lambda wait: str(STATES[wait.state][0])),
        Column(_("Name"), lambda wait: wait.name),
        Column(_("E-mail"), lambda wait: wait.email),
        Column(_("Phone"), lambda wait: wait.phone),
        Column(_("Language"), lambda wait: wait.language),
        Column(_("Waits for"), lambda wait: ", ".join(f"{wish.count} × {wish.words}" for wish in wait.wishes.all())),
        Column(_("Places"), lambda wait: wait.people),
        Column(_("Since"), lambda wait: wait.joined_at),
        Column(_("Place by lot"), lambda wait: wait.drawn),
        Column(_("Moved up because"), lambda wait: wait.moved_reason),
        Column(_("Offered"), lambda wait: wait.offered_at),
        Column(_("Offer stands until"), lambda wait: wait.offer_until),
        Column(_("Order"), lambda wait: wait.order.code if wait.order and wait.order.placed_at else ""),
    ]
