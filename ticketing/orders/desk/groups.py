"""Ordering many places for a group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles.rules import Capability
from ticketing.events.access import at_desk
from ticketing.events.deskwork import submit
from ticketing.events.models import Event
from ticketing.orders import operations as orders
from ticketing.orders.desk_forms import GroupForm


@at_desk(Capability.CHANGE_ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: HttpRequest, event: Event) -> HttpResponse:
    """Order many places for a group; its buyer gets the letter and pays as everybody does."""
    form = GroupForm(request.POST or None, event=event, initial={"language": "lv", "count": 20})
    made: list[str] = []

    def order() -> None:
        said = form.cleaned_data
        one = orders.order_group(
            event=event,
            wants=form.wants(),
            group=said["group"],
            names=form.names_given(),
            buyer=orders.Buyer(email=said["email"], name=said["name"]),
            language=said["language"],
            request_key=said["request_key"],
            voucher=said["voucher"],
            currency=said["currency"],
            by=request.user,
            at=timezone.now(),
        )
        made.append(one.code)

    if submit(request, event, form, order, _("The group's order is placed; its buyer gets a letter.")):
        return redirect("desk:order", event.slug, made[0])
    return render(request, "ticketing/orders/desk/group.html", {"event": event, "form": form})
