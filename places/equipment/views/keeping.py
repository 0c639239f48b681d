"""The keeper's pages of a place: requests, all bookings, the things, who is trained, who else keeps it."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import Refused
from common.sheets import download
from places.equipment import access, operations, queries
from places.equipment.forms import KeeperForm, ThingForm, TrainedForm
from places.equipment.models import Booking, PlaceKeeper, TrainedUser
from places.equipment.tables import BOOKINGS
from places.sites.models import Site

PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


@access.of_keeper
@require_safe
def keep(request: HttpRequest, site: Site) -> HttpResponse:
    """Show what waits for an answer, and every booking of the things one keeps there."""
    words, which = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    kept = access.kept(request.user, site)
    found = queries.of_things(kept, words=words, which=which)
    if not words and not which:
        found = found.filter(ends_at__gt=timezone.now(), state__in=Booking.HOLDING)
    about = {
        "site": site,
        "requests": list(queries.of_things(kept, which=Booking.State.REQUESTED)),
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "words": words,
        "which": which,
        "filters": [{"name": "state", "label": _("State"), "options": _states(which)}],
        "things": list(queries.things(site, among=kept)),
        "keeps_all": access.keeps_all(request.user, site),
        "query": request.GET.urlencode(),
    }
    return render(request, "places/equipment/keep.html", about)


def _states(chosen: str) -> list[dict[str, Any]]:
    choices = [("", _("coming")), *Booking.State.choices]
    return [{"value": value, "label": label, "selected": value == chosen} for value, label in choices]


@access.of_keeper
@require_safe
def keep_file(request: HttpRequest, site: Site, kind: str) -> HttpResponseBase:
    """The bookings of the page as CSV or XLSX, filtered alike."""
    found = queries.of_things(
        access.kept(request.user, site), words=request.GET.get("q", "").strip()[:100], which=request.GET.get("state", "")
    )
    return download(kind, f"{site.code.lower()}-bookings", found, BOOKINGS, ZoneInfo(site.zone))


@access.of_keeper
@require_POST
def answer(request: HttpRequest, site: Site, pk: int) -> HttpResponse:
    """Say yes or no to a request."""
    booking = get_object_or_404(Booking.objects.select_related("bookable__site", "bookable__owner", "person"), pk=pk, bookable__site=site)
    access.kept_thing(request.user, site, booking.bookable_id)
    words = request.POST.get("answer", "")[:200]
    try:
        if "decline" in request.POST:
            operations.decline(booking=booking, answer=words, by=request.user, at=timezone.now())
        else:
            operations.confirm(booking=booking, answer=words, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The answer is on its way by e-mail."))
    return redirect("places:keep", site.code.lower())


@access.of_keeper
@form_page
def thing_edit(request: HttpRequest, site: Site, pk: int | None = None) -> HttpResponse:
    """Write down a thing, a new one without a number; and who was shown how to use it."""
    keeps_all = access.keeps_all(request.user, site)
    if pk is None and not keeps_all:
        raise PermissionDenied
    one = access.kept_thing(request.user, site, pk) if pk is not None else None
    form = ThingForm(request.POST or None, request.FILES or None, instance=one, site=site)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["label_file"]
        try:
            operations.save_thing(
                site=site,
                thing=access.thing_for(site, pk) if pk is not None else None,
                facts=form.facts(),
                label=file,
                label_name=file.name if file else "",
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            field = refused.field or ("label_file" if refused.code.startswith(("file_", "picture_")) else "")
            form.add_error(field if field in form.fields else None, ValidationError(str(refused), code=refused.code))
        else:
            messages.success(request, _("Saved."))
            return redirect("places:keep", site.code.lower())
    trained = one.trained.select_related("person") if one else ()
    about = {"site": site, "thing": one, "form": form, "trained": trained, "trained_form": TrainedForm(), "keeps_all": keeps_all}
    return render(request, "places/equipment/thing_edit.html", about)


@access.of_keeper
@require_POST
def trained(request: HttpRequest, site: Site, pk: int) -> HttpResponse:
    """Note who was shown how to use the thing, or take it back."""
    one = access.kept_thing(request.user, site, pk)
    if "forget" in request.POST:
        row = get_object_or_404(TrainedUser, bookable=one, pk=_number(request.POST["forget"]))
        operations.forget_training(trained=row, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("places:thing_edit", site.code.lower(), one.pk)
    form = TrainedForm(request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            operations.train(
                thing=one,
                email=facts["email"],
                on=facts["trained_on"],
                trained_by=facts["trained_by"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(refused.field or None, ValidationError(str(refused), code=refused.code))
        else:
            messages.success(request, _("Saved."))
            return redirect("places:thing_edit", site.code.lower(), one.pk)
    about = {"site": site, "thing": one, "form": ThingForm(instance=one, site=site), "trained": one.trained.select_related("person")}
    keeps_all = access.keeps_all(request.user, site)
    return render(request, "places/equipment/thing_edit.html", about | {"trained_form": form, "keeps_all": keeps_all})


@access.of_whole_place
@form_page
def keepers(request: HttpRequest, site: Site) -> HttpResponse:
    """Show who keeps the place; add one, or take one away."""
    form = KeeperForm(request.POST if request.method == "POST" and "dismiss" not in request.POST else None)
    try:
        if "dismiss" in request.POST:
            row = get_object_or_404(PlaceKeeper.objects.select_related("site", "person"), site=site, pk=_number(request.POST["dismiss"]))
            operations.dismiss(keeper=row, by=request.user, at=timezone.now())
        elif form.is_valid():
            operations.appoint(site=site, email=form.cleaned_data["email"], by=request.user, at=timezone.now())
    except Refused as refused:
        if "dismiss" in request.POST:
            messages.error(request, str(refused))
        else:
            form.add_error("email", ValidationError(str(refused), code=refused.code))
    else:
        if request.method == "POST" and ("dismiss" in request.POST or form.is_valid()):
            messages.success(request, _("Saved."))
            return redirect("places:keepers", site.code.lower())
    return render(
        request, "places/equipment/keepers.html", {"site": site, "keepers": queries.keepers(site), "form": form, "keeps_all": True}
    )


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)
