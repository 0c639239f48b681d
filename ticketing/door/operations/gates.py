"""Setting up areas and the gates that lead into them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor, changes, log
from common.errors import Invalid, Refused
from ticketing.catalogue.models import Product
from ticketing.door.models import Area, Gate
from ticketing.door.operations.phones import NameTaken
from ticketing.events.models import Event


class InUse(Refused):
    """Something hangs on it: gates, phones or scans."""

    code = "in_use"

    def __init__(self) -> None:
        super().__init__(_("It has gates, phones or scans and cannot be removed. Switch the gate off instead."))


def _log(subject: Area | Gate, action: str, by: Actor, at: datetime, **changed: dict) -> None:
    log(by=by, at=at, action=action, subject=subject, event=subject.event, partner=subject.event.partner, **changed)


def _check_within(event: Event, area: Area | None, within: Area | None) -> None:
    """Sites hold halls, and halls hold nothing, so that a head-count needs no more than one step up."""
    if within is None:
        return
    if within.event_id != event.pk or within.within_id is not None or within == area:
        raise Invalid(_("Choose a site of this event that does not itself lie in another area."), field="within")
    if area is not None and area.halls.exists():
        raise Invalid(_("Other areas lie in this one, so it cannot lie in another."), field="within")


def make_area(
    *,
    event: Event,
    name: str,
    capacity: int | None = None,
    within: Area | None = None,
    stays_overnight: bool = False,
    by: Actor,
    at: datetime,
) -> Area:
    """Add something gates lead into: the whole site, or a hall `within` it.

    Raises:
        Invalid: it cannot lie in that area.
        NameTaken: another area of the event has this name.
    """
    _check_within(event, None, within)
    facts = {"name": name.strip(), "capacity": capacity, "within": within, "stays_overnight": stays_overnight}
    try:
        with transaction.atomic():
            area = Area.objects.create(event=event, **facts)
            _log(area, "area.made", by, at, after=facts)
    except IntegrityError as error:
        raise NameTaken from error
    return area


def change_area(
    *, area: Area, name: str, capacity: int | None, within: Area | None = None, stays_overnight: bool = False, by: Actor, at: datetime
) -> Area:
    """Rename an area, say how many people it holds, or where it lies.

    Raises:
        Invalid: it cannot lie in that area.
        NameTaken: another area of the event has this name.
    """
    _check_within(area.event, area, within)
    wished = {"name": name.strip(), "capacity": capacity, "within": within, "stays_overnight": stays_overnight}
    before, after = changes(area, wished)
    for field, value in wished.items():
        setattr(area, field, value)
    try:
        with transaction.atomic():
            area.save(update_fields=list(wished))
            _log(area, "area.changed", by, at, before=before, after=after)
    except IntegrityError as error:
        raise NameTaken from error
    return area


def _check(event: Event, area: Area, products: list[Product], opens_at: datetime | None, closes_at: datetime | None) -> None:
    if area.event_id != event.pk:
        raise Invalid(_("This area belongs to another event."), field="area")
    if any(product.event.partner_id != event.partner_id for product in products):
        raise Invalid(_("A gate opens only for products of the same organiser."), field="products")
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid(_("The gate must close after it opens."), field="closes_at")


def make_gate(
    *,
    event: Event,
    area: Area,
    name: str,
    products: Iterable[Product],
    rule: str = Gate.Rule.ONCE,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Gate:
    """Add a gate into `area` that opens for `products`.

    Raises:
        Invalid: area or products belong to somebody else, or it closes before it opens.
        NameTaken: another gate of the event has this name.
    """
    products = list(products)
    _check(event, area, products, opens_at, closes_at)
    try:
        with transaction.atomic():
            gate = Gate.objects.create(event=event, area=area, name=name.strip(), rule=rule, opens_at=opens_at, closes_at=closes_at)
            gate.products.set(products)
            _log(gate, "gate.made", by, at, after={"name": gate.name, "rule": rule, "products": [str(p) for p in products]})
    except IntegrityError as error:
        raise NameTaken from error
    return gate


def change_gate(
    *,
    gate: Gate,
    area: Area,
    name: str,
    products: Iterable[Product],
    rule: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    is_active: bool,
    by: Actor,
    at: datetime,
) -> Gate:
    """Change everything about a gate at once. Scans already made keep their admission.

    Raises:
        Invalid: area or products belong to somebody else, or it closes before it opens.
        NameTaken: another gate of the event has this name.
    """
    products = list(products)
    _check(gate.event, area, products, opens_at, closes_at)
    wished = {
        "area": area,
        "name": name.strip(),
        "rule": rule,
        "opens_at": opens_at,
        "closes_at": closes_at,
        "is_active": is_active,
    }
    before, after = changes(gate, wished)
    for field, value in wished.items():
        setattr(gate, field, value)
    try:
        with transaction.atomic():
            gate.save(update_fields=list(wished))
            gate.products.set(products)
            _log(gate, "gate.changed", by, at, before=before, after={**after, "products": [str(p) for p in products]})
    except IntegrityError as error:
        raise NameTaken from error
    return gate


def drop(*, subject: Area | Gate, by: Actor, at: datetime) -> None:
    """Remove an area or a gate that was never used.

    Raises:
        InUse: it has gates, phones or scans.
    """
    try:
        with transaction.atomic():
            _log(subject, f"{subject._meta.model_name}.dropped", by, at, before={"name": subject.name})
            subject.delete()
    except ProtectedError as error:
        raise InUse from error
