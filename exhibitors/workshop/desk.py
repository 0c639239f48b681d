"""The organiser's pages about makers: the list with its files, one maker, entering one, merging two."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.history import queries as history
from accounts.history.operations import about
from accounts.roles.rules import Capability
from common.errors import Refused
from common.sheets import download
from exhibitors.crafts import queries as crafts
from exhibitors.documents import operations as documents
from exhibitors.documents import queries as papers_of
from exhibitors.documents.models import Paper
from exhibitors.documents.tables import marked
from exhibitors.profiles import operations as profiles
from exhibitors.profiles import queries as makers_of
from exhibitors.profiles.access import at_makers_desk, partners_where, visible
from exhibitors.profiles.models import Exhibitor, LegalForm
from exhibitors.profiles.wording import identifier_warnings
from exhibitors.works import queries as works
from exhibitors.workshop import operations, queries, tables
from exhibitors.workshop.forms import EntryForm
from exhibitors.workshop.queries import Wanted
from exhibitors.workshop.wording import LACKS

PAGE = 50
RECENT = 20


@at_makers_desk(Capability.SEE_APPLICATIONS)
@require_safe
def makers(request: HttpRequest) -> HttpResponse:
    """Show the makers that one's partners know, fifty on a page."""
    today, wanted, among = timezone.localdate(), Wanted.read(request.GET.dict()), visible(request.user)
    page = Paginator(queries.with_facts(queries.found(among, wanted, today), today), PAGE).get_page(request.GET.get("page"))
    query = f"?{urlencode({name: value for name, value in request.GET.items() if name != 'page'})}" if request.GET else ""
    context = {
        "wanted": wanted,
        "page_obj": page,
        "filters": _filters(wanted),
        "pills": _pills(request, wanted, queries.counts(among, today)),
        "may_enter": partners_where(request.user, Capability.RUN_FAIR).exists(),
        **{f"{kind}_url": reverse("desk_makers:file", args=[kind]) + query for kind in ("csv", "xlsx")},
    }
    return render(request, "exhibitors/workshop/desk/makers.html", context)


def _filters(wanted: Wanted) -> list[dict[str, Any]]:
    def options(pairs: Any, chosen: Any) -> list[dict[str, Any]]:
        return [{"value": value, "label": label, "selected": value == chosen} for value, label in pairs]

    every = [(craft, name) for _group, rows in crafts.grouped() for craft, name in rows]
    return [
        {"name": "craft", "label": _("Craft"), "options": options([("", _("all")), *every], wanted.craft or "")},
        {"name": "country", "label": _("Country"), "options": options(tables.COUNTRIES.items(), wanted.country)},
        {"name": "form", "label": _("Legal form"), "options": options([("", _("all")), *LegalForm.choices], wanted.legal_form)},
    ]


def _pills(request: HttpRequest, wanted: Wanted, counts: dict[str, int]) -> list[dict[str, Any]]:
    kept = {name: value for name, value in request.GET.items() if name not in ("page", "state") and value}
    return [
        {
            "label": label,
            "url": "?" + urlencode({**kept, "state": state} if state else kept),
            "active": wanted.state == state,
            "count": counts[state],
        }
        for state, label in tables.PILLS.items()
    ]


@at_makers_desk(Capability.SEE_APPLICATIONS)
@require_safe
def makers_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Give the makers, filtered as on the page, to a spreadsheet."""
    today = timezone.localdate()
    found = queries.with_facts(queries.found(visible(request.user), Wanted.read(request.GET.dict()), today), today)
    return download(kind, "makers", found.iterator(chunk_size=500), tables.columns(), ZoneInfo(settings.TIME_ZONE))


@at_makers_desk(Capability.RUN_FAIR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a maker who applies on paper or by phone; who may be there already is shown before anything is saved."""
    form = EntryForm(
        request.POST or None,
        partners=partners_where(request.user, Capability.RUN_FAIR),
        initial={"country": "LV", "language": get_language()},
    )
    known: list[Exhibitor] = []
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        if not form.cleaned_data["in_spite"]:
            phone = _dialled(facts)
            known = makers_of.duplicates(visible(request.user), names=[facts["name"]], phone=phone, email=facts["email"])
        if not known:
            try:
                made = profiles.create(facts=facts, by=request.user, at=timezone.now(), partner=form.entered_for)
            except Refused as refused:
                field = refused.field if refused.field in form.fields else None
                form.add_error(field, ValidationError(str(refused), code=refused.code))
            else:
                messages.success(request, _("The maker is entered. Fill in what you know."))
                return redirect("maker:step", made.pk, "who")
    return render(request, "exhibitors/workshop/desk/new.html", {"form": form, "known": known})


def _dialled(facts: dict[str, Any]) -> str:
    """Return the phone as it would be kept, or as it was typed where that cannot be."""
    try:
        return profiles.dialled(facts["phone"], facts["country"])
    except Refused:
        return str(facts["phone"])


@at_makers_desk(Capability.SEE_APPLICATIONS)
@require_safe
def maker(request: HttpRequest, exhibitor: Exhibitor) -> HttpResponse:
    """Show one maker whole."""
    context = {
        "exhibitor": exhibitor,
        "crafts": exhibitor.crafts.all(),
        "papers": marked(papers_of.papers(exhibitor), timezone.localdate()),
        "levels": Paper.Level.choices,
        "photos": works.photos(exhibitor),
        "works": works.works(exhibitor),
        "keepers": makers_of.keepers(exhibitor),
        "acquaintances": exhibitor.acquaintances.select_related("partner").order_by("since"),
        "missing": [LACKS[word] for word, _page in queries.lacks(exhibitor)],
        "warnings": identifier_warnings(exhibitor),
        "pairs": queries.pairs(exhibitor, visible(request.user)),
        "entries": history.of(about(exhibitor))[:RECENT],
        "consents": papers_of.consents_in_force(exhibitor).values(),
        "may_edit": visible(request.user, Capability.RUN_FAIR).filter(pk=exhibitor.pk).exists(),
    }
    return render(request, "exhibitors/workshop/desk/maker.html", context)


@at_makers_desk(Capability.RUN_FAIR)
@require_POST
def verify(request: HttpRequest, exhibitor: Exhibitor, paper: int) -> HttpResponse:
    """Note how far a paper was verified."""
    one = get_object_or_404(Paper, exhibitor=exhibitor, pk=paper)
    try:
        documents.verify(paper=one, level=request.POST.get("level", ""), by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Noted: who looked, and when."))
    return redirect(reverse("desk_makers:maker", args=[exhibitor.pk]) + "#papers")


@at_makers_desk(Capability.RUN_FAIR)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, exhibitor: Exhibitor, other: int) -> HttpResponse:
    """Show two profiles side by side; make one of them when told so."""
    second = visible(request.user, Capability.RUN_FAIR).select_related("craft", "municipality").filter(pk=other).first()
    if second is None or second.pk == exhibitor.pk:
        raise Http404
    if request.method == "POST":
        try:
            operations.merge(keep=exhibitor, drop=second, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("desk_makers:merge", exhibitor.pk, second.pk)
        messages.success(request, _("The two profiles are one now."))
        return redirect("desk_makers:maker", exhibitor.pk)
    return render(request, "exhibitors/workshop/desk/merge.html", {"keep": exhibitor, "drop": second})
