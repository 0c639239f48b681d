"""The papers of one order at the desk: what there is, whom they are for, issuing, taking back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.roles.rules import Capability
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event
from ticketing.invoicing import access, giving, queries, wording
from ticketing.invoicing import operations as invoicing
from ticketing.invoicing.forms import BillToForm, CreditForm, start_of
from ticketing.invoicing.models import Document
from ticketing.orders.access import order_at
from ticketing.orders.models import Order


def _order(event: Event, code: str) -> Order:
    order = order_at(event, code)
    if order.placed_at is None:
        raise Http404
    return order


@at_desk(Capability.BOOK_MONEY)
@require_safe
def papers(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """Show an order's papers and what can be done about them."""
    return _page(request, event, _order(event, code))


def _page(request: HttpRequest, event: Event, order: Order, **forms: Any) -> HttpResponse:
    known, issuer, now = queries.bill_to(order), queries.issuer_of(event), timezone.now()
    may_bill = queries.may_bill_to_change(order)
    context = {
        "event": event,
        "order": order,
        "papers": wording.listed(queries.of_order(order)),
        "issuer": issuer,
        "bill_to": known,
        "doubts": wording.doubts_of_bill(known) if known else [],
        "kinds": [(kind, label) for kind, label in wording.ISSUED if issuer and not queries.refusal(order, kind, now)],
        "may_bill": may_bill,
        "correctable": queries.correctable(order),
        "bill_form": BillToForm(instance=known, initial=start_of(order)) if may_bill else None,
        "credit_form": CreditForm(),
        **forms,
    }
    return render(request, "ticketing/invoicing/desk/order.html", context)


@at_desk(Capability.BOOK_MONEY)
@require_POST
def issue(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """Issue a paper; where one of the kind stands, it is that one."""
    order, kind = _order(event, code), request.POST.get("kind", "")
    person = {"by": request.user, "at": timezone.now()}
    attempt(request, event, lambda: invoicing.issue(order=order, kind=kind, **person), _("The document is issued and goes out by mail."))
    return redirect("desk:order_papers", event.slug, order.code)


@at_desk(Capability.BOOK_MONEY)
@require_POST
def bill(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """Say whom the papers are for."""
    order = _order(event, code)
    form = BillToForm(request.POST, instance=queries.bill_to(order))
    person = {"by": request.user, "at": timezone.now()}
    if submit(request, event, form, lambda: invoicing.bill(order=order, facts=form.cleaned_data, **person), _("Saved.")):
        return redirect("desk:order_papers", event.slug, order.code)
    return _page(request, event, order, bill_form=form)


@at_desk(Capability.BOOK_MONEY)
@require_POST
def credit(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """Take back the newest document, or a part of it, with a credit note."""
    order, form = _order(event, code), CreditForm(request.POST)
    person = {"by": request.user, "at": timezone.now()}
    if submit(
        request,
        event,
        form,
        lambda: invoicing.credit(order=order, **form.cleaned_data, **person),
        _("The credit note is issued and goes out by mail."),
    ):
        return redirect("desk:order_papers", event.slug, order.code)
    return _page(request, event, order, credit_form=form)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def paper(request: HttpRequest, event: Event, code: str, pk: int) -> HttpResponse:
    """One of the order's documents as PDF."""
    document: Document = access.document_of(_order(event, code), pk)
    return giving.pdf(document)
