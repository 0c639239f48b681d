"""Gates, phones and scans of the demonstration."""

import random
import uuid
from datetime import datetime, timedelta

from accounts.models import Person
from config.demo.events import Plan
from ticketing.door import operations as door
from ticketing.models import Event, Gate, Ticket
from ticketing.tickets import queries as tickets


def make_door(event: Event, plan: Plan, by: Person, chance: random.Random, at: datetime) -> None:
    """Give the event gates and, where it runs or is over, phones that have scanned its tickets."""
    if plan.mode == Event.Mode.ONLINE or event.partner.suspended_from is not None or plan.state == Event.State.DRAFT:
        return
    made_at = min(at, event.starts_at) - timedelta(days=2)
    gates = _make_gates(event, plan, by, made_at)
    if not plan.admitted:
        return
    keys = []
    for number, gate in enumerate(gates, start=1):
        _device, token = door.make_device(event=event, gate=gate, name=f"Tālrunis {number}", rights="supervisor", by=by, at=made_at)
        keys.append(door.pair(token=token, at=made_at + timedelta(minutes=5))[1])
    _scan(event, plan, keys, chance, at)


def _make_gates(event: Event, plan: Plan, by: Person, at: datetime) -> list[Gate]:
    area = door.make_area(event=event, name="Laukums" if event.kind == Event.Kind.FAIR else "Zāle", capacity=plan.planned, by=by, at=at)
    products = list(event.products.filter(admits=True))
    names = ("Galvenie vārti", "Sānu vārti") if event.kind == Event.Kind.FAIR else ("Ieeja",)
    return [door.make_gate(event=event, area=area, name=name, products=products, rule=plan.rule, by=by, at=at) for name in names]


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
