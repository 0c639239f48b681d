"""What a buyer can do with one ticket of an order."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import Refused
from ticketing.orders import documents, links, queries
from ticketing.orders import operations as orders
from ticketing.orders.forms import HandOverForm, RenameForm
from ticketing.orders.links import behind_link
from ticketing.orders.models import Order
from ticketing.orders.views.downloads import download
from ticketing.tickets.models import Ticket

View = Callable[..., HttpResponse]


def of_buyer(view: View) -> View:
    """Give the view one of the order's live tickets; one that was handed over is no longer the buyer's to change."""

    @behind_link
    @wraps(view)
    def guarded(request: HttpRequest, order: Order, ticket: int, **more: Any) -> HttpResponse:
        found = queries.tickets_of(order).filter(pk=ticket).first()
        if found is None:
            raise Http404
        if queries.is_handed_over(found, order):
            messages.info(request, _("This ticket has been handed over. Only its new holder has the code now."))
            return redirect(links.to(order))
        return view(request, order, found, **more)

    return guarded


@require_safe
@of_buyer
def ticket_pdf(request: HttpRequest, order: Order, ticket: Ticket) -> HttpResponse:
    """One ticket, to be printed."""
    if ticket.state != Ticket.State.VALID:
        messages.info(request, _("There is no ticket to print yet."))
        return redirect(links.to(order))
    return download(documents.tickets_file(order, [ticket]))


@require_http_methods(["GET", "HEAD", "POST"])
@of_buyer
def rename(request: HttpRequest, order: Order, ticket: Ticket) -> HttpResponse:
    """Correct the name on a ticket; its code stays good."""
    form = RenameForm(request.POST or None, initial={"name": ticket.name, "name_other": ticket.name_other})
    if request.method == "POST" and form.is_valid():
        try:
            orders.rename(ticket=ticket, **form.cleaned_data, by="visitor", at=timezone.now())
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("The name is corrected. The code stays as it was; a printed ticket is still good."))
            return redirect(links.to(order))
    return render(request, "ticketing/orders/rename.html", {"order": order, "event": order.event, "ticket": ticket, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@of_buyer
def hand_over(request: HttpRequest, order: Order, ticket: Ticket) -> HttpResponse:
    """Give a ticket to somebody else, who gets a new code by mail."""
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            orders.hand_over(ticket=ticket, **form.cleaned_data, by="visitor", at=timezone.now())
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Handed over. The new code is on its way to %(email)s; the old one is void.") % form.cleaned_data)
            return redirect(links.to(order))
    return render(request, "ticketing/orders/hand_over.html", {"order": order, "event": order.event, "ticket": ticket, "form": form})
