"""Evidence at the desk: figures on the screen, the English PDF and files, the photo annex."""

from pathlib import PurePosixPath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles.rules import Capability
from conference.evidence import documents, operations, queries, tables
from conference.evidence.forms import CaptionForm, PhotoForm
from conference.evidence.models import EvidencePhoto
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import attempt, submit
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
TYPES = {".jpg": "image/jpeg", ".webp": "image/webp"}


@at_desk(Capability.SEE_ORDERS)
@require_safe
def evidence(request: HttpRequest, event: Event) -> HttpResponse:
    """Show who took part and how many were reached."""
    found = queries.figures(event)
    context = {
        "event": event,
        "figures": found,
        "across": queries.across(event),
        "groups": [(title, rows, max(found.present, *(count for _name, count in rows))) for title, rows in tables.groups(found) if rows],
        "photos": queries.photos(event),
        "halves": [documents.half_name(half) for half in found.halves],
        "may_edit": Capability.EDIT_EVENT in request.desk.allowed,
    }
    return render(request, "conference/evidence/desk/evidence.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def evidence_pdf(request: HttpRequest, event: Event) -> HttpResponse:
    """The evidence as the funder reads it: a PDF in English."""
    content = documents.evidence(event, at=timezone.now())
    headers = {"Content-Disposition": f'inline; filename="{event.slug}-evidence.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def evidence_file(request: HttpRequest, event: Event, what: str) -> HttpResponseBase:
    """The participants, or the figures, for a spreadsheet, in English."""
    with translation.override("en"):
        found = queries.figures(event)
        if what == "participants":
            return sheets.download("xlsx", f"{event.slug}-participants", found.rows, tables.participants(found), event.tz)
        if what == "figures":
            rows = list(tables.figure_rows(found, queries.across(event)))
            return sheets.download("xlsx", f"{event.slug}-figures", rows, tables.figure_columns(), event.tz)
    raise Http404


@at_desk(Capability.EDIT_EVENT)
@form_page
def photos(request: HttpRequest, event: Event) -> HttpResponse:
    """The pictures of the report: add one, put them in order."""
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()

    def add() -> None:
        file = form.cleaned_data["file"]
        operations.add_photo(event=event, file=file, name=file.name, facts=form.cleaned_data, by=request.user, at=timezone.now())

    if submit(request, event, form, add, _("The picture is added.")):
        return redirect("desk:evidence_photos", event.slug)
    return render(request, "conference/evidence/desk/photos.html", {"event": event, "form": form, "photos": queries.photos(event)})


def _photo(event: Event, pk: int) -> EvidencePhoto:
    photo = get_object_or_404(EvidencePhoto, event=event, pk=pk)
    photo.event = event
    return photo


@at_desk(Capability.EDIT_EVENT)
@form_page
def photo(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Describe one picture, move it, or remove it."""
    one, action = _photo(event, pk), request.POST.get("action", "")
    act: dict[str, Any] = {"photo": one, "by": request.user, "at": timezone.now()}
    if action in ("earlier", "later"):
        attempt(request, event, lambda: operations.move_photo(to=action, **act), _("The order is changed."))
        return redirect("desk:evidence_photos", event.slug)
    if action == "remove":
        attempt(request, event, lambda: operations.remove_photo(**act), _("The picture is removed."))
        return redirect("desk:evidence_photos", event.slug)
    form = CaptionForm(request.POST or None, initial={"about": one.about, **queries.texts(one)})
    if submit(request, event, form, lambda: operations.describe_photo(facts=form.cleaned_data, **act), _("Saved.")):
        return redirect("desk:evidence_photos", event.slug)
    return render(request, "conference/evidence/desk/photo.html", {"event": event, "photo": one, "form": form})


@at_desk(Capability.SEE_ORDERS)
@require_safe
def picture(request: HttpRequest, event: Event, pk: int, size: str) -> HttpResponseBase:
    """Send a picture to who may see the evidence."""
    one = _photo(event, pk)
    file = {"full": one.file, "thumb": one.thumb}.get(size)
    if file is None:
        raise Http404
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(opened, content_type=TYPES[PurePosixPath(str(file)).suffix])
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, max-age=604800"
    response["X-Content-Type-Options"] = "nosniff"
    return response
