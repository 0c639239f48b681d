"""What a place has and when it is busy: open to everybody; asking for it needs an account."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import Refused
from common.languages import default_language
from places.equipment import access, ical, operations, queries
from places.equipment.forms import BookingForm
from places.equipment.models import Bookable, Booking
from places.sites.models import Site

FEED_BACK, FEED_AHEAD = timedelta(days=30), timedelta(days=180)


@require_safe
def equipment(request: HttpRequest, code: str) -> HttpResponse:
    """Show a place's things with a week of each."""
    site = access.site_for(code)
    first = _first_day(request, site)
    things = list(queries.things(site))
    keeps = request.user.is_authenticated and access.keeps(request.user, site)
    if not things and not keeps:
        raise Http404
    rows = queries.week(things, first, ZoneInfo(site.zone))
    return render(request, "places/equipment/place.html", {"site": site, "rows": rows, "keeps": keeps} | _around(first, site))


@require_http_methods(["GET", "HEAD", "POST"])
def thing(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show one thing with two weeks of it, and take a booking."""
    site = access.site_for(code)
    one = access.thing_for(site, pk)
    is_keeper = request.user.is_authenticated and access.is_keeper(request.user, site, one.owner)
    if not one.is_active and not is_keeper:
        raise Http404
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.path)
    form = BookingForm(request.POST or None, thing=one, is_keeper=is_keeper, start=_start(request, one), initial=_wish(request))
    free_from = None
    if request.method == "POST" and form.is_valid():
        try:
            booking = operations.book(bookable=one, use=form.use(), by=request.user, at=timezone.now())
        except Refused as refused:
            free_from = refused.facts.get("free_from")
            _tell(form, refused)
        else:
            messages.success(request, _told(booking))
            return redirect("places:bookings")
    first = _first_day(request, site)
    rows = queries.week([one], first, ZoneInfo(site.zone), days=14)
    about = {"site": site, "thing": one, "form": form, "is_keeper": is_keeper, "days": rows[0].days, "free_from": free_from}
    return render(request, "places/equipment/thing.html", about | _around(first, site, 14))


@require_safe
def label(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Send the photo of the project's label on a thing; the label itself hangs there for everybody to see."""
    one = access.thing_for(access.site_for(code), pk)
    if not one.label_photo:
        raise Http404
    return FileResponse(one.label_photo.open(), content_type="image/webp", headers={"Cache-Control": "max-age=3600"})


@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The place's calendar to subscribe to: which thing is booked when, by nobody named."""
    site = access.site_for(code)
    at = timezone.now()
    found = (
        queries.of_things(Bookable.objects.filter(site=site))
        .filter(ends_at__gt=at - FEED_BACK, starts_at__lt=at + FEED_AHEAD, state__in=Booking.HOLDING)
        .select_related("bookable__site", "bookable__room", "person")
    )
    language = get_language() or default_language()
    body = ical.feed(found, name=f"{site.name}: {_('equipment')}", language=language, at=at, with_names=False)
    headers = {"Content-Disposition": f'inline; filename="{site.code.lower()}.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _told(booking: Booking) -> str:
    if booking.state == Booking.State.CONFIRMED:
        return _("It is booked.")
    return _("It is kept for you. The keeper of the place answers by e-mail.")


def _tell(form: BookingForm, refused: Refused) -> None:
    names = {"starts_at": "starts_time", "ends_at": "ends_time", "purpose": "is_maintenance"}
    field = names.get(refused.field, refused.field)
    if field == "ends_time" and field not in form.fields:
        field = "starts_time"
    form.add_error(field if field in form.fields else None, ValidationError(str(refused), code=refused.code))


def _first_day(request: HttpRequest, site: Site) -> date:
    """Return the first day to show: the one asked for, within a year, or today."""
    today = timezone.now().astimezone(ZoneInfo(site.zone)).date()
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = today
    return min(max(day, today - timedelta(days=366)), today + timedelta(days=366))


def _around(first: date, site: Site, days: int = 7) -> dict[str, Any]:
    return {
        "first": first,
        "last": first + timedelta(days=days - 1),
        "before": (first - timedelta(days=days)).isoformat(),
        "after": (first + timedelta(days=days)).isoformat(),
        "today": timezone.now().astimezone(ZoneInfo(site.zone)).date(),
        "zone": ZoneInfo(site.zone),
    }


def _start(request: HttpRequest, thing: Bookable) -> datetime | None:
    """Return when a booking might begin: what a link asks for (seconds since 1970), or the next free whole hour."""
    asked = request.GET.get("from", "")
    if asked.isdecimal() and len(asked) < 12:
        return datetime.fromtimestamp(int(asked), ZoneInfo(thing.site.zone))
    if not request.user.is_authenticated:
        return None
    soon = (timezone.now() + timedelta(hours=1, minutes=thing.setup_minutes)).replace(minute=0, second=0, microsecond=0)
    return queries.next_free(thing, soon, timedelta(minutes=thing.use_minutes or 120))


def _wish(request: HttpRequest) -> dict[str, Any]:
    return {"title": request.GET.get("for", "")[:150]} if "for" in request.GET else {}
