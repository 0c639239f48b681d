"""The maker's home, everything kept about them, and the wish to be forgotten."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import Refused
from exhibitors.documents import queries as documents
from exhibitors.documents.tables import marked
from exhibitors.profiles import queries as profiles
from exhibitors.profiles.access import of_maker
from exhibitors.profiles.forms import STEPS
from exhibitors.profiles.models import Exhibitor
from exhibitors.works import queries as works
from exhibitors.workshop import operations, queries
from exhibitors.workshop.wording import LACKS


@login_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show "My workshop": what is missing, what comes next, and what other rooms add through `maker_sections`."""
    makers = [_overview(exhibitor) for exhibitor in profiles.kept_by(request.user)]
    return render(request, "exhibitors/workshop/home.html", {"makers": makers, "exhibitors": [maker["exhibitor"] for maker in makers]})


def _overview(exhibitor: Exhibitor) -> dict[str, Any]:
    today = timezone.localdate()
    papers = marked(documents.papers(exhibitor), today)
    missing = [{"text": LACKS[word], "url": _address(exhibitor, page)} for word, page in queries.lacks(exhibitor)]
    photos = list(works.photos(exhibitor)[:4])
    return {
        "exhibitor": exhibitor,
        "missing": missing,
        "papers": [paper for paper in papers if paper.standing_tone != "ok"],
        "photos": photos,
        "is_ready": not missing,
    }


def _address(exhibitor: Exhibitor, page: str) -> str:
    """Return where something missing is added: a step of the profile, or a page of its own."""
    return reverse("maker:step", args=[exhibitor.pk, page]) if page in STEPS else reverse(f"maker:{page}", args=[exhibitor.pk])


@of_maker
@require_safe
def data(request: HttpRequest, exhibitor: Exhibitor) -> HttpResponse:
    """Show how to get or delete everything that is kept."""
    return render(request, "exhibitors/workshop/data.html", {"exhibitor": exhibitor, "page": "data"})


@of_maker
@require_safe
def data_file(request: HttpRequest, exhibitor: Exhibitor) -> HttpResponse:
    """Give everything that is kept about the maker as a file."""
    response = JsonResponse(queries.everything(exhibitor), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@of_maker
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, exhibitor: Exhibitor) -> HttpResponse:
    """Ask, then delete the profile; only for those who keep it."""
    if not request.is_keeper:
        raise PermissionDenied
    if request.method == "POST":
        try:
            operations.erase(exhibitor=exhibitor, by=request.user, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("maker:data", exhibitor.pk)
        messages.success(request, _("The profile is deleted, with its pictures and papers."))
        return redirect("maker:home")
    return render(request, "exhibitors/workshop/erase.html", {"exhibitor": exhibitor, "page": "data"})
