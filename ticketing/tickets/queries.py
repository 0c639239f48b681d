"""Reading tickets, their codes and their prints."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from ticketing.events.models import Event
from ticketing.tickets import codes, keys
from ticketing.tickets.models import PrintRun, Ticket, TicketQuerySet
from ticketing.tickets.rules import SILENCE


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tickets an event has in each state."""

    unpaid: int = 0
    valid: int = 0
    cancelled: int = 0

    @property
    def live(self) -> int:
        return self.unpaid + self.valid


def signing_slot(event: Event) -> int | None:
    """Return the slot of the newest key that still signs. No statement where `signing_keys` is prefetched."""
    return max((key.slot for key in event.signing_keys.all() if key.retired_at is None), default=None)


def code(ticket: Ticket) -> str:
    """Return the 122 characters in the ticket's QR. Needs event, product and window loaded."""
    body = codes.Body(
        key_slot=ticket.key_slot,
        event=ticket.event.number,
        serial=ticket.pk,
        product=ticket.product.number,
        generation=ticket.generation,
        window=ticket.window.number if ticket.window else 0,
    )
    return keys.sign(settings.TICKET_KEY, body)


def spoken(ticket: Ticket) -> str:
    """Return the number printed below the code, such as "0003-RJ0-E"."""
    return codes.spoken(ticket.pk)


def with_code() -> TicketQuerySet:
    """Return tickets with everything loaded that their code and their print need: one statement."""
    return Ticket.objects.select_related("event__site__municipality", "event__partner", "product", "variation", "window")


def live_for_event(event: Event) -> TicketQuerySet:
    """Return the tickets of `event` that are not cancelled, ready to be printed."""
    return with_code().filter(event=event).live()


def counts(event: Event) -> Counts:
    """Return the number of the event's tickets by state, in one statement."""
    found = Ticket.objects.filter(event=event).order_by().values_list("state").annotate(Count("pk"))
    return Counts(**dict(found))


def counts_by_product(event: Event) -> dict[int, int]:
    """Return the number of live tickets by product id, in one statement."""
    return dict(Ticket.objects.filter(event=event).live().order_by().values_list("product").annotate(Count("pk")))


def print_runs_of(event: Event) -> QuerySet[PrintRun]:
    """Return the event's print runs, the newest first, with who asked and the products loaded."""
    return PrintRun.objects.filter(event=event).select_related("asked_by").prefetch_related("products")


def print_run_of(event: Event, run_id: int) -> PrintRun | None:
    """Return one print run of `event`, or None where the event has no such run."""
    return print_runs_of(event).filter(pk=run_id).first()


def tickets_of(run: PrintRun) -> TicketQuerySet:
    """Return what a print run prints: live tickets that admit, of its products (all where none is named), by name."""
    chosen = live_for_event(run.event).filter(product__admits=True)
    products = list(run.products.values_list("pk", flat=True))
    if products:
        chosen = chosen.filter(product__in=products)
    return chosen.order_by("search", "pk")


def print_runs_waiting(at: datetime) -> QuerySet[PrintRun]:
    """Return the runs nobody is printing although they were asked for a while ago."""
    late = at - SILENCE
    return PrintRun.objects.filter(
        Q(state=PrintRun.State.QUEUED, asked_at__lt=late) | Q(state=PrintRun.State.RUNNING, beat_at__lt=late)
    ).order_by("asked_at")
