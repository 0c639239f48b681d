from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Ground(models.Model):
    """The plan of one fair. Its corner (0, 0) is top left, x runs right, y runs down; everything is in metres."""

    event = models.OneToOneField("ticketing.Event", models.CASCADE, related_name="+")
    width_m = models.DecimalField(_("width, m"), max_digits=7, decimal_places=2, default=Decimal(60))
    depth_m = models.DecimalField(_("depth, m"), max_digits=7, decimal_places=2, default=Decimal(40))
    background = models.ImageField(_("picture underneath"), upload_to="grounds/%Y/%m/", blank=True)
    background_x_m = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(0))
    background_y_m = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(0))
    background_width_m = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    background_ratio = models.DecimalField(max_digits=9, decimal_places=5, null=True, blank=True, help_text="its height by its width")
    lane_min_m = models.DecimalField(_("rescue lane at least, m"), max_digits=4, decimal_places=2, default=Decimal("3.50"))
    gap_min_m = models.DecimalField(_("gap between rows of tents at least, m"), max_digits=4, decimal_places=2, default=Decimal("2.00"))
    fire_gap_m = models.DecimalField(
        _("from open fire to the next stall at least, m"), max_digits=4, decimal_places=2, default=Decimal("3.00")
    )
    neighbour_m = models.DecimalField(
        _("stalls count as neighbours across rows up to, m"), max_digits=4, decimal_places=2, default=Decimal("2.50")
    )
    water_max_m = models.DecimalField(
        _("from a stall with water to a tap at most, m"), max_digits=4, decimal_places=1, default=Decimal("25.0")
    )
    north_deg = models.DecimalField(_("north, degrees clockwise from up"), max_digits=4, decimal_places=1, null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="raised at every change, so that two editors notice each other")
    is_public = models.BooleanField(_("plan shown to everybody"), default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(width_m__gt=0, depth_m__gt=0), name="ground_has_size"),
            models.CheckConstraint(
                condition=Q(lane_min_m__gte=0, gap_min_m__gte=0, fire_gap_m__gte=0, neighbour_m__gte=0, water_max_m__gte=0),
                name="ground_limits_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.width_m} × {self.depth_m} m"


class Placed(models.Model):
    """Something on the plan: a rectangle turned by `rotation` degrees clockwise about its centre (x_m, y_m)."""

    x_m = models.DecimalField(_("x, m"), max_digits=7, decimal_places=2)
    y_m = models.DecimalField(_("y, m"), max_digits=7, decimal_places=2)
    width_m = models.DecimalField(_("width, m"), max_digits=7, decimal_places=2, default=Decimal(3))
    depth_m = models.DecimalField(_("depth, m"), max_digits=7, decimal_places=2, default=Decimal(3))
    rotation = models.DecimalField(_("turned, °"), max_digits=5, decimal_places=1, default=Decimal(0))

    class Meta:
        abstract = True


class Zone(Placed):
    """A part of the ground for a purpose: a sector of crafts, food, fire, noise, children, masterclasses."""

    class Purpose(models.TextChoices):
        CRAFTS = "crafts", _("crafts")
        FOOD = "food", _("food")
        FIRE = "fire", _("open fire")
        NOISE = "noise", _("noise")
        CHILDREN = "children", _("children")
        MASTERCLASS = "masterclass", _("masterclasses")

    ground = models.ForeignKey(Ground, models.CASCADE, related_name="zones")
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=80)
    purpose = models.CharField(_("for"), max_length=12, choices=Purpose, default=Purpose.CRAFTS)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["ground", "code"], name="zone_code_once"),
            models.CheckConstraint(condition=Q(width_m__gt=0, depth_m__gt=0), name="zone_has_size"),
        ]

    def __str__(self) -> str:
        return self.name


class Lane(Placed):
    """A part of the ground that stays free: a rescue lane, an aisle, or an obstacle such as a tree."""

    class Kind(models.TextChoices):
        RESCUE = "rescue", _("rescue lane")
        AISLE = "aisle", _("aisle")
        OBSTACLE = "obstacle", _("obstacle")

    ground = models.ForeignKey(Ground, models.CASCADE, related_name="lanes")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.RESCUE)
    name = models.CharField(_("name"), max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(width_m__gt=0, depth_m__gt=0), name="lane_has_size")]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class Board(models.Model):
    """A power board. The sum of its stalls' kW, times the share that draws at once, stays under its limit."""

    ground = models.ForeignKey(Ground, models.CASCADE, related_name="boards")
    name = models.CharField(_("name"), max_length=40)
    x_m = models.DecimalField(_("x, m"), max_digits=7, decimal_places=2)
    y_m = models.DecimalField(_("y, m"), max_digits=7, decimal_places=2)
    limit_kw = models.DecimalField(_("limit, kW"), max_digits=6, decimal_places=2)
    simultaneity = models.DecimalField(_("share that draws at once"), max_digits=3, decimal_places=2, default=Decimal(1))

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["ground", "name"], name="board_name_once"),
            models.CheckConstraint(condition=Q(limit_kw__gt=0, simultaneity__gt=0, simultaneity__lte=1), name="board_limit_sane"),
        ]

    def __str__(self) -> str:
        return self.name


class Entrance(models.Model):
    """Where vehicles come in to set up: how many at once, and how long one takes to unload."""

    ground = models.ForeignKey(Ground, models.CASCADE, related_name="entrances")
    name = models.CharField(_("name"), max_length=40)
    x_m = models.DecimalField(_("x, m"), max_digits=7, decimal_places=2)
    y_m = models.DecimalField(_("y, m"), max_digits=7, decimal_places=2)
    vehicles_at_once = models.PositiveSmallIntegerField(_("vehicles at once"), default=2)
    minutes_each = models.PositiveSmallIntegerField(_("minutes to unload"), default=15)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["ground", "name"], name="entrance_name_once"),
            models.CheckConstraint(condition=Q(vehicles_at_once__gte=1, minutes_each__gte=1), name="entrance_lets_in"),
        ]

    def __str__(self) -> str:
        return self.name


class Tap(models.Model):
    """A water point."""

    ground = models.ForeignKey(Ground, models.CASCADE, related_name="taps")
    name = models.CharField(_("name"), max_length=40)
    x_m = models.DecimalField(_("x, m"), max_digits=7, decimal_places=2)
    y_m = models.DecimalField(_("y, m"), max_digits=7, decimal_places=2)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["ground", "name"], name="tap_name_once")]

    def __str__(self) -> str:
        return self.name


class Amenity(models.Model):
    """Something visitors look for on the ground. It has no name of its own unless one is given."""

    class Kind(models.TextChoices):
        TOILET = "toilet", _("toilets")
        FIRST_AID = "first_aid", _("first aid")
        INFO = "info", _("information")
        STAGE = "stage", _("stage")
        CASH = "cash", _("cash machine")
        PARKING = "parking", _("parking")

    ground = models.ForeignKey(Ground, models.CASCADE, related_name="amenities")
    kind = models.CharField(_("what it is"), max_length=10, choices=Kind, default=Kind.TOILET)
    name = models.CharField(_("name"), max_length=40, blank=True)
    x_m = models.DecimalField(_("x, m"), max_digits=7, decimal_places=2)
    y_m = models.DecimalField(_("y, m"), max_digits=7, decimal_places=2)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "amenities"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["toilet", "first_aid", "info", "stage", "cash", "parking"]), name="amenity_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class StallQuerySet(models.QuerySet["Stall"]):
    def usable(self) -> "StallQuerySet":
        return self.filter(is_blocked=False)


class Stall(Placed):
    """A numbered place. `width_m` is its front; `row` and `position`: stalls next to each other in a row touch."""

    ground = models.ForeignKey(Ground, models.CASCADE, related_name="stalls")
    number = models.CharField(_("number"), max_length=12)
    row = models.CharField(_("row"), max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(_("place in the row"), default=0)
    zone = models.ForeignKey(Zone, models.SET_NULL, null=True, blank=True, related_name="stalls", verbose_name=_("zone"))
    open_sides = models.PositiveSmallIntegerField(_("open sides"), default=1, help_text=_("1 in a row, 2 corner, 3 end of a row, 4 free"))
    board = models.ForeignKey(Board, models.SET_NULL, null=True, blank=True, related_name="stalls", verbose_name=_("power board"))
    power_kw = models.DecimalField(_("power at most, kW"), max_digits=5, decimal_places=2, default=Decimal(0))
    has_water = models.BooleanField(_("water"), default=False)
    allows_fire = models.BooleanField(_("open fire allowed"), default=False)
    allows_noise = models.BooleanField(_("noise allowed"), default=True)
    is_covered = models.BooleanField(_("under a roof"), default=False)
    is_accessible = models.BooleanField(_("step-free"), default=True)
    is_dead_end = models.BooleanField(_("at a dead end"), default=False)
    vehicle_max_m = models.DecimalField(
        _("longest vehicle, m"), max_digits=4, decimal_places=1, default=Decimal(0), help_text=_("0: no vehicle may stay")
    )
    price_class = models.CharField(_("price class"), max_length=20, blank=True)
    is_fixed = models.BooleanField(_("pinned to its spot"), default=False, help_text=_("the plan editor does not move it"))
    is_blocked = models.BooleanField(_("blocked"), default=False)
    block_reason = models.CharField(_("why"), max_length=120, blank=True)
    held_for = models.CharField(_("held for"), max_length=120, blank=True)
    held_until = models.DateTimeField(_("held until"), null=True, blank=True)

    objects: ClassVar[StallQuerySet] = StallQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["row", "position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ground", "number"], name="stall_number_once"),
            models.CheckConstraint(condition=~Q(number=""), name="stall_has_number"),
            models.CheckConstraint(condition=Q(open_sides__gte=0, open_sides__lte=4), name="stall_open_sides_known"),
            models.CheckConstraint(condition=Q(width_m__gt=0, depth_m__gt=0), name="stall_has_size"),
            models.CheckConstraint(condition=Q(power_kw__gte=0, vehicle_max_m__gte=0), name="stall_limits_not_negative"),
            models.CheckConstraint(condition=Q(held_for="") | Q(held_until__isnull=False), name="stall_hold_ends"),
        ]

    def __str__(self) -> str:
        return self.number


class Acknowledgement(models.Model):
    """Somebody has seen what a check found and says why it may stay. It ends as soon as the finding's value is another."""

    ground = models.ForeignKey(Ground, models.CASCADE, related_name="acknowledgements")
    rule = models.CharField(max_length=20)
    about = models.CharField(max_length=120, help_text="what the check found it at, such as A3+A4")
    value = models.CharField(max_length=20, blank=True)
    reason = models.CharField(_("why it may stay"), max_length=250)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ground", "rule", "about"], name="acknowledgement_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="acknowledgement_has_reason"),
        ]


class GroundTemplate(models.Model):
    """A ground kept by a partner for the next fair: a document as `document.of` writes it."""

    partner = models.ForeignKey("accounts.Partner", models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    document = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["partner", "name"], name="ground_template_name_once")]

    def __str__(self) -> str:
        return self.name
