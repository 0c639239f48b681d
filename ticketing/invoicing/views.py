"""What a buyer does with papers, behind the order's secret link: ask for an invoice, say whom it is for, take it home."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import Refused
from ticketing.events.forms import tell
from ticketing.invoicing import access, giving, queries, wording
from ticketing.invoicing import operations as invoicing
from ticketing.invoicing.forms import BillToForm, start_of
from ticketing.orders import links
from ticketing.orders.links import behind_link
from ticketing.orders.models import Order


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def ask(request: HttpRequest, order: Order) -> HttpResponse:
    """Say whom the invoice is for, and get it; possible until one stands."""
    if not queries.may_be_asked(order):
        return redirect(links.to(order))
    form = BillToForm(request.POST or None, instance=queries.bill_to(order), initial=start_of(order))
    if request.method == "POST" and form.is_valid():
        try:
            document = invoicing.ask(order=order, facts=form.cleaned_data, by="visitor", at=timezone.now())
        except Refused as refused:
            tell(refused, form)
        else:
            messages.success(
                request, _("%(number)s is issued. It comes by mail, and you can open it here.") % {"number": document.full_number}
            )
            for doubt in wording.doubts_of(form.cleaned_data):
                messages.warning(request, doubt)
            return redirect(links.to(order))
    return render(request, "ticketing/invoicing/ask.html", {"order": order, "event": order.event, "form": form})


@require_safe
@behind_link
def paper(request: HttpRequest, order: Order, pk: int) -> HttpResponse:
    """One of the order's documents as PDF."""
    return giving.pdf(access.document_of(order, pk))
