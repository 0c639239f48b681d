"""Many places for one school, firm or municipality, ordered by staff."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.errors import Invalid
from ticketing.events.models import Event
from ticketing.orders.models import Order
from ticketing.orders.operations.holding import hold
from ticketing.orders.operations.placing import Buyer, Holder, place
from ticketing.orders.operations.pricing import Want


@transaction.atomic
def order_group(
    *,
    event: Event,
    wants: Sequence[Want],
    group: str,
    names: Sequence[str],
    buyer: Buyer,
    language: str,
    request_key: UUID,
    by: Person,
    at: datetime,
    voucher: str = "",
    currency: str = "",
) -> Order:
    """Hold and place an order of many places for a group, and return it; its buyer gets the usual letter.

    `names` may be fewer than the places: whoever is not named yet has a numbered ticket, "Group, 17", whose name is corrected later.

    Raises:
        Invalid: no name of the group, or more names than places that admit a person (`too_many_names`).
        As `hold` and `place`.
    """
    if not group.strip():
        raise Invalid(_("Say whose places these are."), code="no_group", field="group")
    order = hold(
        event=event, wants=wants, request_key=request_key, language=language, by=by, at=at, voucher=voucher, currency=currency, group=group
    )
    lines = list(order.lines.filter(product__admits=True))
    if len(names) > len(lines):
        raise Invalid(
            _("There are more names (%(names)s) than places (%(places)s).") % {"names": len(names), "places": len(lines)},
            code="too_many_names",
            field="names",
        )
    holders = {line.pk: Holder(name=name) for line, name in zip(lines, names, strict=False)}
    return place(order=order, buyer=buyer, holders=holders, by=by, at=at)
