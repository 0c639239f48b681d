"""What buyers do about their money: cancel, knowing what they get back, and say where it is to go."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import Refused
from ticketing.orders import links
from ticketing.orders import operations as orders
from ticketing.orders import queries as of_orders
from ticketing.orders.links import behind_link
from ticketing.orders.models import Order, OrderLine
from ticketing.orders.views.tickets import of_buyer
from ticketing.refunds import mails, queries, rules, terms
from ticketing.refunds import operations as refunds
from ticketing.refunds.forms import account_form
from ticketing.refunds.models import Refund, Reply
from ticketing.tickets.models import Ticket

_OPEN = (Order.State.PLACED, Order.State.PAID)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@behind_link
def cancel(request: HttpRequest, order: Order) -> HttpResponse:
    """Cancel the whole order, once shown what goes back and asked whether it is meant."""
    if order.state not in _OPEN:
        return redirect(links.to(order))
    now = timezone.now()
    if request.method == "POST":
        try:
            orders.cancel(order=order, by="visitor", at=now, **_wish(request, order, now))
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The order is cancelled."))
        return redirect(links.to(order))
    lines = [line for line in of_orders.lines_of(order) if line.cancelled_at is None]
    return render(request, "ticketing/orders/cancel.html", _asking(order, lines, order.total, now))


@form_page
@of_buyer
def cancel_ticket(request: HttpRequest, order: Order, ticket: Ticket) -> HttpResponse:
    """Cancel one ticket, once shown what goes back and asked whether it is meant."""
    now = timezone.now()
    if request.method == "POST":
        try:
            orders.cancel_ticket(ticket=ticket, by="visitor", at=now, **_wish(request, order, now))
        except Refused as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The ticket is cancelled."))
        return redirect(links.to(order))
    lines = [line for line in of_orders.lines_of(order) if line.ticket_id == ticket.pk]
    price = sum((line.price for line in lines), Decimal("0.00"))
    return render(request, "ticketing/orders/cancel.html", {**_asking(order, lines, price, now), "ticket": ticket})


def _wish(request: HttpRequest, order: Order, at: datetime) -> dict[str, Any]:
    """Return how the buyer wants the money, and that all of it goes back where the organiser gave cause."""
    way = Refund.Way.CREDIT.value if request.POST.get("way") == Refund.Way.CREDIT else ""
    return {"way": way, "whole": True if queries.cause(order, at) else None}


def _asking(order: Order, lines: list[OrderLine], price: Decimal, at: datetime) -> dict[str, Any]:
    """Return what the page says: `back`, what goes back of `price`; `cause`, why all of it does, whatever the conditions."""
    back = terms.would_get_back(order, price, at)
    return {
        "order": order,
        "event": order.event,
        "lines": lines,
        "price": price,
        "back": back,
        "cause": queries.cause(order, at),
        "usual": Refund.Way(queries.usual_way(order, back)).label if back else "",
        "credit_until": rules.credit_until(at, order.event.tz),
    }


@form_page
@behind_link
def account(request: HttpRequest, order: Order, refund: int) -> HttpResponse:
    """Say to which bank account the money is to go."""
    one = order.refunds.filter(pk=refund).first()
    if one is None:
        raise Http404
    if not (mails.wants_account(one) or (one.account and one.state in ("owed", "failed"))):
        return redirect(links.to(order))
    if request.POST.get("way") == Refund.Way.CREDIT:
        return _take_credit(request, order, one)
    form = account_form(order.currency, request.POST or None, initial={"holder": one.holder or order.name})
    if request.method == "POST" and form.is_valid():
        try:
            refunds.give_account(refund=one, **form.cleaned_data, by="visitor", at=timezone.now())
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("Thank you. The money goes to this account."))
            return redirect(links.to(order))
    until = rules.credit_until(timezone.now(), order.event.tz)
    return render(
        request,
        "ticketing/refunds/account.html",
        {"order": order, "event": order.event, "refund": one, "form": form, "credit_until": until},
    )


def _take_credit(request: HttpRequest, order: Order, refund: Refund) -> HttpResponse:
    try:
        refunds.again(refund=refund, way=Refund.Way.CREDIT, by="visitor", at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Thank you. Your credit stands below; we have sent you its code."))
    return redirect(links.to(order))


@form_page
@behind_link
def moved(request: HttpRequest, order: Order) -> HttpResponse:
    """Say whether one comes on the new days of an event; who cannot gets everything back, and says where to."""
    now = timezone.now()
    reply = queries.question_of(order, now)
    if reply is None:
        return redirect(links.to(order))
    if request.method == "POST" and request.POST.get("answer") in ("yes", "no"):
        return _answered(request, order, reply, comes=request.POST["answer"] == "yes", at=now)
    lines = [line for line in of_orders.lines_of(order) if line.cancelled_at is None]
    context = {**_asking(order, lines, order.total, now), "reply": reply, "is_open": order.state in _OPEN}
    return render(request, "ticketing/refunds/moved.html", context)


def _answered(request: HttpRequest, order: Order, reply: Reply, *, comes: bool, at: datetime) -> HttpResponse:
    reply.order = order
    way = Refund.Way.CREDIT.value if request.POST.get("way") == Refund.Way.CREDIT else ""
    try:
        refunds.answer(reply=reply, comes=comes, way=way, by="visitor", at=at)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(links.to(order))
    if comes:
        messages.success(request, _("Thank you: we look forward to seeing you. Your tickets are good as they are."))
        return redirect(links.to(order))
    messages.success(request, _("The order is cancelled."))
    asked = next((one for one in queries.of_order(order) if mails.wants_account(one)), None)
    return redirect(links.to(order, "refund_account", refund=asked.pk) if asked else links.to(order))
