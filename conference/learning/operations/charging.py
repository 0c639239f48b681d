"""What taking part and materials cost, as orders: charged once, paid later, never twice."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext_noop

from accounts.history.operations import Actor
from accounts.models import Person
from conference.learning import queries, rules
from conference.learning.models import Activity, Choice, Course, Enrolment
from ticketing.catalogue import operations as catalogue
from ticketing.catalogue.models import Product
from ticketing.orders import operations as orders
from ticketing.orders.models import Order

_FEES = UUID("0f4b8a52-5f0b-4f2c-9f50-7f2f6f1d9e11")
"""Namespace of the orders' request keys."""

FEE_KEY_VERSION = 5
"""Keys made from a name, as here; the shop's forms make random ones."""

PARTICIPATION = gettext_noop("Participation")
MATERIALS = gettext_noop("Materials: %(title)s")


def charge(course: Course, party: UUID, *, by: Actor, at: datetime) -> Order | None:
    """Make one order over whatever of a party costs something and is not paid; None where nothing does.

    An order that still waits for payment is replaced by the new one, so that a party never has two to pay. What is paid
    stays paid. Part of the caller's transaction, under the course's lock.
    """
    people = list(queries.parties(course, [party]))
    choices = [choice for choice in queries.choices_of(people) if choice.activity.fee > 0]
    old = _open_order(people, choices)
    owed = [one for one in people if one.state == Enrolment.State.ENROLLED and queries.fee_of(one) > 0 and one.order in (None, old)]
    enrolled = {one.pk for one in people if one.state == Enrolment.State.ENROLLED}
    materials = [
        choice
        for choice in choices
        if choice.state == Choice.State.SEATED and choice.enrolment_id in enrolled and choice.order in (None, old)
    ]
    if old is not None:
        if _is_same(old, owed, materials, people, choices):
            return old
        _detach(old)
    order = _order(course, people, owed, materials, by, at) if owed or materials else None
    if order is not None:
        Enrolment.objects.filter(pk__in=[one.pk for one in owed]).update(order=order)
        Choice.objects.filter(pk__in=[choice.pk for choice in materials]).update(order=order)
    if old is not None:
        orders.cancel(order=old, by=by, at=at, reason="replaced" if order else "")
    return order


def give_back(people: Sequence[Enrolment], *, whole: bool | None, by: Actor, at: datetime) -> None:
    """Cancel what people who left had paid for; how much of it goes back is the business of `ticketing.refunds`.

    Args:
        whole: as for `orders.cancel`.
    """
    who = by if isinstance(by, Person) else "system"
    lines = [line for own in queries.paid_lines(people).values() for line in own]
    for order in {line.order_id: line.order for line in lines}.values():
        given_up = [line for line in lines if line.order_id == order.pk]
        if order.lines.filter(cancelled_at=None).count() == len(given_up):
            orders.cancel(order=order, by=who, at=at, whole=whole)
            continue
        for line in given_up:
            line.order = order
            orders.cancel_line(line=line, by=who, at=at, whole=whole)


def _open_order(people: Sequence[Enrolment], choices: Sequence[Choice]) -> Order | None:
    known = [one.order for one in people] + [choice.order for choice in choices]
    return next((order for order in known if order is not None and order.state == Order.State.PLACED), None)


def _is_same(
    old: Order, owed: Sequence[Enrolment], materials: Sequence[Choice], people: Sequence[Enrolment], choices: Sequence[Choice]
) -> bool:
    """Tell whether the order that waits is over just what is owed now."""
    in_order = {("fee", one.pk) for one in people if one.order_id == old.pk} | {
        ("use", one.pk) for one in choices if one.order_id == old.pk
    }
    dropped = Choice.objects.filter(order=old, state=Choice.State.DROPPED).exists()
    return not dropped and in_order == {("fee", one.pk) for one in owed} | {("use", one.pk) for one in materials}


def _detach(order: Order) -> None:
    """Let go of an order before it is cancelled, so that its end ends nobody's seat."""
    Enrolment.objects.filter(order=order).update(order=None)
    Choice.objects.filter(order=order).update(order=None)


def _order(
    course: Course, people: Sequence[Enrolment], owed: Sequence[Enrolment], materials: Sequence[Choice], by: Actor, at: datetime
) -> Order:
    event, first = course.event, people[0]
    tax = (course.product.tax_rate, course.product.tax_ground)
    charges = [orders.Charge(_fee_product(course, by, at), queries.fee(course), *tax) for _one in owed]
    for activity in {choice.activity_id: choice.activity for choice in materials}.values():
        product = _material_product(course, activity, by, at)
        takers = [choice for choice in materials if choice.activity_id == activity.pk]
        charges += [orders.Charge(product, activity.fee, *tax) for _choice in takers]
    named = sorted([f"e{one.pk}" for one in owed] + [f"c{choice.pk}" for choice in materials])
    return orders.charge(
        event=event,
        charges=charges,
        buyer=orders.Buyer(email=queries.address(people, first), name=first.name, phone=first.phone),
        language=first.language,
        until=rules.pay_until(enrolled_at=at, event_starts_at=event.starts_at),
        request_key=uuid5(_FEES, f"{first.party}:{at.isoformat()}:{','.join(named)}"),
        by=by,
        at=at,
    )


def _fee_product(course: Course, by: Actor, at: datetime) -> Product:
    """Return the product that the fee stands as; made at its first use, renamed by the organiser like any other."""
    if course.fee_product is None:
        course.fee_product = catalogue.save_product(event=course.event, facts=_facts(PARTICIPATION, None), by=by, at=at)
        Course.objects.filter(pk=course.pk).update(fee_product=course.fee_product)
    return course.fee_product


def _material_product(course: Course, activity: Activity, by: Actor, at: datetime) -> Product:
    if activity.fee_product is None:
        activity.fee_product = catalogue.save_product(event=course.event, facts=_facts(MATERIALS, activity), by=by, at=at)
        Activity.objects.filter(pk=activity.pk).update(fee_product=activity.fee_product)
    return activity.fee_product


def _facts(name: str, activity: Activity | None) -> dict[str, object]:
    facts: dict[str, object] = {"is_public": False, "admits": False, "is_transferable": False}
    for language in ("lv", "ru", "en"):
        with translation.override(language):
            facts[f"name_{language}"] = (translation.gettext(name) % {"title": activity.title if activity else ""})[:120]
    return facts
