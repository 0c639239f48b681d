"""The organiser's pages about refunds: what must go back, the conditions, one order's refund."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from ticketing.billing import queries as ledger
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, back_to, submit
from ticketing.events.models import Event
from ticketing.events.sheets import download
from ticketing.orders import access
from ticketing.refunds import operations, queries, tables, terms
from ticketing.refunds.forms import LadderForm, OweForm
from ticketing.refunds.models import Refund, Upheaval

PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _wanted(request: HttpRequest) -> dict[str, str]:
    said = request.GET
    return {"words": said.get("q", "").strip()[:100], "state": said.get("state", "open"), "way": said.get("way", "")}


def _of(event: Event) -> Any:
    return Refund.objects.filter(order__event=event)


@at_desk(Capability.BOOK_MONEY)
@require_safe
def refunds(request: HttpRequest, event: Event) -> HttpResponse:
    """Show what must go back, what is on its way, what went."""
    wanted, counts = _wanted(request), tables.counts(_of(event))
    page = Paginator(tables.found(_of(event), **wanted), PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.tone = tables.TONES[one.state]
    base, query = reverse("desk:refunds", args=[event.slug]), f"?{request.GET.urlencode()}" if request.GET else ""
    pills = [("open", _("To go")), ("done", _("Gone back")), ("waived", _("Waived")), ("", _("all"))]
    ways = [("", _("all")), *Refund.Way.choices, (tables.NO_ACCOUNT, _("to a bank account not named yet"))]
    context = {
        "event": event,
        "page_obj": page,
        "words": wanted["words"],
        "to_go": [(Refund.Way(way).label, count, amount, currency) for way, currency, count, amount in tables.to_go(_of(event))],
        "terms": terms.terms(terms.steps_of(event), event, timezone.now().astimezone(event.tz).date()),
        "pills": [
            {
                "label": label,
                "url": f"{base}?state={state}",
                "active": wanted["state"] == state,
                "count": counts.get(state) if state else None,
            }
            for state, label in pills
        ],
        "filters": [
            {
                "name": "way",
                "label": _("Way"),
                "options": [{"value": value, "label": label, "selected": value == wanted["way"]} for value, label in ways],
            }
        ],
        "kept": [("state", wanted["state"])],
        "upheavals": Upheaval.objects.filter(event=event),
        **{f"{kind}_url": reverse("desk:refunds_file", args=[event.slug, kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "ticketing/refunds/desk/refunds.html", context)


@at_desk(Capability.BOOK_MONEY)
@require_safe
def refunds_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the refunds, filtered as on the page, to a spreadsheet."""
    found = tables.found(_of(event), **_wanted(request))
    return download(kind, f"{event.slug}-refunds", found.iterator(chunk_size=1000), tables.columns(), event.tz)


@at_desk(Capability.BOOK_MONEY)
@form_page
def ladder(request: HttpRequest, event: Event) -> HttpResponse:
    """Set what goes back to whoever cancels."""
    steps = terms.steps_of(event)
    form = LadderForm(steps, request.POST or None)
    person = {"by": request.user, "at": timezone.now()}

    def save() -> None:
        operations.set_ladder(event=event, steps=form.cleaned_data["steps"], **person)

    if submit(request, event, form, save, _("Saved. Orders placed from now on keep to these conditions.")):
        return redirect("desk:ladder", event.slug)
    today = timezone.now().astimezone(event.tz).date()
    context = {"event": event, "form": form, "terms": terms.terms(steps, event, today)}
    return render(request, "ticketing/refunds/desk/ladder.html", context)


@at_desk(Capability.BOOK_MONEY)
@form_page
def refund(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """Promise money of an order back."""
    one = access.order_at(event, code)
    if one.placed_at is None:
        raise Http404
    free, surplus = queries.free(one), queries.surplus(one)
    initial = {"amount": surplus or (free if free > 0 else None), "reason": _("more was paid than owed") if surplus else ""}
    form = OweForm(request.POST or None, initial=initial)
    person = {"by": request.user, "at": timezone.now()}

    def owe() -> None:
        operations.owe(order=one, **form.cleaned_data, **person)

    if submit(request, event, form, owe, _("Noted: the money is to go back. The buyer gets a letter.")):
        return redirect("desk:order", event.slug, one.code)
    context = {"event": event, "order": one, "form": form, "paid": ledger.balance(one), "free": free}
    return render(request, "ticketing/refunds/desk/refund.html", context)


@at_desk(Capability.BOOK_MONEY)
@require_POST
def act(request: HttpRequest, event: Event, refund: int) -> HttpResponse:
    """Say what became of a refund: gone back, failed, to go another way, not wanted."""
    one = get_object_or_404(_of(event).select_related("order__event__partner"), pk=refund)
    person: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    said, words = request.POST.get("action", ""), request.POST.get("words", "").strip()
    deeds: dict[str, tuple[Callable[[], Any], str]] = {
        "done": (lambda: operations.done(refund=one, reference=words, **person), _("Recorded: the money went back.")),
        "failed": (lambda: operations.failed(refund=one, why=words, **person), _("Noted: it did not go through.")),
        "waive": (lambda: operations.waive(refund=one, reason=words, **person), _("Noted: it need not go back.")),
        **{
            f"by_{way.value}": (partial(operations.again, refund=one, way=way, **person), _("It goes another way now."))
            for way in Refund.Way
        },
    }
    if said in deeds:
        attempt(request, event, *deeds[said])
    return back_to(request, reverse("desk:refunds", args=[event.slug]))


# --- an event that is cancelled or moved ------------------------------------------------------------------------------


def _upheaval(event: Event, kind: str) -> Upheaval:
    found = queries.upheaval_of(event, kind)
    if found is None:
        raise Http404
    return found


@at_desk(Capability.BOOK_MONEY)
@form_page
def called_off(request: HttpRequest, event: Event) -> HttpResponse:
    """Show how far the refunds of a cancelled event are: how many orders, what goes back how, and who has still to say where to."""
    upheaval = _upheaval(event, Upheaval.Kind.CANCELLED)
    person: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if request.method == "POST":
        deeds: dict[str, tuple[Callable[[], Any], str]] = {
            "again": (partial(operations.try_again, upheaval=upheaval, **person), _("The orders are tried again in a minute.")),
            "ask": (partial(operations.ask_for_accounts, event=event, **person), _("Whoever has not been asked today gets a letter.")),
        }
        if request.POST.get("action") in deeds:
            attempt(request, event, *deeds[request.POST["action"]])
        return redirect("desk:called_off", event.slug)
    waiting = list(queries.without_account(event).order_by("owed_at"))
    context = {
        "event": event,
        "upheaval": upheaval,
        "progress": queries.progress(upheaval),
        "rows": tables.by_way(_of(event)),
        "waiting": waiting[:PAGE],
        "waiting_count": len(waiting),
        "list_url": reverse("desk:refunds", args=[event.slug]),
        **{f"{kind}_url": reverse("desk:refunds_file", args=[event.slug, kind]) + "?state=" for kind in ("csv", "xlsx")},
    }
    return render(request, "ticketing/refunds/desk/called_off.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    said = request.GET
    return {"words": said.get("q", "").strip()[:100], "answer": said.get("answer", "")[:5]}


@at_desk(Capability.BOOK_MONEY)
@require_safe
def answers(request: HttpRequest, event: Event) -> HttpResponse:
    """Show who comes on the new days of a moved event, who cannot, and who has not answered."""
    upheaval, wanted = _upheaval(event, Upheaval.Kind.MOVED), _asked(request)
    page = Paginator(tables.replies(upheaval, **wanted), PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.tone = tables.ANSWER_TONES[one.answer]
    counts = tables.answers(upheaval)
    base, query = reverse("desk:answers", args=[event.slug]), f"?{request.GET.urlencode()}" if request.GET else ""
    pills = [("", _("all")), ("yes", _("Come")), ("no", _("Do not come")), ("open", _("No answer"))]
    context = {
        "event": event,
        "upheaval": upheaval,
        "progress": queries.progress(upheaval),
        "page_obj": page,
        "words": wanted["words"],
        "counts": counts,
        "asked": sum(counts.values()),
        "kept": [("answer", wanted["answer"])],
        "pills": [
            {"label": label, "url": f"{base}?answer={answer}", "active": wanted["answer"] == answer, "count": counts.get(answer)}
            for answer, label in pills
        ],
        **{f"{kind}_url": reverse("desk:answers_file", args=[event.slug, kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "ticketing/refunds/desk/answers.html", context)


@at_desk(Capability.BOOK_MONEY)
@require_safe
def answers_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the answers, filtered as on the page, to a spreadsheet."""
    found = tables.replies(_upheaval(event, Upheaval.Kind.MOVED), **_asked(request))
    return download(kind, f"{event.slug}-answers", found.iterator(chunk_size=1000), tables.reply_columns(), event.tz)
