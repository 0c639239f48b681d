"""The maker's pages about pictures and works, and the pictures themselves."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import Refused
from exhibitors.profiles.access import may_see, of_maker
from exhibitors.profiles.models import Exhibitor
from exhibitors.works import operations, queries
from exhibitors.works.forms import AT_ONCE, PhotoForm, PhotosForm, WorkForm
from exhibitors.works.models import Photo, Work
from exhibitors.works.sending import send

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def picture(request: HttpRequest, photo: int, size: str) -> HttpResponseBase:
    """Send a picture to its maker, or to an organiser who knows the maker."""
    found = Photo.objects.select_related("exhibitor").filter(pk=photo).first()
    if found is None or not may_see(request.user, found.exhibitor):
        raise Http404
    return send(request, found, size)


@of_maker
@form_page
def photos(request: HttpRequest, exhibitor: Exhibitor) -> HttpResponse:
    """Show the maker's pictures and take in new ones."""
    form = PhotosForm(request.POST, request.FILES) if request.method == "POST" else PhotosForm()
    if request.method == "POST":
        sent = request.FILES.getlist("files")
        if not sent:
            form.add_error("files", _("Choose at least one picture."))
        elif form.is_valid():
            _take(request, exhibitor, sent, form.cleaned_data)
            return redirect("maker:photos", exhibitor.pk)
    context = {"exhibitor": exhibitor, "form": form, "photos": queries.photos(exhibitor), "page": "photos"}
    return render(request, "exhibitors/works/photos.html", context)


def _take(request: HttpRequest, exhibitor: Exhibitor, sent: list[Any], said: dict[str, Any]) -> None:
    """Keep each picture that can be kept, and say of each other why not."""
    kept = 0
    for file in sent[:AT_ONCE]:
        try:
            operations.add_photo(
                exhibitor=exhibitor,
                file=file,
                name=file.name,
                about=said["about"],
                rights_holder=said["rights_holder"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, f"{file.name}: {refused}")
        else:
            kept += 1
    if kept:
        messages.success(request, ngettext("%(n)s picture is added.", "%(n)s pictures are added.", kept) % {"n": kept})
    if len(sent) > AT_ONCE:
        messages.warning(request, _("Twelve pictures at once are enough for one go. Send the others now."))


def _photo(exhibitor: Exhibitor, number: int) -> Photo:
    return get_object_or_404(queries.photos(exhibitor), pk=number)


@of_maker
@form_page
def photo(request: HttpRequest, exhibitor: Exhibitor, photo: int) -> HttpResponse:
    """Describe one picture."""
    one = _photo(exhibitor, photo)
    form = PhotoForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid():
        operations.describe_photo(photo=one, facts=form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("maker:photos", exhibitor.pk)
    return render(request, "exhibitors/works/photo.html", {"exhibitor": exhibitor, "photo": one, "form": form, "page": "photos"})


@of_maker
@require_POST
def move_photo(request: HttpRequest, exhibitor: Exhibitor, photo: int) -> HttpResponse:
    """Move a picture in the row."""
    operations.move_photo(photo=_photo(exhibitor, photo), to=request.POST.get("to", "first"), by=request.user, at=timezone.now())
    return redirect("maker:photos", exhibitor.pk)


@of_maker
@require_POST
def remove_photo(request: HttpRequest, exhibitor: Exhibitor, photo: int) -> HttpResponse:
    """Take a picture away."""
    operations.remove_photo(photo=_photo(exhibitor, photo), by=request.user, at=timezone.now())
    messages.success(request, _("The picture is removed."))
    return redirect("maker:photos", exhibitor.pk)


@of_maker
@require_safe
def works(request: HttpRequest, exhibitor: Exhibitor) -> HttpResponse:
    """Show what the maker makes."""
    return render(request, "exhibitors/works/works.html", {"exhibitor": exhibitor, "works": queries.works(exhibitor), "page": "works"})


@of_maker
@form_page
def work(request: HttpRequest, exhibitor: Exhibitor, work: int | None = None) -> HttpResponse:
    """Describe one work, a new one without a number."""
    one = get_object_or_404(Work, exhibitor=exhibitor, pk=work) if work is not None else None
    start = {"currency": "RUB" if exhibitor.country == "RU" else "EUR"}
    form = WorkForm(
        request.POST or None, instance=one or Work(exhibitor=exhibitor), exhibitor=exhibitor, initial=start if one is None else {}
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_work(
                exhibitor=exhibitor,
                facts=form.facts(),
                photos=list(form.cleaned_data["photos"]),
                by=request.user,
                at=timezone.now(),
                work=Work.objects.get(pk=one.pk) if one else None,
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, ValidationError(str(refused), code=refused.code))
        else:
            messages.success(request, _("Saved."))
            return redirect("maker:works", exhibitor.pk)
    return render(request, "exhibitors/works/work.html", {"exhibitor": exhibitor, "work": one, "form": form, "page": "works"})


@of_maker
@require_POST
def remove_work(request: HttpRequest, exhibitor: Exhibitor, work: int) -> HttpResponse:
    """Take a work out of the catalogue."""
    operations.remove_work(work=get_object_or_404(Work, exhibitor=exhibitor, pk=work), by=request.user, at=timezone.now())
    messages.success(request, _("The work is removed."))
    return redirect("maker:works", exhibitor.pk)
