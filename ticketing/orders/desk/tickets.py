"""One ticket, with everything staff may do to it, and tickets for guests who order nothing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.history import queries as history
from accounts.history.operations import about
from accounts.roles.rules import Capability
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event
from ticketing.orders import operations as orders
from ticketing.orders import tables
from ticketing.orders.desk_forms import GuestsForm, HandOverForm, RenameForm
from ticketing.tickets import operations as tickets
from ticketing.tickets import queries, rules
from ticketing.tickets.models import Ticket

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _ticket(event: Event, serial: int) -> Ticket:
    return get_object_or_404(queries.with_code().select_related("order_line__order"), event=event, pk=serial)


@at_desk(Capability.SEE_ORDERS)
@form_page
def ticket(request: HttpRequest, event: Event, serial: int) -> HttpResponse:
    """Show one ticket; rename it, hand it over, replace its code or cancel it."""
    one = _ticket(event, serial)
    may_change = Capability.CHANGE_ORDERS in request.desk.allowed
    action = request.POST.get("action", "") if may_change else ""
    facts = {name: getattr(one, name) for name in RenameForm.base_fields}
    renaming = RenameForm(request.POST if action == "rename" else None, initial=facts)
    handing = HandOverForm(request.POST if action == "hand_over" else None, prefix="to")
    if request.method == "POST" and _changed(request, event, one, action, renaming, handing):
        return redirect("desk:ticket", event.slug, one.pk)
    one = _ticket(event, serial)
    order = tables.order_of(one)
    label, tone = tables.TICKET_STATES[one.state]
    context = {
        "event": event,
        "ticket": one,
        "order": order,
        "label": label,
        "tone": tone,
        "spoken": queries.spoken(one),
        "renaming": renaming,
        "handing": handing,
        "may_change": may_change and one.state != Ticket.State.CANCELLED,
        "may_hand_over": order is not None and rules.may_hand_over(one.state, is_transferable=one.product.is_transferable),
        "entries": history.of(about(one))[:20],
    }
    return render(request, "ticketing/orders/desk/ticket.html", context)


def _changed(request: HttpRequest, event: Event, one: Ticket, action: str, renaming: RenameForm, handing: HandOverForm) -> bool:
    """Do what was asked; False where the page must be shown again with what is wrong."""
    person = {"by": request.user, "at": timezone.now()}
    if action == "rename":
        return submit(request, event, renaming, lambda: tickets.rename(ticket=one, **renaming.cleaned_data, **person), _("Saved."))
    if action == "hand_over":
        return submit(
            request,
            event,
            handing,
            lambda: orders.hand_over(ticket=one, **handing.cleaned_data, **person),
            _("The ticket belongs to its new holder now; the old code is refused."),
        )
    ordered = tables.order_of(one) is not None
    acts: dict[str, tuple[Callable[..., Any], str]] = {
        "reissue": (orders.reissue if ordered else tickets.reissue, _("The ticket has a new code; the old one is refused.")),
        "cancel": (orders.cancel_ticket if ordered else tickets.cancel, _("The ticket is cancelled.")),
    }
    if action in acts:
        operation, done = acts[action]
        attempt(request, event, lambda: operation(ticket=one, **person), done)
    return True


@at_desk(Capability.CHANGE_ORDERS)
@form_page
def guests(request: HttpRequest, event: Event) -> HttpResponse:
    """Issue free tickets to people who order nothing: one for each name in a list."""
    form = GuestsForm(request.POST or None, event=event)
    if submit(
        request, event, form, lambda: orders.invite_guests(event=event, guests=form.guests(), by=request.user, at=timezone.now()), ""
    ):
        n = len(form.cleaned_data["names"])
        messages.success(request, ngettext("%(n)s ticket is issued.", "%(n)s tickets are issued.", n) % {"n": n})
        return redirect(f"{reverse('desk:tickets', args=[event.slug])}?state=guest&sort=newest")
    return render(request, "ticketing/orders/desk/guests.html", {"event": event, "form": form})
