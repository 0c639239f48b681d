"""Tills of the demonstration: at the running fair yesterday's shift, counted and two euro short, and today's, open."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Person
from ticketing.billing import operations as billing
from ticketing.models import Event, Gate, Shift, Till
from ticketing.orders import operations as orders
from ticketing.orders.operations import Buyer, Holder, Want
from ticketing.tills import operations as tills
from ticketing.tills import queries

SLUG = "kraslavas-tirgus"


def make_tills(event: Event, supervisor: Person, treasurer: Person, at: datetime) -> None:
    """Give the fair a till at its gate and one at the desk, with a closed and an open shift."""
    gate = Gate.objects.filter(event=event).order_by("pk").first()
    if event.slug != SLUG or gate is None:
        return
    made_at = at - timedelta(days=1, hours=8)
    till = tills.save_till(event=event, facts={"name": "Galvenie vārti", "gate": gate}, by=supervisor, at=made_at)
    tills.save_till(event=event, facts={"name": "Informācijas galds"}, by=supervisor, at=made_at)
    _yesterday(till, supervisor, treasurer, made_at)
    begun = at - timedelta(hours=2)
    shift = tills.open_shift(till=till, people=[supervisor], floats={"EUR": Decimal(60)}, by=supervisor, at=begun)
    for number, count in enumerate((2, 1, 4, 2, 3, 1)):
        _sell(shift, 100 + number, count, begun + timedelta(minutes=11 * (number + 1)))


def make_shifts(event: Event, supervisor: Person, treasurer: Person, at: datetime) -> None:
    """Sell tickets at an office before the event: a shift counted three days ago, and one that nobody closed yesterday."""
    made_at = at - timedelta(days=3, hours=8)
    till = tills.save_till(event=event, facts={"name": "Reģiona birojs"}, by=supervisor, at=made_at)
    _yesterday(till, supervisor, treasurer, made_at)
    begun = at - timedelta(days=1, hours=6)
    shift = tills.open_shift(till=till, people=[supervisor], floats={"EUR": Decimal(40)}, by=supervisor, at=begun)
    for number, count in enumerate((2, 1, 2)):
        _sell(shift, 200 + number, count, begun + timedelta(minutes=23 * (number + 1)))


def _yesterday(till: Till, supervisor: Person, treasurer: Person, at: datetime) -> None:
    shift = tills.open_shift(till=till, people=[supervisor], floats={"EUR": Decimal(60)}, by=supervisor, at=at)
    for number, count in enumerate((2, 2, 3, 1, 2, 4, 1, 2)):
        _sell(shift, number, count, at + timedelta(minutes=17 * (number + 1)))
    late = at + timedelta(hours=4)
    tills.move_cash(shift=shift, amount=Decimal(-20), currency="EUR", reason="Maize un kafija palīgiem", by=supervisor, at=late)
    counts = []
    for sheet in queries.sheets(shift):
        is_cash = sheet.drawer.way == "cash"
        counted = sheet.expected - 2 if is_cash else sheet.expected
        pieces = _pieces(counted) if is_cash else {}
        reason = "Divi eiro iedoti atpakaļ par daudz, nav zināms kam." if is_cash else ""
        counts.append(tills.Count(way=sheet.drawer.way, currency="EUR", counted=counted, reason=reason, pieces=pieces))
    tills.close(shift=shift, counts=counts, by=supervisor, at=late + timedelta(minutes=30))
    tills.countersign(shift=shift, by=treasurer, at=late + timedelta(minutes=40))


def _pieces(amount: Decimal) -> dict[str, int]:
    pieces = {}
    for worth in (20, 10, 5, 2, 1):
        count, amount = divmod(amount, worth)
        if count:
            pieces[str(worth)] = int(count)
    return pieces


def _sell(shift: Shift, number: int, count: int, at: datetime) -> None:
    event = shift.till.event
    product = event.products.filter(is_public=True, admits=True).order_by("position")[0]
    variation = product.variations.values_list("pk", flat=True).first()
    order = orders.hold(
        event=event,
        wants=[Want(product.pk, variation, count)],
        request_key=uuid.uuid5(uuid.NAMESPACE_URL, f"{event.slug}/till/{number}"),
        language="lv",
        by="device Tālrunis 1",
        at=at,
        is_walk_in=True,
    )
    holders = {line.pk: Holder(name="") for line in order.lines.all()}
    order = orders.place(order=order, buyer=Buyer(email="", name=""), holders=holders, by="device Tālrunis 1", at=at)
    billing.record(
        order=order,
        provider="terminal" if number % 3 == 2 else "cash",
        amount=order.total,
        reference=f"{order.code}-gate-{order.total}",
        by="device Tālrunis 1",
        at=at,
        note="device Tālrunis 1",
        till=shift.till_id,
    )
