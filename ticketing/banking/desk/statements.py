"""Statements: sent in, looked at, read in, and seen with their sums."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.banking import csvfile, operations, queries
from ticketing.banking.forms import ColumnsForm, UploadForm
from ticketing.banking.lines import Unreadable
from ticketing.banking.models import StatementFile
from ticketing.banking.operations import importing
from ticketing.banking.tables import STATES
from ticketing.events.forms import tell

PAGE, SHOWN = 30, 8


@at_partner(Capability.BOOK_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest, partner: Partner) -> HttpResponse:
    """List the statements read in, and take a new one."""
    accounts = partner.bank_accounts.filter(is_closed=False)
    form = UploadForm(accounts, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            file = operations.receive(
                partner=partner,
                name=sent.name,
                content=sent.read(importing.MOST_BYTES + 1),
                account=form.cleaned_data["account"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            tell(refused, form)
        else:
            return redirect("desk_partners:bank_file", partner.code, file.pk)
    page = Paginator(queries.statements(partner), PAGE).get_page(request.GET.get("page"))
    files = partner.statement_files.exclude(state=StatementFile.State.DONE).defer("content")[:PAGE]
    context = {"partner": partner, "form": form, "page_obj": page, "files": files, "has_accounts": accounts.exists()}
    return render(request, "ticketing/banking/statements.html", context)


@at_partner(Capability.BOOK_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Look at a file before it is read in, see it being read, and what came of it."""
    one = get_object_or_404(partner.statement_files.select_related("account", "partner"), pk=pk)
    if one.state == StatementFile.State.DONE:
        found = one.statements.all()
        context = {"partner": partner, "file": one, "statements": [(each, queries.sums(each)) for each in found]}
        return render(request, "ticketing/banking/file_done.html", context)
    if one.state == StatementFile.State.WAITING:
        context = {"partner": partner, "file": one, "progress_url": reverse("desk_partners:bank_progress", args=[partner.code, pk])}
        return render(request, "ticketing/banking/file_waiting.html", context)
    return _preview(request, partner, one)


def _preview(request: HttpRequest, partner: Partner, one: StatementFile) -> HttpResponse:
    form, chosen = None, None
    if one.account is not None:
        form, chosen = _columns(request, one)
        if request.method == "POST" and form.is_valid():
            chosen = form.chosen
    ready, wrong = None, ""
    try:
        ready = operations.look(one, chosen)
    except Refused as refused:
        wrong = str(refused)
    if request.method == "POST" and ready and (form is None or form.is_valid()) and request.POST.get("action") == "read":
        try:
            if one.account is not None and chosen is not None:
                operations.save_form(account=one.account, form=chosen)
            operations.ask(file=one, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("desk_partners:bank_file", partner.code, one.pk)
    context: dict[str, Any] = {"partner": partner, "file": one, "form": form, "ready": ready, "wrong": wrong}
    if ready:
        context["sheets"] = [{"account": account, "sheet": sheet, "lines": sheet.lines[:SHOWN]} for account, sheet in ready.sheets]
        context["fresh"] = ready.total - ready.known
    return render(request, "ticketing/banking/file.html", context)


def _columns(request: HttpRequest, one: StatementFile) -> tuple[ColumnsForm, csvfile.Form]:
    """Return the form about the columns of a CSV file, and how it is read meanwhile."""
    start = importing.form_of(one)
    shape = csvfile.Form(
        encoding=request.POST.get("encoding", start.encoding) if request.POST.get("encoding") in csvfile.ENCODINGS else start.encoding,
        delimiter=request.POST.get("delimiter", "") if request.POST.get("delimiter") in csvfile.DELIMITERS else start.delimiter,
        skip=int(request.POST["skip"]) if request.POST.get("skip", "").isdecimal() and len(request.POST["skip"]) < 3 else start.skip,
    )
    try:
        headings = csvfile.rows(bytes(one.content), shape)[0]
    except Unreadable:
        headings = []
    form = ColumnsForm(headings, request.POST if "encoding" in request.POST else None, initial=ColumnsForm.start(start))
    return form, start


@at_partner(Capability.BOOK_MONEY)
@require_POST
def forget(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Drop a file that was not read in."""
    try:
        operations.forget(file=get_object_or_404(partner.statement_files, pk=pk))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The file is dropped; nothing was read in."))
    return redirect("desk_partners:bank_statements", partner.code)


@at_partner(Capability.BOOK_MONEY)
@require_safe
def progress(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Say whether a file is read in yet."""
    one = get_object_or_404(partner.statement_files.defer("content"), pk=pk)
    is_done = one.state != StatementFile.State.WAITING
    url = reverse("desk_partners:bank_file", args=[partner.code, pk])
    return JsonResponse({"value": one.done, "max": one.total, "text": one.get_state_display(), "done": is_done, "url": url})


@at_partner(Capability.BOOK_MONEY)
@require_safe
def statement(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """Show one statement with its sums and entries."""
    one = get_object_or_404(queries.statements(partner), pk=pk)
    page = Paginator(one.entries.order_by("place", "pk"), 50).get_page(request.GET.get("page"))
    for entry in page:
        entry.label, entry.tone = STATES[entry.state]
    context = {"partner": partner, "statement": one, "sums": queries.sums(one), "page_obj": page, "gap": one.gap}
    return render(request, "ticketing/banking/statement.html", context)
