"""What rooms above add to an application's two pages, the maker's and the organiser's, and to "my registration".

The rooms above calls (jury, allocation, offers, the day) know more about an application than the room whose page it is, and
cannot be asked from below; so it is put together here, like the maker's page in `config.workshop`. A section is a function of
the request and the application that returns `{"template": …, …}` for the page to include with it as `section`, or None.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

from conference.certificates import standing as certificates
from conference.learning.models import Enrolment
from fairs.allocation import queries as allocated
from fairs.allocation import standing as allocation
from fairs.calls.models import Application, Call
from fairs.fairday import standing as fairday
from fairs.jury import standing as jury
from fairs.offers import standing as offers
from ticketing.invoicing import standing as invoicing
from ticketing.orders.models import Order

Section = Callable[[HttpRequest, Application], dict[str, Any] | None]

MAKER: tuple[Section, ...] = (
    offers.of_maker,
    allocation.of_maker,
    jury.of_maker,
    fairday.of_maker,
)
"""Shown on `calls:my`, from the top; only what has been told to the maker (`shown_state`)."""

DESK: tuple[Section, ...] = (
    jury.of_desk,
    allocation.of_desk,
    offers.of_desk,
    fairday.of_desk,
)
"""Shown on `desk:application`."""

CALL: tuple[Callable[[HttpRequest, Call], dict[str, Any]], ...] = (jury.of_call,)
"""What the checklist on `desk:call` asks of the rooms above: label, text, whether it is done, and the page's address."""

ENROLMENT: tuple[Callable[[HttpRequest, Enrolment], dict[str, Any] | None], ...] = (certificates.of_enrolment,)
"""Shown on `learn:mine`, below where the registration stands."""


ORDER: Mapping[str, tuple[Callable[[HttpRequest, Order], dict[str, Any] | None], ...]] = {
    "orders:order": (invoicing.of_order,),
    "orders:pay": (invoicing.of_order,),
    "desk:order": (invoicing.of_desk,),
}
"""What rooms above billing add to an order's pages, as `order_sections`; the view keeps the order as `request.order`."""


def sections(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `application_sections` on an application's page. Its view keeps the application as `request.application`.

    On the call's page, which keeps it as `request.call`: `call_checks`. On the ground's, which keeps `request.ground_layout`:
    `placed_findings`, what is wrong with who stands where.
    """
    here = request.resolver_match.view_name if request.resolver_match else ""
    if here == "desk:call" and hasattr(request, "call"):
        return {"call_checks": [check(request, request.call) for check in CALL]}
    if here == "desk:ground" and hasattr(request, "ground_layout"):
        return {"placed_findings": allocated.findings(request.desk.event, request.ground_layout)}
    if here == "learn:mine" and hasattr(request, "enrolment"):
        shown_below = (section(request, request.enrolment) for section in ENROLMENT)
        return {"enrolment_sections": [found for found in shown_below if found]}
    if here in ORDER and hasattr(request, "order"):
        added = (section(request, request.order) for section in ORDER[here])
        return {"order_sections": [found for found in added if found]}
    found = {"calls:my": MAKER, "desk:application": DESK}.get(here, ())
    application = getattr(request, "application", None)
    if application is None or not found:
        return {}
    return {"application_sections": [shown for section in found if (shown := section(request, application))]}
