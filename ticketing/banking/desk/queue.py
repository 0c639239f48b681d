"""The queue: what the bank says and nobody has decided yet, with what it may be; and one entry whole."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.history import queries as history
from accounts.history.operations import about
from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from common.errors import Refused
from common.sheets import download
from ticketing.banking import operations, queries, rules
from ticketing.banking.forms import AsideForm, PartsForm
from ticketing.banking.models import BankEntry
from ticketing.banking.operations import Part
from ticketing.banking.tables import STATES, columns
from ticketing.banking.wording import SIGNS
from ticketing.events.deskwork import whole
from ticketing.orders.models import Order

PAGE = 25
State = BankEntry.State


def _wanted(request: HttpRequest) -> dict[str, Any]:
    said = request.GET
    return {
        "state": said.get("state", State.QUEUED) if said.get("state", State.QUEUED) in (*State.values, "all") else State.QUEUED,
        "why": said.get("why", ""),
        "account": whole(said.get("account", "")),
        "statement": whole(said.get("statement", "")),
        "words": said.get("q", "").strip()[:100],
    }


@at_partner(Capability.BOOK_MONEY)
@require_safe
def queue(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show the entries that wait, with what each may be."""
    wanted = _wanted(request)
    page = Paginator(queries.entries(partner, **wanted), PAGE).get_page(request.GET.get("page"))
    _dress(partner, page.object_list)
    counts = queries.by_why(partner)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    states = [("queued", STATES["queued"][0]), ("booked", STATES["booked"][0]), ("aside", STATES["aside"][0]), ("all", _("all"))]
    reasons = [("", _("all")), *((why.value, f"{why.label} ({counts[why]})" if why in counts else why.label) for why in BankEntry.Why)]
    accounts = [("", _("all")), *((str(one.pk), str(one)) for one in partner.bank_accounts.all())]
    context = {
        "partner": partner,
        "page_obj": page,
        "wanted": wanted,
        "waiting": sum(counts.values()),
        "filters": [
            _filter("state", _("State"), states, wanted["state"]),
            _filter("why", _("Why"), reasons, wanted["why"]),
            _filter("account", _("Bank account"), accounts, str(wanted["account"] or "")),
        ],
        "aside": AsideForm(),
        **{f"{kind}_url": reverse("desk_partners:bank_export", args=[partner.code, kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "ticketing/banking/queue.html", context)


def _filter(name: str, label: Any, options: list[tuple[str, Any]], chosen: str) -> dict[str, Any]:
    return {"name": name, "label": label, "options": [{"value": one, "label": word, "selected": one == chosen} for one, word in options]}


def _dress(partner: Partner, entries: Any) -> None:
    """Give each entry its badge, and those that wait what they may be."""
    known = queries.index(partner) if any(entry.state == State.QUEUED and entry.amount > 0 for entry in entries) else rules.Index(())
    found = {entry.pk: queries.suggestions(entry, known) for entry in entries}
    pks = {pk for several in found.values() for one in several for pk, _amount in one.parts}
    orders = Order.objects.filter(pk__in=pks).select_related("event").in_bulk() if pks else {}
    for entry in entries:
        entry.label, entry.tone = STATES[entry.state]
        entry.suggestions = [_shown(one, orders, known) for one in found[entry.pk]]


def _shown(one: rules.Suggestion, orders: dict[int, Order], known: rules.Index) -> dict[str, Any]:
    parts = [{"order": orders[pk], "amount": amount, "owed": known.orders[pk].owed} for pk, amount in one.parts]
    return {"parts": parts, "score": one.score, "signs": [SIGNS[sign] for sign in one.signs], "can_book": "currency" not in one.signs}


@at_partner(Capability.BOOK_MONEY)
@require_safe
def export(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give the entries, filtered as on the page, to a spreadsheet."""
    found = queries.entries(partner, **_wanted(request)).prefetch_related("bookings__order")
    return download(kind, f"{partner.code}-bank", found.iterator(chunk_size=1000), columns(), ZoneInfo(partner.zone))


@at_partner(Capability.BOOK_MONEY)
@require_POST
def aside(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Mark the chosen entries as none of ours."""
    chosen = [pk for said in request.POST.getlist("entry") if (pk := whole(said))]
    entries = list(BankEntry.objects.filter(account__partner=partner, pk__in=chosen))

    def act() -> str:
        n = operations.set_aside(entries=entries, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now())
        return ngettext("%(n)d entry is set aside.", "%(n)d entries are set aside.", n) % {"n": n}

    if entries:
        _try(request, act)
    return redirect("desk_partners:bank", partner.code)


def _try(request: HttpRequest, act: Callable[[], Any]) -> bool:
    try:
        said = act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, str(said))
    return True


# --- one entry ------------------------------------------------------------------------------------------------------


@at_partner(Capability.BOOK_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Show one entry whole, and decide it."""
    one = get_object_or_404(queries.entries(partner).select_related("reverses"), pk=pk)
    parts = PartsForm(
        request.POST if request.POST.get("action") == "book" else None, initial=[{"amount": one.amount}, {}, {}], prefix="parts"
    )
    if request.method == "POST" and _decide(request, one, parts):
        return redirect("desk_partners:bank_entry", partner.code, pk)
    one.refresh_from_db()
    _dress(partner, [one])
    context = {
        "partner": partner,
        "entry": one,
        "parts": parts,
        "aside": AsideForm(),
        "owe_fields": [("action", "owe")],
        "undo_fields": [("action", "undo")],
        "bookings": one.bookings.select_related("order__event", "payment", "counter"),
        "can_undo": one.state == State.BOOKED and one.amount > 0 and not one.reversed_by.exists(),
        "surplus": [each for each in queries.live_bookings(one) if queries.surplus_of(each.order)],
        "entries": history.of(about(one)),
    }
    return render(request, "ticketing/banking/entry.html", context)


def _decide(request: HttpRequest, one: BankEntry, parts: Any) -> bool:
    who = {"by": request.user, "at": timezone.now()}
    action = request.POST.get("action", "")
    if action == "book":
        if not parts.is_valid():
            return False
        chosen = [Part(part["code"].strip().upper(), part["amount"]) for part in parts.cleaned_data if part.get("code")]
        return _try(request, lambda: operations.book(entry=one, parts=chosen, **who) and _("The entry is booked."))
    acts: dict[str, Callable[[], Any]] = {
        "take": lambda: operations.book(entry=one, parts=_taken(request), **who) and _("The entry is booked."),
        "aside": lambda: operations.set_aside(entries=[one], reason=request.POST.get("reason", ""), **who) and _("The entry is set aside."),
        "back": lambda: operations.undo_aside(entry=one, **who) and _("The entry waits for a decision again."),
        "undo": lambda: operations.take_back(entry=one, **who) and _("The booking is taken back by a line in the ledger."),
        "owe": lambda: operations.owe_back(entry=one, **who) and _("What is too much will go back; it stands among the refunds."),
    }
    return action in acts and _try(request, acts[action])


def _taken(request: HttpRequest) -> list[Part]:
    """Return the parts of a suggestion, which its button names as CODE:amount."""
    said = [word.partition(":") for word in request.POST.getlist("part")]
    return [Part(code, Decimal(amount)) for code, _colon, amount in said if amount.replace(".", "", 1).isdecimal()]
