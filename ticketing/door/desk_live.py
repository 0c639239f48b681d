"""The live page of the day, and where one ticket was scanned."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.roles.rules import Capability
from ticketing.door import charts, queries, tables
from ticketing.door.models import Scan
from ticketing.door.tables import DEVICE_STATES
from ticketing.events.access import at_desk
from ticketing.events.models import Event
from ticketing.tickets.models import Ticket

QUICK_LOOK = 10
"""Seconds between two looks of the live page."""


@at_desk(Capability.RUN_DOOR)
@require_safe
def live(request: HttpRequest, event: Event) -> HttpResponse:
    """Show who is inside, who came when, what queues are like, and which phones are awake. With `?part` only the part that changes."""
    now = timezone.now()
    figures = queries.live(event, now)
    curves = charts.curves(figures.arrivals, [gate.id for gate in figures.gates])
    context: dict[str, Any] = {
        "event": event,
        "now": now,
        "live": figures,
        "share": round(100 * figures.admitted / figures.sold) if figures.sold else 0,
        "lately": sum(gate.last_minutes for gate in figures.gates),
        "unsent": sum(phone.unsent for phone in figures.devices),
        "crowded": [area for area in figures.areas if area.is_nearly_full],
        "chart": charts.bars(figures.arrivals),
        "gates": [(gate, curves[gate.id], tables.queue_told(figures.queues.get(gate.id))) for gate in figures.gates],
        "scans": tables.marked(figures.last_scans),
        "devices": [(phone, *DEVICE_STATES[phone.state]) for phone in figures.devices],
        "seconds": QUICK_LOOK,
    }
    part = "part" in request.GET
    return render(request, "ticketing/door/desk/_live.html" if part else "ticketing/door/desk/live.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def ticket_scans(request: HttpRequest, event: Event, serial: int) -> HttpResponse:
    """Show where and when a ticket was scanned."""
    ticket = get_object_or_404(Ticket, event=event, pk=serial)
    scans = list(Scan.objects.filter(ticket=ticket).select_related("gate", "device").order_by("-at", "-pk")[:100])
    return render(request, "ticketing/door/desk/scans.html", {"event": event, "ticket": ticket, "scans": tables.marked(scans)})
