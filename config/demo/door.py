"""Gates, phones and scans of the demonstration."""

import random
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Person
from config.demo.events import Plan
from ticketing.door import operations as door
from ticketing.models import ClashDecision, Device, Event, Gate, Scan, Ticket
from ticketing.tickets import queries as tickets


def make_door(event: Event, plan: Plan, by: Person, chance: random.Random, at: datetime) -> None:
    """Give the event gates and, where it runs or is over, phones that have scanned its tickets."""
    if plan.mode == Event.Mode.ONLINE or event.partner.suspended_from is not None or plan.state == Event.State.DRAFT:
        return
    made_at = min(at, event.starts_at) - timedelta(days=2)
    gates = _make_gates(event, plan, by, made_at)
    if not plan.admitted:
        return
    phones = []
    for number, gate in enumerate(gates, start=1):
        _device, token = door.make_device(event=event, gate=gate, name=f"Tālrunis {number}", rights="supervisor", by=by, at=made_at)
        phones.append(door.pair(token=token, at=made_at + timedelta(minutes=5)))
    entrances = [key for _device, key in phones[: 2 if event.kind == Event.Kind.FAIR else 1]]
    _scan(event, plan, entrances, chance, at)
    if event.kind == Event.Kind.FAIR and event.state == Event.State.PUBLISHED:
        _visit_halls(phones, chance, at)
        _clash(event, phones, by, at)


def _make_gates(event: Event, plan: Plan, by: Person, at: datetime) -> list[Gate]:
    area = door.make_area(event=event, name="Laukums" if event.kind == Event.Kind.FAIR else "Zāle", capacity=plan.planned, by=by, at=at)
    products = list(event.products.filter(admits=True))
    common: dict[str, Any] = {"event": event, "products": products, "by": by, "at": at}
    if event.kind != Event.Kind.FAIR:
        return [door.make_gate(area=area, name="Ieeja", rule=plan.rule, **common)]
    gates = [door.make_gate(area=area, name=name, rule=plan.rule, **common) for name in ("Galvenie vārti", "Sānu vārti")]
    for name, gate, capacity in (("Darbnīcu telts", "Darbnīcas", 12), ("Koncertzāle", "Zāles durvis", 60)):
        hall = door.make_area(event=event, name=name, capacity=capacity, within=area, by=by, at=at)
        gates.append(door.make_gate(area=hall, name=gate, rule=Gate.Rule.IN_AND_OUT, **common))
    return gates


def _scan(event: Event, plan: Plan, keys: list[str], chance: random.Random, at: datetime) -> None:
    """Let people in on the last day there was: most in the first hours, a few trying twice."""
    last_day = event.days.filter(opens_at__lt=at).last()
    if last_day is None:
        return
    end = min(last_day.closes_at, at - timedelta(minutes=1))
    hours = max((end - last_day.opens_at).total_seconds() / 3600, 0.1)
    holders = list(Ticket.objects.filter(event=event, state=Ticket.State.VALID).select_related("event", "product", "variation", "window"))
    chance.shuffle(holders)
    arrivals = sorted(last_day.opens_at + timedelta(hours=chance.triangular(0, hours, hours / 4)) for _ticket in holders[: plan.admitted])
    for number, (ticket, moment) in enumerate(zip(holders, arrivals, strict=False)):
        key = keys[number % 3 == 0 and len(keys) > 1]
        code = tickets.code(ticket)
        door.scan(key=key, code=code, nonce=uuid.UUID(int=chance.getrandbits(128), version=4), at=moment)
        if number % 14 == 6:
            door.scan(
                key=key, code=code, nonce=uuid.UUID(int=chance.getrandbits(128), version=4), at=min(moment + timedelta(minutes=9), end)
            )


def _nonce(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _admitted_today(event: Event, at: datetime) -> list[Scan]:
    midnight = at.astimezone(event.tz).replace(hour=0, minute=0, second=0, microsecond=0)
    found = Scan.objects.filter(event=event, verdict="admit", area__within=None, at__gte=midnight)
    return list(found.select_related("ticket__event", "ticket__product", "ticket__window").order_by("at"))


def _visit_halls(phones: Sequence[tuple[Device, str]], chance: random.Random, at: datetime) -> None:
    """Have the first who came today look into the halls; some have left again, and the tent is nearly full."""
    event = phones[0][0].event
    for number, scan in enumerate(_admitted_today(event, at)[:34]):
        _device, key = phones[2 + (number % 3 == 2)]
        for direction in ("entry", "exit") if number % 3 == 1 else ("entry",):
            moment = min(scan.at + timedelta(minutes=20 if direction == "entry" else 55), at)
            door.scan(key=key, code=tickets.code(scan.ticket), nonce=_nonce(chance), direction=direction, at=moment)


def _clash(event: Event, phones: Sequence[tuple[Device, str]], by: Person, at: datetime) -> None:
    """Let the second phone admit without a network whom the first had let in: a double reading, a shared code, a second visit."""
    for scan, gap in zip(
        _admitted_today(event, at)[:3], (timedelta(minutes=4, seconds=12), timedelta(minutes=48), timedelta(seconds=9)), strict=False
    ):
        own = next(((device, key) for device, key in phones if device.pk == scan.device_id), phones[0])
        other = own if gap < timedelta(minutes=1) else next(one for one in phones if one[0].pk != own[0].pk)
        moment = min(scan.at + gap, at)
        offline = door.Offline(nonce=uuid.uuid5(scan.nonce, "clash"), code=tickets.code(scan.ticket), at=moment, verdict="admit")
        door.sync(key=other[1], device=other[0], scans=[offline], sent_at=at, by=f"device {other[0].name}", at=at)
        if gap > timedelta(minutes=30):
            late = Scan.objects.get(nonce=offline.nonce)
            door.decide(scan=late, ruling=ClashDecision.Ruling.BOTH, note="Bija pēc jakas mašīnā.", by=by, at=at)
