"""The papers of one partner at the desk: all documents, files of them, what they say of the issuer, how numbers look."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.partners.models import Partner
from accounts.roles.access import at_partner
from accounts.roles.rules import Capability
from common.errors import Refused
from ticketing.events import sheets
from ticketing.events.deskwork import whole
from ticketing.events.forms import tell
from ticketing.invoicing import access, content, giving, queries, ubl, wording
from ticketing.invoicing import operations as invoicing
from ticketing.invoicing.forms import IssuerForm, PatternsForm
from ticketing.invoicing.models import Document
from ticketing.invoicing.tables import document_columns

PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _wanted(asked: Mapping[str, str]) -> dict[str, Any]:
    kind = asked.get("kind", "")
    return {
        "words": asked.get("q", "").strip()[:80],
        "kind": kind if kind in Document.Kind.values else "",
        "year": whole(asked.get("year", "")),
        "month": whole(asked.get("month", "")),
        "day": _day(asked.get("day", "")),
    }


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


@at_partner(Capability.BOOK_MONEY)
@require_safe
def documents(request: HttpRequest, partner: Partner) -> HttpResponse:
    """List the partner's documents, newest first, by kind, year and month."""
    wanted = _wanted(request.GET)
    found = queries.with_recipient(queries.of_partner(partner, **wanted))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    years = queries.years(partner)
    query = f"?{urlencode({name: value for name, value in request.GET.items() if value})}" if request.GET else ""
    months = [(str(number), name) for number, name in wording.months()]
    context = {
        "partner": partner,
        "page_obj": page,
        "rows": wording.listed(page),
        "words": wanted["words"],
        "is_filtered": any(wanted.values()),
        "has_issuer": hasattr(partner, "issuer"),
        "filters": [
            _filter("kind", _("Kind"), [("", _("all")), *Document.Kind.choices], wanted["kind"]),
            _filter("year", _("Year"), [("", _("all")), *((str(year), str(year)) for year in years)], str(wanted["year"] or "")),
            _filter("month", _("Month"), [("", _("all")), *months], str(wanted["month"] or "")),
        ],
        "day": wanted["day"],
        "kept": [("day", wanted["day"].isoformat())] if wanted["day"] else [],
        "sums": queries.sums(found),
        "zip_url": reverse("desk_partners:documents_zip", args=[partner.code]) + query if wanted["year"] and wanted["month"] else "",
        **{f"{kind}_url": reverse("desk_partners:documents_file", args=[partner.code, kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "ticketing/invoicing/desk/documents.html", context)


def _filter(name: str, label: Any, options: list[tuple[str, Any]], chosen: str) -> dict[str, Any]:
    return {"name": name, "label": label, "options": [{"value": v, "label": text, "selected": v == chosen} for v, text in options]}


@at_partner(Capability.BOOK_MONEY)
@require_safe
def documents_file(request: HttpRequest, partner: Partner, kind: str) -> HttpResponseBase:
    """Give the documents, filtered as on the page, to a spreadsheet."""
    found = queries.with_recipient(queries.of_partner(partner, **_wanted(request.GET))).order_by("issued_on", "pk")
    return sheets.download(kind, f"{partner.code}-documents", found.iterator(chunk_size=500), document_columns(), ZoneInfo(partner.zone))


@at_partner(Capability.BOOK_MONEY)
@require_safe
def documents_zip(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    """Give all PDFs of a month."""
    wanted = _wanted(request.GET)
    if not (wanted["year"] and wanted["month"]):
        raise Http404
    found = queries.of_partner(partner, **wanted).defer(None).select_related("partner").order_by("issued_on", "pk")
    name = f"{partner.code}-{wanted['year']}-{wanted['month']:02d}.zip"
    return FileResponse(giving.zipped(found.iterator(chunk_size=50)), as_attachment=True, filename=name, content_type="application/zip")


@at_partner(Capability.BOOK_MONEY)
@require_safe
def document(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """One document as PDF."""
    return giving.pdf(access.document_at(partner, pk))


@at_partner(Capability.BOOK_MONEY)
@require_safe
def structured(request: HttpRequest, partner: Partner, pk: int) -> HttpResponse:
    """One document as a structured e-invoice; receipts and acts have no such form."""
    found = access.document_at(partner, pk)
    if not ubl.has_form(found.kind):
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{found.file_name}.xml"'}
    return HttpResponse(ubl.xml(found.data), content_type="application/xml", headers=headers)


@at_partner(Capability.BOOK_MONEY)
@form_page
def issuer(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Say what the partner's papers state, and see how its numbers look."""
    known = getattr(partner, "issuer", None)
    form = IssuerForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            invoicing.identify(partner=partner, facts=form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            tell(refused, form)
        else:
            messages.success(request, _("The invoicing details are saved."))
            return redirect("desk_partners:issuer", partner.code)
    return _issuer_page(request, partner, form=form)


def _issuer_page(request: HttpRequest, partner: Partner, *, form: IssuerForm, patterns: PatternsForm | None = None) -> HttpResponse:
    known, year = getattr(partner, "issuer", None), content.day_of(partner, timezone.now()).year
    context = {
        "partner": partner,
        "form": form,
        "issuer": known,
        "doubts": wording.doubts_of_issuer(known) if known and known.pk else [],
        "year": year,
        "patterns": patterns or PatternsForm(queries.patterns(partner, year)),
    }
    return render(request, "ticketing/invoicing/desk/issuer.html", context)


@at_partner(Capability.BOOK_MONEY)
@require_POST
def patterns(request: HttpRequest, partner: Partner) -> HttpResponse:
    """Say how the numbers of this year look, kind by kind, before the first is given."""
    now = timezone.now()
    year = content.day_of(partner, now).year
    known = queries.patterns(partner, year)
    form = PatternsForm(known, request.POST)
    if form.is_valid():
        wished = {
            kind: form.cleaned_data[kind]
            for kind, (pattern, is_begun) in known.items()
            if not is_begun and form.cleaned_data[kind] != pattern
        }
        try:
            for kind, pattern in wished.items():
                invoicing.set_pattern(partner=partner, kind=kind, year=year, pattern=pattern, by=request.user, at=now)
        except Refused as refused:
            form.add_error(kind, str(refused))
        else:
            messages.success(request, _("The patterns are saved."))
            return redirect("desk_partners:issuer", partner.code)
    return _issuer_page(request, partner, form=IssuerForm(instance=getattr(partner, "issuer", None)), patterns=form)
