"""The maker's pages about papers and consents."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import Refused
from common.files import CONTENT_TYPES
from common.languages import Language, default_language
from exhibitors.documents import operations, queries, texts
from exhibitors.documents.forms import PaperForm
from exhibitors.documents.models import Paper
from exhibitors.documents.tables import marked
from exhibitors.profiles.access import may_see, of_maker
from exhibitors.profiles.models import Exhibitor

form_page = require_http_methods(["GET", "HEAD", "POST"])


@of_maker
@require_safe
def papers(request: HttpRequest, exhibitor: Exhibitor) -> HttpResponse:
    """Show the maker's papers."""
    found = marked(queries.papers(exhibitor), timezone.localdate())
    return render(request, "exhibitors/documents/papers.html", {"exhibitor": exhibitor, "papers": found, "page": "papers"})


@of_maker
@form_page
def paper(request: HttpRequest, exhibitor: Exhibitor, paper: int | None = None) -> HttpResponse:
    """Write down one paper, a new one without a number."""
    one = get_object_or_404(Paper, exhibitor=exhibitor, pk=paper) if paper is not None else None
    form = PaperForm(request.POST or None, request.FILES or None, instance=one)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            operations.save_paper(
                exhibitor=exhibitor,
                facts=form.facts(),
                by=request.user,
                at=timezone.now(),
                paper=one,
                file=file,
                file_name=file.name if file else "",
            )
        except Refused as refused:
            field = refused.field or ("file" if refused.code.startswith(("file_", "picture_")) else "")
            form.add_error(field if field in form.fields else None, ValidationError(str(refused), code=refused.code))
        else:
            messages.success(request, _("Saved."))
            return redirect("maker:papers", exhibitor.pk)
    return render(request, "exhibitors/documents/paper.html", {"exhibitor": exhibitor, "paper": one, "form": form, "page": "papers"})


@of_maker
@require_POST
def remove_paper(request: HttpRequest, exhibitor: Exhibitor, paper: int) -> HttpResponse:
    """Delete a paper."""
    operations.remove_paper(paper=get_object_or_404(Paper, exhibitor=exhibitor, pk=paper), by=request.user, at=timezone.now())
    messages.success(request, _("The paper is removed."))
    return redirect("maker:papers", exhibitor.pk)


@login_required
@require_safe
def paper_file(request: HttpRequest, pk: int, paper: int) -> HttpResponseBase:
    """Send the file of a paper to its maker, or to an organiser who knows the maker; always as a download."""
    one = Paper.objects.select_related("exhibitor").filter(pk=paper, exhibitor=pk).first()
    if one is None or not one.file or not may_see(request.user, one.exhibitor):
        raise Http404
    ending = one.file_name.rpartition(".")[2]
    kind = next((found for of, found in CONTENT_TYPES.items() if of == ending), "application/octet-stream")
    try:
        opened = one.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(opened, as_attachment=True, filename=one.file_name, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@of_maker
@form_page
def consents(request: HttpRequest, exhibitor: Exhibitor) -> HttpResponse:
    """Show what the maker may agree to; give or take back one consent."""
    if request.method == "POST":
        kind, person = request.POST.get("kind", ""), {"by": request.user, "at": timezone.now()}
        spoken = get_language()
        language = spoken if spoken in Language.values else default_language()
        try:
            if request.POST.get("action") == "withdraw":
                if operations.withdraw_consent(exhibitor=exhibitor, kind=kind, **person):
                    messages.success(request, _("The consent is withdrawn."))
            else:
                operations.give_consent(exhibitor=exhibitor, kind=kind, language=language, **person)
                messages.success(request, _("Thank you, noted."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("maker:consents", exhibitor.pk)
    given = queries.consents_in_force(exhibitor)
    rows = [{"kind": kind, "title": title, "text": text, "given": given.get(kind)} for kind, (title, text) in texts.TEXTS.items()]
    note = texts.RUSSIAN_NOTE if exhibitor.country == "RU" else ""
    context = {"exhibitor": exhibitor, "rows": rows, "note": note, "version": texts.VERSION, "page": "consents"}
    return render(request, "exhibitors/documents/consents.html", context)
