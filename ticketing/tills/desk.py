"""The organiser's pages about tills and shifts. They are used standing, on a phone."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from common.errors import Invalid
from common.languages import Language
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit, whole
from ticketing.events.models import Event
from ticketing.events.sheets import download
from ticketing.orders.models import Order
from ticketing.tills import documents, operations, queries, tables
from ticketing.tills.forms import CashForm, CountForm, OpenForm, RefundForm, TillForm, initial_of
from ticketing.tills.models import Shift, Till
from ticketing.tills.wording import drawer_words

PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _person(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _sees_all(request: HttpRequest) -> bool:
    """Tell whether somebody may look at everybody's shifts; stewards see those they are in."""
    return Capability.SEE_ORDERS in request.desk.allowed


def _own(request: HttpRequest) -> Any:
    return None if _sees_all(request) else request.user


def _wanted(request: HttpRequest) -> dict[str, Any]:
    state = request.GET.get("state", "")
    return {
        "words": request.GET.get("q", "").strip()[:100],
        "till": whole(request.GET.get("till", "")),
        "state": state if state in tables.PILLS else "",
    }


@at_desk(Capability.TAKE_CASH)
@require_safe
def shifts(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the tills with their open shifts, and all shifts."""
    now, wanted = timezone.now(), _wanted(request)
    tills = list(Till.objects.filter(event=event).select_related("gate", "device"))
    still_open = {shift.till_id: shift for shift in queries.shifts(event, state="open")}
    mine = set(queries.shifts(event, person=_own(request)).values_list("pk", flat=True))
    page = Paginator(queries.shifts(event, **wanted, person=_own(request)), PAGE).get_page(request.GET.get("page"))
    kept = {"q": wanted["words"], "till": wanted["till"] or ""}
    counts = queries.counts(event, _own(request))
    said = {name: value for name, value in request.GET.items() if name != "page"}
    query = f"?{urlencode(said)}" if said else ""
    context = {
        "event": event,
        "tills": [(till, shift := still_open.get(till.pk), shift is not None and shift.pk in mine) for till in tills],
        "unclosed": [shift for shift in queries.unclosed(event, now) if shift.pk in mine],
        "outside": queries.outside_sums(event) if tills and _sees_all(request) else [],
        "page_obj": page,
        "words": wanted["words"],
        "is_filtered": any(wanted.values()),
        "may_set_up": Capability.RUN_DOOR in request.desk.allowed,
        "pills": [
            {
                "label": label,
                "url": "?" + urlencode({name: value for name, value in {**kept, "state": state}.items() if value}),
                "active": wanted["state"] == state,
                "count": counts[state],
            }
            for state, label in tables.PILLS.items()
        ],
        "filters": [
            {
                "name": "till",
                "label": _("Till"),
                "options": [
                    {"value": "", "label": _("all"), "selected": not wanted["till"]},
                    *({"value": till.pk, "label": till.name, "selected": till.pk == wanted["till"]} for till in tills),
                ],
            }
        ],
        **(
            {f"{kind}_url": reverse("desk:shifts_file", args=[event.slug, kind]) + query for kind in ("csv", "xlsx")}
            if _sees_all(request)
            else {}
        ),
    }
    return render(request, "ticketing/tills/desk/shifts.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def shifts_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the shifts, filtered as on the page, to a spreadsheet."""
    found = queries.shifts(event, **_wanted(request))
    return download(kind, f"{event.slug}-shifts", found.iterator(chunk_size=1000), tables.columns(), event.tz)


@at_desk(Capability.RUN_DOOR)
@form_page
def till(request: HttpRequest, event: Event, till_id: int | None = None) -> HttpResponse:
    """Add a till, or change one."""
    present = get_object_or_404(Till, event=event, pk=till_id) if till_id else None
    form = TillForm(request.POST or None, event=event, initial=initial_of(present))
    if submit(
        request,
        event,
        form,
        lambda: operations.save_till(event=event, till=present, facts=form.cleaned_data, **_person(request)),
        _("Saved."),
    ):
        return redirect("desk:shifts", event.slug)
    title = present.name if present else _("New till")
    return render(request, "ticketing/tills/desk/form.html", {"event": event, "form": form, "title": title})


@at_desk(Capability.TAKE_CASH)
@form_page
def open_shift(request: HttpRequest, event: Event, till_id: int) -> HttpResponse:
    """Open a shift of a till."""
    of = get_object_or_404(Till, event=event, pk=till_id)
    of.event = event
    form = OpenForm(request.POST or None, event=event, only=_own(request), initial={"people": [request.user.pk]})
    opened: list[Shift] = []

    def act() -> None:
        opened.append(operations.open_shift(till=of, people=list(form.cleaned_data["people"]), floats=form.floats(), **_person(request)))

    if submit(request, event, form, act, _("The shift is open.")):
        return redirect("desk:shift", event.slug, opened[0].pk)
    context = {"event": event, "form": form, "title": _("Open a shift: %(till)s") % {"till": of}, "submit": _("Open the shift")}
    return render(request, "ticketing/tills/desk/form.html", context)


def _shift(request: HttpRequest, event: Event, shift_id: int) -> Shift:
    found = get_object_or_404(queries.shifts(event, person=_own(request)), pk=shift_id)
    found.till.event = event
    return found


@at_desk(Capability.TAKE_CASH)
@require_safe
def shift(request: HttpRequest, event: Event, shift_id: int) -> HttpResponse:
    """Show a shift: what should be in its drawers, and what came and went."""
    one = _shift(request, event, shift_id)
    return _shift_page(request, event, one, CashForm(shift=one), RefundForm())


def _shift_page(request: HttpRequest, event: Event, one: Shift, cash: CashForm, refund: RefundForm) -> HttpResponse:
    context = {
        "event": event,
        "shift": one,
        "sheets": [(sheet, drawer_words(sheet.drawer)) for sheet in queries.sheets(one)],
        "page_obj": Paginator(one.movements.select_related("payment__order").order_by("-recorded_at", "-pk"), PAGE).get_page(
            request.GET.get("page")
        ),
        "cash": cash,
        "refund": refund,
        "may_refund": Capability.BOOK_MONEY in request.desk.allowed,
        "sees_orders": _sees_all(request),
        "may_sign": not one.is_open and one.signed_at is None and one.closed_by_id != request.user.pk,
        "languages": [(code, label) for code, label in Language.choices],
    }
    return render(request, "ticketing/tills/desk/shift.html", context)


@at_desk(Capability.TAKE_CASH)
@require_POST
def shift_act(request: HttpRequest, event: Event, shift_id: int) -> HttpResponse:
    """Pay cash in or out, or countersign."""
    one, action = _shift(request, event, shift_id), request.POST.get("action", "")
    if action == "cash":
        form = CashForm(request.POST, shift=one)
        if not submit(
            request, event, form, lambda: operations.move_cash(shift=one, **form.facts(), **_person(request)), _("Written down.")
        ):
            return _shift_page(request, event, one, form, RefundForm())
    elif action == "sign":
        attempt(request, event, lambda: operations.countersign(shift=one, **_person(request)), _("Countersigned."))
    return redirect("desk:shift", event.slug, one.pk)


@at_desk(Capability.BOOK_MONEY)
@require_POST
def shift_refund(request: HttpRequest, event: Event, shift_id: int) -> HttpResponse:
    """Give money of an order back out of the drawer."""
    one, form = _shift(request, event, shift_id), RefundForm(request.POST)

    def act() -> None:
        code = form.cleaned_data["order"].strip().upper()
        order = Order.objects.select_related("event__partner").filter(event=event, code=code).first()
        if order is None:
            raise Invalid(_("There is no such order."), code="no_such_order", field="order")
        operations.refund_cash(
            shift=one, order=order, amount=form.cleaned_data["amount"], reason=form.cleaned_data["reason"], **_person(request)
        )

    if submit(request, event, form, act, _("The refund is recorded.")):
        return redirect("desk:shift", event.slug, one.pk)
    return _shift_page(request, event, one, CashForm(shift=one), form)


@at_desk(Capability.TAKE_CASH)
@form_page
def count(request: HttpRequest, event: Event, shift_id: int) -> HttpResponse:
    """Count and close a shift."""
    one = _shift(request, event, shift_id)
    if not one.is_open:
        return redirect("desk:shift", event.slug, one.pk)
    form = CountForm(request.POST or None, shift=one)
    if submit(
        request,
        event,
        form,
        lambda: operations.close(shift=one, counts=form.counts(), **_person(request)),
        _("The shift is closed. Let a second person countersign it."),
    ):
        return redirect("desk:shift", event.slug, one.pk)
    parts = [(drawer, drawer_words(drawer), *rest) for drawer, *rest in form.parts()]
    return render(request, "ticketing/tills/desk/count.html", {"event": event, "shift": one, "form": form, "parts": parts})


@at_desk(Capability.TAKE_CASH)
@require_safe
def shift_pdf(request: HttpRequest, event: Event, shift_id: int) -> HttpResponse:
    """The shift's report on paper, in the reader's language or the one asked for."""
    one = _shift(request, event, shift_id)
    asked = request.GET.get("language", "")
    language = asked if asked in Language.values else get_language() or "lv"
    name = f"{event.slug}-shift-{one.till_id}-{one.number}-{language}.pdf"
    content = documents.report(one, language=language, at=timezone.now())
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
