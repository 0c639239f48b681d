"""Who keeps the places of the demonstration, and what is booked there around today."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Partner, Person
from places.equipment import operations as equipment
from places.models import Bookable, Booking, PlaceKeeper

_OWNERS = {"L01": "dpils", "L02": "rezn", "L03": "balv", "L08": "kras", "L12": "prei", "L13": "liva", "L14": "ludz", "L17": "lpr"}


def make_bookings(partners: Mapping[str, Partner], members: Mapping[str, Person], at: datetime) -> None:
    """Give every thing an owner where one is known, every place a keeper, and some things bookings of the coming two weeks."""
    keeper, potter, weaver = (members[f"{name}@example.org"] for name in ("inese", "anna", "olga"))
    for code, partner in _OWNERS.items():
        Bookable.objects.filter(site__code=code).update(owner=partners[partner])
    for site in set(Bookable.objects.exclude(site__zone="Europe/Moscow").values_list("site", flat=True)):
        PlaceKeeper.objects.create(site_id=site, person=keeper)
    kiln = Bookable.objects.select_related("site", "owner").get(code="L12-01")
    equipment.train(thing=kiln, email=potter.email, on=at.date() - timedelta(days=200), trained_by=keeper.name, by=keeper, at=at)
    first = _book("L12-01", 1, 8, 10, "Vāzes rudens tirgum", potter, at)
    equipment.confirm(booking=first, by=keeper, at=at, answer="Atslēga pie dežuranta.")
    _book("L12-01", 3, 8, 10, "Bļodas un krūzes", potter, at)
    _book("L03-01", 1, 9, 7, "Половики", weaver, at)
    refused = _book("L03-02", 1, 9, 7, "Половики", weaver, at)
    equipment.decline(booking=refused, answer="Šīs stelles ir uzvilktas darbnīcai; ņemiet ceturtās.", by=keeper, at=at)
    _book("L03-02", 2, 10, 4, "Jostu darbnīca", keeper, at, purpose=Booking.Purpose.EVENT)
    _book("L14-01", 2, 9, 3, "Ēzes tīrīšana", keeper, at, purpose=Booking.Purpose.MAINTENANCE)
    _book("L17-01", 0, 20, 1, "Darbu fotografēšana", potter, at)


def _book(
    code: str, days: int, hour: int, hours: int, title: str, by: Person, at: datetime, purpose: str = Booking.Purpose.OWN_WORK
) -> Booking:
    thing = Bookable.objects.select_related("site", "owner").get(code=code)
    day = at.astimezone(ZoneInfo(thing.site.zone)).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)
    if day <= at:
        day += timedelta(days=1)
    use = equipment.Use(day, day + timedelta(hours=hours), title, purpose=purpose)
    return equipment.book(bookable=thing, use=use, by=by, at=at)
