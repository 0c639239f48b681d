"""A person's own bookings, and what waits for their answer as a keeper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from common.errors import Refused
from places.equipment import access, ical, operations, queries
from places.equipment.forms import WhenForm
from places.equipment.models import Booking

_SIGNER = Signer(salt="places.bookings")


@login_required
@require_safe
def bookings(request: HttpRequest) -> HttpResponse:
    """List a person's bookings, and the places they keep that have requests."""
    now = timezone.now()
    found = list(queries.of_person(request.user)[:200])
    coming = sorted((one for one in found if one.ends_at > now and one.state in Booking.HOLDING), key=lambda one: one.starts_at)
    feed = request.build_absolute_uri(reverse("places:my_calendar", args=[_SIGNER.sign(str(request.user.pk))]))
    about = {
        "coming": coming,
        "past": [one for one in found if one not in coming],
        "requests": list(queries.requests_of(request.user)),
        "feed_url": feed,
    }
    return render(request, "places/equipment/bookings.html", about)


@require_safe
def my_calendar(request: HttpRequest, word: str) -> HttpResponse:
    """A person's bookings to subscribe to; calendar programs cannot sign in, so the address itself is the key."""
    try:
        person = get_object_or_404(Person, pk=int(_SIGNER.unsign(word)), is_active=True)
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    found = queries.of_person(person).select_related("bookable__site", "bookable__room", "person")[:500]
    body = ical.feed(found, name=_("My bookings"), language=person.language, at=timezone.now(), with_names=True)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a booking to another time."""
    booking, keeps = access.booking_for(request.user, pk)
    form = WhenForm(request.POST or None, thing=booking.bookable, booking=booking)
    free_from = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.reschedule(
                booking=booking,
                starts_at=form.cleaned_data["starts_at"],
                ends_at=form.cleaned_data["ends_at"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            free_from = refused.facts.get("free_from")
            form.add_error("starts_time" if refused.field else None, ValidationError(str(refused), code=refused.code))
        else:
            messages.success(request, _("It is moved."))
            return _back(booking, keeps and booking.person_id != request.user.pk)
    return render(request, "places/equipment/move.html", {"booking": booking, "form": form, "free_from": free_from, "keeps": keeps})


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the time back."""
    booking, keeps = access.booking_for(request.user, pk)
    try:
        operations.cancel(booking=booking, by=request.user, at=timezone.now(), answer=request.POST.get("answer", "")[:200])
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The booking is called off; the time is free again."))
    return _back(booking, keeps and booking.person_id != request.user.pk)


def _back(booking: Booking, to_place: bool) -> HttpResponse:
    if to_place:
        return redirect("places:keep", booking.bookable.site.code.lower())
    return redirect("places:bookings")
