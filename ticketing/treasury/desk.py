"""The treasurer's pages over a partner's money, and an event's statement."""

from datetime import date, datetime, time, timedelta
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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.events.access import at_desk
from ticketing.events.models import Event
from ticketing.events.sheets import download
from ticketing.orders.models import Order
from ticketing.refunds import operations as refund_operations
from ticketing.refunds import tables as refund_tables
from ticketing.refunds.models import Refund
from ticketing.treasury import charts, entries, operations, queries, rules, tables, wording
from ticketing.treasury.forms import AccountsForm, PeriodForm
from ticketing.treasury.queries import Scope

PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _scope(request: HttpRequest, partner: Partner) -> Scope:
    """Return whose books the page is asked for: by the event and the currency in its address."""
    slug, currency = request.GET.get("event", ""), request.GET.get("currency", "")
    event = Event.objects.filter(partner=partner, slug=slug).first() if slug else None
    known = queries.currencies(partner)
    return Scope(partner, currency if currency in known else (event.currency if event else known[0]), event)


def _page(request: HttpRequest, partner: Partner, scope: Scope, name: str, more: dict[str, Any]) -> HttpResponse:
    """Draw a page of the treasurer's with its choice of books."""
    known, query = queries.currencies(partner), request.GET.urlencode()
    picks = [("", _("all events")), *((event.slug, event.title) for event in queries.events(partner))]
    chosen = scope.event.slug if scope.event else ""
    filters = [
        {"name": "event", "label": _("Event"), "options": [{"value": v, "label": text, "selected": v == chosen} for v, text in picks]}
    ]
    if len(known) > 1:
        options = [{"value": one, "label": one, "selected": one == scope.currency} for one in known]
        filters.append({"name": "currency", "label": _("Currency"), "options": options})
    context = {
        "partner": partner,
        "scope": scope,
        "currency": scope.currency,
        "zone": partner.zone,
        "filters": filters,
        "query": f"?{query}" if query else "",
        "here": request.get_full_path(),
    }
    return render(request, f"ticketing/treasury/{name}.html", context | more)


def _files(name: str, partner: Partner, request: HttpRequest) -> dict[str, str]:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return {f"{kind}_url": reverse(f"desk:{name}", args=[partner.code, kind]) + query for kind in ("csv", "xlsx")}


# --- overview -----------------------------------------------------------------------------------------------------------


@at_partner(Capability.BOOK_MONEY)
@require_safe
def home(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show what is to do, and how the money came."""
    scope, now, zone = _scope(request, partner), timezone.now(), ZoneInfo(partner.zone)
    due = list(queries.due(scope))
    late = [order for order in due if order.expires_at and order.expires_at <= now]
    weeks = queries.by_week(scope, now, zone)
    ages = queries.by_age(due, now)
    unpromised = queries.unpromised(scope)
    more = {
        "due": sum((order.owed for order in due), rules.NOTHING),
        "due_count": len(due),
        "overdue": sum((order.owed for order in late), rules.NOTHING),
        "overdue_count": len(late),
        "to_go": sum((amount for _way, _currency, _count, amount in refund_tables.to_go(scope.refunds())), rules.NOTHING),
        "to_go_count": refund_tables.counts(scope.refunds())["open"],
        "unpromised": sum((amount for _order, amount in unpromised), rules.NOTHING),
        "unpromised_count": len(unpromised),
        "standing": queries.standing(scope),
        "findings": [(one, *wording.FINDINGS[one.kind]) for one in queries.findings(partner)[:5]],
        "check": queries.last_check(),
        "weeks": weeks,
        "week_bars": charts.signed(weeks),
        "ages": ages,
        "age_bars": charts.signed([(age.until, age.amount) for age in ages]),
        "chart": charts,
        "today": now.astimezone(zone).date().isoformat(),
    }
    return _page(request, partner, scope, "home", more)


# --- due ----------------------------------------------------------------------------------------------------------------


def _due(request: HttpRequest, scope: Scope) -> Any:
    late = timezone.now() if request.GET.get("late") else None
    return queries.due(scope, words=request.GET.get("q", "").strip()[:100], overdue_at=late)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def due(request: HttpRequest, partner: Partner) -> HttpResponse:
    """List what is due, the longest overdue first."""
    scope, now = _scope(request, partner), timezone.now()
    page = Paginator(_due(request, scope), PAGE).get_page(request.GET.get("page"))
    for order in page:
        order.late_days = max((now - order.expires_at).days + 1, 0) if order.expires_at and order.expires_at <= now else 0
        order.way = wording.provider(order.provider) if order.provider else ""
    base = reverse("desk:treasury_due", args=[partner.code])
    more = {
        "page_obj": page,
        "words": request.GET.get("q", ""),
        "pills": [
            {"label": label, "url": f"{base}?currency={scope.currency}{late}", "active": bool(late) == bool(request.GET.get("late"))}
            for late, label in (("", _("all")), ("&late=1", _("overdue")))
        ],
        "kept": [("late", "1")] if request.GET.get("late") else [],
        **_files("treasury_due_file", partner, request),
    }
    return _page(request, partner, scope, "due", more)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def due_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give what is due, filtered as on the page, to a spreadsheet."""
    found = _due(request, _scope(request, partner))
    return download(kind, f"{partner.code}-due", found, tables.due_columns(), ZoneInfo(partner.zone))


# --- to refund ----------------------------------------------------------------------------------------------------------


def _wanted(request: HttpRequest) -> dict[str, str]:
    said = request.GET
    return {"words": said.get("q", "").strip()[:100], "state": said.get("state", "open"), "way": said.get("way", "")}


@at_partner(Capability.BOOK_MONEY)
@require_safe
def refunds(request: HttpRequest, partner: Partner) -> HttpResponse:
    """List what must go back, by way, and money that is promised to nobody."""
    scope, wanted = _scope(request, partner), _wanted(request)
    page = Paginator(refund_tables.found(scope.refunds(), **wanted), PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.tone = refund_tables.TONES[one.state]
    base, counts = reverse("desk:treasury_refunds", args=[partner.code]), refund_tables.counts(scope.refunds())
    pills = [("open", _("To go")), ("done", _("Gone back")), ("waived", _("Waived")), ("", _("all"))]
    more = {
        "page_obj": page,
        "words": wanted["words"],
        "to_go": [(Refund.Way(way).label, count, amount) for way, _currency, count, amount in refund_tables.to_go(scope.refunds())],
        "unpromised": queries.unpromised(scope),
        "pills": [
            {
                "label": label,
                "url": f"{base}?currency={scope.currency}&state={state}",
                "active": wanted["state"] == state,
                "count": counts.get(state) if state else None,
            }
            for state, label in pills
        ],
        "kept": [("state", wanted["state"])],
        **_files("treasury_refunds_file", partner, request),
    }
    return _page(request, partner, scope, "refunds", more)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def refunds_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give the refunds, filtered as on the page, to a spreadsheet."""
    found = refund_tables.found(_scope(request, partner).refunds(), **_wanted(request))
    return download(kind, f"{partner.code}-refunds", found.iterator(chunk_size=1000), refund_tables.columns(), ZoneInfo(partner.zone))


@at_partner(Capability.BOOK_MONEY)
@require_POST
def promise(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Promise the surplus of one order back."""
    one = get_object_or_404(Order.objects.select_related("event__partner"), event__partner=partner, code=request.POST.get("order", ""))
    try:
        refund_operations.owe_surplus(order=one, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Noted: the money is to go back. The buyer gets a letter."))
    return redirect(f"{reverse('desk:treasury_refunds', args=[partner.code])}?currency={one.currency}")


# --- statement ----------------------------------------------------------------------------------------------------------


def _bounds(since: date, until: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the moments at which the first day begins and the last one ends."""
    return datetime.combine(since, time(), zone), datetime.combine(until + timedelta(days=1), time(), zone)


def _period(request: HttpRequest, zone: ZoneInfo, days: int) -> tuple[date, date]:
    today = timezone.now().astimezone(zone).date()
    return PeriodForm(request.GET).period(today - timedelta(days=days), today)


def _statement(request: HttpRequest, scope: Scope, zone: ZoneInfo) -> dict[str, Any]:
    since, until = _period(request, zone, 0)
    found = queries.statement(scope, *_bounds(since, until, zone))
    return {
        "since": since,
        "until": until,
        "rows": [(wording.provider(row.provider), row) for row in found.rows],
        "sum": found.sum,
        "standing": queries.standing(scope),
        "currency": scope.currency,
    }


@at_partner(Capability.BOOK_MONEY)
@require_safe
def statement(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show what was there, came, went and is there, by way, in some days."""
    scope = _scope(request, partner)
    more = {**_statement(request, scope, ZoneInfo(partner.zone)), **_files("treasury_statement_file", partner, request)}
    return _page(request, partner, scope, "statement", more)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def statement_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give a statement to a spreadsheet."""
    scope, zone = _scope(request, partner), ZoneInfo(partner.zone)
    since, until = _period(request, zone, 0)
    found = queries.statement(scope, *_bounds(since, until, zone))
    name = f"{partner.code}-{scope.event.slug if scope.event else 'all'}-{since}-{until}"
    return download(kind, name, [*found.rows, found.sum], tables.statement_columns(scope.currency), zone)


@at_desk(Capability.BOOK_MONEY)
@require_safe
def of_event(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the statement of one event, for whoever keeps only its money."""
    scope = Scope(event.partner, event.currency, event)
    return render(request, "ticketing/treasury/of_event.html", {"event": event, **_statement(request, scope, event.tz)})


# --- accounts -----------------------------------------------------------------------------------------------------------


@at_partner(Capability.BOOK_MONEY)
@require_safe
def ledger(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show the ledger by account: each account's turnover in some days, and the entries."""
    scope, zone = _scope(request, partner), ZoneInfo(partner.zone)
    since, until = _period(request, zone, 30)
    start, end = _bounds(since, until, zone)
    found = entries.derive(currency=scope.currency, since=None, until=end, partner=partner, event=scope.event)
    turnovers = entries.turnovers(found, start)
    codes = queries.codes(partner, {entry.account for entry in found})
    wanted = request.GET.get("account", "")
    shown = [entry for entry in found if entry.at >= start and wanted in ("", entry.account)]
    page = Paginator(shown, PAGE * 2).get_page(request.GET.get("page"))
    more = {
        "since": since,
        "until": until,
        "turnovers": [(codes[one.account], wording.account(one.account), one) for one in turnovers],
        "debit": sum((one.debit for one in turnovers), rules.NOTHING),
        "credit": sum((one.credit for one in turnovers), rules.NOTHING),
        "page_obj": page,
        "rows": [(entry, codes[entry.account], wording.account(entry.account), wording.WHATS[entry.what]) for entry in page],
        "account": wanted,
        **_files("treasury_ledger_file", partner, request),
    }
    return _page(request, partner, scope, "ledger", more)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def ledger_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give the entries of some days to a book-keeping program."""
    scope, zone = _scope(request, partner), ZoneInfo(partner.zone)
    since, until = _period(request, zone, 30)
    start, end = _bounds(since, until, zone)
    wanted = request.GET.get("account", "")
    found = entries.derive(currency=scope.currency, since=start, until=end, partner=partner, event=scope.event)
    shown = [entry for entry in found if wanted in ("", entry.account)]
    codes = queries.codes(partner, {entry.account for entry in shown})
    return download(kind, f"{partner.code}-ledger-{since}-{until}", shown, tables.entry_columns(codes, scope.currency), zone)


@at_partner(Capability.BOOK_MONEY)
@form_page
def accounts(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Set what the partner's book-keeping calls each account."""
    scope = _scope(request, partner)
    names = entries.accounts_in_use(partner)
    initial = queries.codes(partner, names)
    form = AccountsForm(names, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        codes = {name: code for name, code in form.cleaned_data.items() if code != wording.usual_code(name)}
        codes |= {name: "" for name in names if name not in codes}
        operations.name_accounts(partner=partner, codes=codes, by=request.user, at=timezone.now())
        messages.success(request, _("The numbers are saved."))
        return redirect("desk:treasury_ledger", partner.code)
    return _page(request, partner, scope, "accounts", {"form": form})


# --- checks -------------------------------------------------------------------------------------------------------------


@at_partner(Capability.BOOK_MONEY)
@form_page
def checks(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show what the nightly check found and what to do about it; check now."""
    if request.method == "POST":
        operations.check_books(at=timezone.now())
        messages.success(request, _("All the books were checked just now."))
        return redirect("desk:treasury_checks", partner.code)
    more = {
        "findings": [(one, *wording.FINDINGS[one.kind]) for one in queries.findings(partner)],
        "check": queries.last_check(),
    }
    return _page(request, partner, _scope(request, partner), "checks", more)
