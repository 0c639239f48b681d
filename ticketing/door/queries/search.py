"""Finding somebody who stands at the gate without a code."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from ticketing.door.models import Device, Gate, Scan
from ticketing.tickets import codes
from ticketing.tickets.models import Ticket

LIMIT = 20
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """One ticket; `used_at` when it was last let into the area of the phone's gate and has not left."""

    number: str
    name: str
    name_other: str
    organisation: str
    product: str
    variation: str
    state: str
    used_at: datetime | None


def search(device: Device, words: str) -> list[Found]:
    """Return up to 20 tickets that this gate might admit and whose names hold all `words`, in whatever script.

    A typed ticket number finds its ticket too. Less than two letters find nothing.
    """
    serial = codes.serial_from(words)
    if serial is None and len("".join(words.split())) < SHORTEST:
        return []
    gate: Gate = device.gate
    last = Scan.objects.filter(ticket=OuterRef("pk"), area=gate.area_id, verdict="admit", undone_at=None).order_by("-at", "-id")
    found = Ticket.objects.filter(Q(event=device.event_id) | Q(product__in=gate.products.values("pk")))
    found = found.filter(pk=serial) if serial is not None else found.matching(words)
    found = found.select_related("product", "variation").annotate(
        last_at=Subquery(last.values("at")[:1]), last_direction=Subquery(last.values("direction")[:1])
    )
    return [
        Found(
            number=codes.spoken(t.pk),
            name=t.name,
            name_other=t.name_other,
            organisation=t.organisation,
            product=t.product.name,
            variation=t.variation.name if t.variation else "",
            state=t.state,
            used_at=t.last_at if t.last_direction == "entry" else None,
        )
        for t in found.order_by("name", "pk")[:LIMIT]
    ]
