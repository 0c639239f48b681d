"""The page to pay on: choose a way, then read what to do."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import money
from common.errors import Refused
from ticketing.billing import credits, paycodes, providers, queries
from ticketing.billing import operations as billing
from ticketing.billing.forms import CreditForm, ProviderForm
from ticketing.orders import links, references
from ticketing.orders.links import behind_link
from ticketing.orders.models import Order


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def pay(request: HttpRequest, order: Order) -> HttpResponse:
    """Choose how to pay, as often as one likes until the money is there."""
    if order.state == Order.State.HELD:
        return redirect(links.to_cart(order))
    if order.state != Order.State.PLACED:
        return redirect(links.to(order))
    now = timezone.now()
    credit = CreditForm(request.POST if "credit" in request.POST else None)
    if credit.is_bound and _pay_with_credit(request, order, credit, now):
        order.refresh_from_db(fields=["state"])
        return redirect(links.to(order, "pay") if order.state == Order.State.PLACED else links.to(order))
    offered = providers.offered(order, now)
    form = ProviderForm(
        offered,
        None if credit.is_bound else request.POST or None,
        initial={"provider": order.provider or (offered[0].name if offered else "")},
    )
    if form.is_bound and form.is_valid():
        try:
            billing.choose(order=order, provider=form.cleaned_data["provider"], by="visitor", at=now)
        except Refused as refused:
            form.add_error("provider", ValidationError(refused.message, code=refused.code))
        else:
            page = getattr(providers.PROVIDERS[order.provider], "page", "")
            # a way with a page of its own begins there at once: the same form is sent on
            return redirect(links.to(order, page), preserve_request=True) if page else redirect(links.to(order, "pay"))
    chosen = providers.PROVIDERS.get(order.provider)
    begun_at = getattr(chosen, "page", "")
    owed = queries.owed(order)
    is_transfer = order.provider == "manual"
    context = {
        "order": order,
        "event": order.event,
        "form": form,
        "credit": credit,
        "chosen": chosen,
        "instructions": chosen.instructions(order) if chosen else "",
        "begin_url": links.to(order, begun_at) if begun_at else "",
        "is_transfer": is_transfer,
        "owed": owed,
        "paid": order.total - owed,
        "transfer": paycodes.of(order, owed) if is_transfer else None,
        "purpose": references.purpose_of(order),
    }
    return render(request, "ticketing/billing/pay.html", context)


def _pay_with_credit(request: HttpRequest, order: Order, form: CreditForm, at: datetime) -> bool:
    if not form.is_valid():
        return False
    try:
        payment = credits.pay(order=order, code=form.cleaned_data["credit"], by="visitor", at=at)
    except Refused as refused:
        form.add_error("credit", ValidationError(refused.message, code=refused.code))
        return False
    messages.success(request, _("%(amount)s are paid with your credit.") % {"amount": money.written(payment.amount, payment.currency)})
    return True
