"""The organiser's pages about one order, seen whole, and about money: what came, what is owed, what does not add up."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.history.operations import about
from accounts.roles.access import may
from accounts.roles.rules import Capability
from common.outbox import operations as outbox
from common.outbox import queries as messages_of
from ticketing.billing import operations, queries
from ticketing.billing.desk_forms import MoneyForm, providers
from ticketing.billing.models import Payment
from ticketing.billing.providers import PROVIDERS
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event
from ticketing.events.sheets import Column, download
from ticketing.orders import access, dossier, tables
from ticketing.orders import operations as orders
from ticketing.orders.models import Order

PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


def provider_label(name: str) -> Any:
    """Return a way to pay in words; one that is no longer offered keeps its stable word."""
    return PROVIDERS[name].label if name in PROVIDERS else name


CENT, NOTHING = Decimal("0.01"), Decimal("0.00")


def _order(event: Event, code: str) -> Order:
    """Return an order that was placed; carts are not shown.

    Raises:
        Http404: no such order here.
    """
    order = access.order_at(event, code)
    if order.placed_at is None:
        raise Http404
    return order


# --- one order ------------------------------------------------------------------------------------------------------


@at_desk(Capability.SEE_ORDERS)
@require_safe
def order(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """Show an order whole: its lines, answers, money, mails, and what happened."""
    one = request.order = _order(event, code)
    payments = list(one.payments.select_related("recorded_by"))
    paid = sum((payment.amount for payment in payments), NOTHING)
    for payment in payments:
        payment.label = provider_label(payment.provider)
    may = request.desk.allowed
    context = {
        "event": event,
        "file": dossier.of(one),
        "order": one,
        "payments": payments,
        "paid": paid,
        "owed": one.asked - paid if one.state == Order.State.PLACED else NOTHING,
        "provider": provider_label(one.provider),
        "may_change": Capability.CHANGE_ORDERS in may,
        "may_book": Capability.BOOK_MONEY in may,
        "is_live": one.state in (Order.State.PLACED, Order.State.PAID),
        "link": f"{settings.SITE_URL}/o/{one.code}/{one.secret}/",
    }
    return render(request, "ticketing/billing/desk/order.html", context)


@at_desk(Capability.CHANGE_ORDERS)
@require_POST
def change_order(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """Cancel an order, mail it again, or send one of its failed messages once more."""
    one = _order(event, code)
    person = {"by": request.user, "at": timezone.now()}
    action = request.POST.get("action", "")
    if action == "cancel":
        attempt(request, event, lambda: orders.cancel(order=one, **person), _("The order is cancelled; its buyer gets a letter."))
    elif action == "resend":
        attempt(request, event, lambda: orders.resend(order=one, **person), _("The order is mailed again."))
    elif action == "requeue":
        said = request.POST.get("message", "")
        message = get_object_or_404(messages_of.about(about(one)), pk=int(said) if said.isdecimal() else None)
        attempt(request, event, lambda: outbox.requeue(message=message, at=timezone.now()), _("The message is on its way again."))
    return redirect("desk:order", event.slug, one.code)


@at_desk(Capability.BOOK_MONEY)
@form_page
def pay(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """Record money that came for an order."""
    one = _order(event, code)
    due = max(one.asked - queries.balance(one), NOTHING)
    form = MoneyForm(request.POST or None, initial={"amount": due.quantize(CENT) or None, "provider": one.provider or "manual"})
    person = {"by": request.user, "at": timezone.now()}
    if submit(request, event, form, lambda: operations.record(order=one, **form.cleaned_data, **person), _("The payment is recorded.")):
        return redirect("desk:order", event.slug, one.code)
    return render(request, "ticketing/billing/desk/pay.html", {"event": event, "order": one, "form": form, "due": due})


@at_desk(Capability.BOOK_MONEY)
@require_POST
def settle(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """Book money that came but was not booked."""
    one = _order(event, code)
    attempt(request, event, lambda: operations.settle(order=one, by=request.user, at=timezone.now()), _("The order is up to date."))
    return redirect("desk:order", event.slug, one.code)


# --- all the money --------------------------------------------------------------------------------------------------


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {"words": request.GET.get("q", "").strip()[:100], "provider": request.GET.get("provider", "")}


@at_desk(Capability.BOOK_MONEY)
@require_safe
def money(request: HttpRequest, event: Event) -> HttpResponse:
    """Show what came, what is owed, what does not add up, and the ledger."""
    wanted = _wanted(request)
    page = Paginator(queries.ledger(event, **wanted), PAGE).get_page(request.GET.get("page"))
    for payment in page:
        payment.label = provider_label(payment.provider)
    flows = queries.by_provider(event)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    context = {
        "event": event,
        "went": _sums(event, ((flow.currency, flow.went) for flow in flows)),
        "stayed": _sums(event, ((flow.currency, flow.stayed) for flow in flows)),
        "outstanding": queries.outstanding(event),
        "by_provider": [(provider_label(flow.name), flow) for flow in flows],
        "by_product": queries.by_product(event),
        "unsettled": tables.marked(queries.unsettled(event)[:PAGE]),
        "sees_books": may(request.user, event.partner, Capability.BOOK_MONEY),
        "page_obj": page,
        "words": wanted["words"],
        "filters": [{"name": "provider", "label": _("Paid by"), "options": _options(wanted["provider"])}],
        **{f"{kind}_url": reverse("desk:ledger_file", args=[event.slug, kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "ticketing/billing/desk/money.html", context)


def _sums(event: Event, amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """Add up what is of one currency."""
    found = dict.fromkeys(event.currencies, NOTHING)
    for currency, amount in amounts:
        found[currency] = found.get(currency, NOTHING) + amount
    return found


def _options(chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "selected": value == chosen} for value, label in [("", _("all")), *providers()]]


@at_desk(Capability.BOOK_MONEY)
@require_safe
def ledger_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the ledger, filtered as on the page, to a spreadsheet."""
    found = queries.ledger(event, **_wanted(request))
    return download(kind, f"{event.slug}-money", found.iterator(chunk_size=1000), ledger_columns(), event.tz)


def ledger_columns() -> list[Column]:
    """Return the columns of the ledger's file."""

    def who(payment: Payment) -> str:
        return str(payment.recorded_by or "")

    return [
        Column(gettext_lazy("Recorded"), lambda payment: payment.recorded_at),
        Column(gettext_lazy("Order"), lambda payment: payment.order.code),
        Column(gettext_lazy("Buyer"), lambda payment: payment.order.name),
        Column(gettext_lazy("Paid by"), lambda payment: provider_label(payment.provider)),
        Column(gettext_lazy("Reference"), lambda payment: payment.reference),
        Column(gettext_lazy("Amount"), lambda payment: payment.amount),
        Column(gettext_lazy("Currency"), lambda payment: payment.currency),
        Column(gettext_lazy("Note"), lambda payment: payment.note),
        Column(gettext_lazy("Recorded by"), who),
    ]
