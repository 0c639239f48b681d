"""Letters about bookings: to the keepers when something is asked, to the person when it is answered, moved or called off."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from accounts.history.operations import about
from accounts.models import Person
from common.outbox import operations as outbox
from places.equipment import queries
from places.equipment.models import Booking


def asked(booking: Booking, *, at: datetime) -> None:
    """Somebody asks for a thing: to everybody who keeps the place."""
    site = booking.bookable.site
    link = reverse("places:keep", args=[site.code.lower()])
    for keeper in queries.keepers(site):
        _write(booking, keeper.person, "asked", link, at)


def answered(booking: Booking, *, at: datetime) -> None:
    """The keeper said yes or no, moved it or called it off: to the person, where somebody else did it."""
    if booking.person is not None:
        _write(booking, booking.person, str(booking.state), reverse("places:bookings"), at)


def moved(booking: Booking, *, at: datetime) -> None:
    """The keeper moved it."""
    if booking.person is not None:
        _write(booking, booking.person, "moved", reverse("places:bookings"), at)


def _write(booking: Booking, to: Person, what: str, link: str, at: datetime) -> None:
    zone = ZoneInfo(booking.bookable.site.zone)
    outbox.write(
        key=f"booking.{what}:{booking.pk}:{booking.revision}:{to.pk}",
        kind=f"booking.{what}",
        about=about(booking),
        to=to.email,
        language=to.language,
        template=f"booking/{what}",
        context={
            "booking": booking,
            "thing": booking.bookable,
            "site": booking.bookable.site,
            "starts_at": booking.starts_at.astimezone(zone),
            "ends_at": booking.ends_at.astimezone(zone),
            "link": settings.SITE_URL + link,
        },
        at=at,
    )
