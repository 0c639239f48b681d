from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _


def _quarters(field: str) -> Q:
    """Whole quarters of an hour, so that a free time that is suggested lies on the grid of bookings."""
    return Q(Exact(F(field) % 15, 0))


class PlaceKeeper(models.Model):
    """Somebody who looks after the equipment of one place: confirms bookings, plans maintenance."""

    site = models.ForeignKey("places.Site", models.CASCADE, related_name="keepers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "person"], name="place_keeper_once")]

    def __str__(self) -> str:
        return str(self.person)


class Bookable(models.Model):
    """One thing that one party at a time can use: a kiln, one of six looms, a room.

    A room of a site becomes bookable by a row of kind "room". Times before and after each use (a kiln cools for
    twelve hours) belong to the booking and block the thing as well.
    """

    class Kind(models.TextChoices):
        EQUIPMENT = "equipment", _("equipment")
        ROOM = "room", _("room")

    class Condition(models.TextChoices):
        WORKING = "working", _("working")
        LIMITED = "limited", _("works with limits")
        BROKEN = "broken", _("out of order")

    class OpenTo(models.TextChoices):
        KEEPERS = "keepers", _("the place's own people")
        ARTISANS = "artisans", _("artisans")
        VISITORS = "visitors", _("artisans, and visitors under supervision")

    site = models.ForeignKey("places.Site", models.PROTECT, related_name="bookables", verbose_name=_("place"))
    room = models.ForeignKey("places.Room", models.PROTECT, null=True, blank=True, related_name="bookables", verbose_name=_("room"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.EQUIPMENT)
    code = models.CharField(_("inventory number"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    notes = models.TextField(_("notes"), blank=True)
    craft = models.SlugField(_("craft"), max_length=20, blank=True, help_text="code of a craft of exhibitors; empty: for all")
    owner = models.ForeignKey("accounts.Partner", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    is_project_property = models.BooleanField(_("bought by the project"), default=False)
    cost = models.DecimalField(_("cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    condition = models.CharField(_("condition"), max_length=7, choices=Condition, default=Condition.WORKING)
    needs_training = models.BooleanField(_("trained users only"), default=False)
    needs_supervision = models.BooleanField(_("only with a supervisor"), default=False)
    open_to = models.CharField(_("open to"), max_length=8, choices=OpenTo, default=OpenTo.ARTISANS)
    people_max = models.PositiveSmallIntegerField(_("people at most"), null=True, blank=True)
    setup_minutes = models.PositiveSmallIntegerField(_("minutes to set up before"), default=0)
    cooldown_minutes = models.PositiveSmallIntegerField(_("minutes to cool down or clear up after"), default=0)
    use_minutes = models.PositiveSmallIntegerField(
        _("minutes of one use"), null=True, blank=True, help_text=_("empty: as long as asked; a firing takes as long as it takes")
    )
    label_on = models.DateField(_("project's label affixed on"), null=True, blank=True)
    label_photo = models.ImageField(_("photo of the label"), upload_to="labels/", blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["site", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="room") | Q(room__isnull=False), name="bookable_room_has_room"),
            models.UniqueConstraint(fields=["room"], condition=Q(kind="room"), name="bookable_room_once"),
            models.CheckConstraint(condition=Q(kind__in=["equipment", "room"]), name="bookable_kind_known"),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=Decimal(0)), name="bookable_cost_not_negative"),
            models.CheckConstraint(condition=_quarters("setup_minutes") & _quarters("cooldown_minutes"), name="bookable_times_in_quarters"),
        ]

    def __str__(self) -> str:
        return self.name


class TrainedUser(models.Model):
    """That a person was shown how to use a thing which only trained people may use."""

    bookable = models.ForeignKey(Bookable, models.CASCADE, related_name="trained")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    trained_on = models.DateField(_("trained on"))
    trained_by = models.CharField(_("trained by"), max_length=120, blank=True)

    class Meta:
        ordering = ["-trained_on"]
        constraints = [models.UniqueConstraint(fields=["bookable", "person"], name="trained_user_once")]


class Booking(models.Model):
    """One use of one thing, asked for or confirmed; both keep it from others.

    `starts_at` and `ends_at` are the use itself; the rows of `BookedQuarter` also cover set-up and cooling down.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("requested")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    class Purpose(models.TextChoices):
        OWN_WORK = "own_work", _("own work")
        EVENT = "event", _("workshop or training")
        MAINTENANCE = "maintenance", _("maintenance")

    HOLDING = ("requested", "confirmed")

    bookable = models.ForeignKey(Bookable, models.PROTECT, related_name="bookings", verbose_name=_("what"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.REQUESTED)
    purpose = models.CharField(_("purpose"), max_length=11, choices=Purpose, default=Purpose.OWN_WORK)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    title = models.CharField(_("for what"), max_length=150)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who"))
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    supervisor = models.CharField(_("supervised by"), max_length=120, blank=True)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="SEQUENCE of the calendar feed; raised whenever it is moved")

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["bookable", "starts_at"], name="booking_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_ends_after_start"),
            models.CheckConstraint(condition=Q(state__in=["requested", "confirmed", "declined", "cancelled"]), name="booking_state_known"),
            models.CheckConstraint(condition=Q(people__gte=1), name="booking_for_somebody"),
        ]

    def __str__(self) -> str:
        return self.title


class BookedQuarter(models.Model):
    """That a thing is taken for one quarter of an hour; there is a row for each that a holding booking blocks.

    No two bookings of one thing can overlap because no quarter can be taken twice. Range types with an exclusion
    constraint would say the same on PostgreSQL only; whole quarters say it in plain SQL on both databases.
    """

    bookable = models.ForeignKey(Bookable, models.CASCADE, related_name="+", db_index=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="quarters")
    quarter = models.PositiveIntegerField(help_text="which one: seconds since 1970 by 900")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bookable", "quarter"], name="quarter_taken_once")]
