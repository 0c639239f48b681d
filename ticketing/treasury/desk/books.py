"""The statement, held against the documents; the ledger by account; the checks."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from ticketing.events.access import at_desk
from ticketing.events.models import Event
from ticketing.events.sheets import download
from ticketing.treasury import entries, operations, queries, reconciling, rules, tables, wording
from ticketing.treasury.desk.shared import PAGE, bounds_of, currency_filter, draw, files, form_page, period_of, scope_of
from ticketing.treasury.forms import AccountsForm
from ticketing.treasury.queries import Scope


def _statement(request: HttpRequest, scope: Scope, zone: ZoneInfo) -> dict[str, Any]:
    since, until = period_of(request, zone, 0)
    bounds = bounds_of(since, until, zone)
    found, held = queries.statement(scope, *bounds), reconciling.reconcile(scope, *bounds)
    return {
        "reconciled": held,
        "differences": [(wording.DIFFERENCES[one.reason], one) for one in held.differences],
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
    scope = scope_of(request, partner)
    more = {**_statement(request, scope, ZoneInfo(partner.zone)), **files("treasury_statement_file", partner, request)}
    return draw(request, partner, scope, "statement", more)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def statement_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give a statement to a spreadsheet."""
    scope, zone = scope_of(request, partner), ZoneInfo(partner.zone)
    since, until = period_of(request, zone, 0)
    found = queries.statement(scope, *bounds_of(since, until, zone))
    name = f"{partner.code}-{scope.event.slug if scope.event else 'all'}-{since}-{until}"
    return download(kind, name, [*found.rows, found.sum], tables.statement_columns(scope.currency), zone)


@at_desk(Capability.BOOK_MONEY)
@require_safe
def of_event(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the statement of one event, for whoever keeps only its money."""
    asked = request.GET.get("currency", "")
    scope = Scope(event.partner, asked if asked in event.currencies else event.currency, event)
    filters = [currency_filter(event.currencies, scope.currency)] if len(event.currencies) > 1 else []
    context = {"event": event, "filters": filters, **_statement(request, scope, event.tz)}
    return render(request, "ticketing/treasury/of_event.html", context)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def ledger(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Show the ledger by account: each account's turnover in some days, and the entries."""
    scope, zone = scope_of(request, partner), ZoneInfo(partner.zone)
    since, until = period_of(request, zone, 30)
    start, end = bounds_of(since, until, zone)
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
        **files("treasury_ledger_file", partner, request),
    }
    return draw(request, partner, scope, "ledger", more)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def ledger_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give the entries of some days to a book-keeping program."""
    scope, zone = scope_of(request, partner), ZoneInfo(partner.zone)
    since, until = period_of(request, zone, 30)
    start, end = bounds_of(since, until, zone)
    wanted = request.GET.get("account", "")
    found = entries.derive(currency=scope.currency, since=start, until=end, partner=partner, event=scope.event)
    shown = [entry for entry in found if wanted in ("", entry.account)]
    codes = queries.codes(partner, {entry.account for entry in shown})
    return download(kind, f"{partner.code}-ledger-{since}-{until}", shown, tables.entry_columns(codes, scope.currency), zone)


@at_partner(Capability.BOOK_MONEY)
@form_page
def accounts(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Set what the partner's book-keeping calls each account."""
    scope = scope_of(request, partner)
    names = entries.accounts_in_use(partner)
    initial = queries.codes(partner, names)
    form = AccountsForm(names, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        codes = {name: code for name, code in form.cleaned_data.items() if code != wording.usual_code(name)}
        codes |= {name: "" for name in names if name not in codes}
        operations.name_accounts(partner=partner, codes=codes, by=request.user, at=timezone.now())
        messages.success(request, _("The numbers are saved."))
        return redirect("desk:treasury_ledger", partner.code)
    return draw(request, partner, scope, "accounts", {"form": form})


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
    return draw(request, partner, scope_of(request, partner), "checks", more)
