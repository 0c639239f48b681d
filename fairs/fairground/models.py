from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Fairground(models.Model):
    """The ground of a fair: a rectangle in metres, the origin top left, x to the right, y down."""

    fair = models.OneToOneField("fairs.Fair", models.CASCADE, related_name="fairground")
    width_m = models.DecimalField(_("width, m"), max_digits=6, decimal_places=2)
    depth_m = models.DecimalField(_("depth, m"), max_digits=6, decimal_places=2)
    background = models.ImageField(_("background picture"), upload_to="grounds/%Y/", blank=True)
    tent_gap_m = models.DecimalField(_("gap between tents at least, m"), max_digits=4, decimal_places=2, default=0)
    version = models.PositiveIntegerField(default=1, help_text="raised with every change, so that two editors notice each other")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(width_m__gt=0, depth_m__gt=0), name="fairground_above_zero")]

    def __str__(self) -> str:
        return str(self.fair)


class Zone(models.Model):
    """A part of the ground with one use."""

    class Kind(models.TextChoices):
        CRAFT = "craft", _("crafts")
        FOOD = "food", _("food")
        FIRE = "fire", _("open fire")
        NOISE = "noise", _("noise")
        QUIET = "quiet", _("quiet")
        CHILDREN = "children", _("children")
        MASTERCLASS = "masterclass", _("masterclasses")

    fairground = models.ForeignKey(Fairground, models.CASCADE, related_name="zones")
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CRAFT)
    outline = models.JSONField(default=list, help_text="[[x, y], …] in metres")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["fairground", "code"], name="zone_code_once")]

    def __str__(self) -> str:
        return self.name


class Board(models.Model):
    """A power board with its limit."""

    fairground = models.ForeignKey(Fairground, models.CASCADE, related_name="boards")
    name = models.CharField(_("name"), max_length=30)
    limit_kw = models.DecimalField(_("limit, kW"), max_digits=6, decimal_places=2)
    simultaneity = models.DecimalField(_("share used at the same time"), max_digits=3, decimal_places=2, default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["fairground", "name"], name="board_name_once"),
            models.CheckConstraint(condition=Q(limit_kw__gt=0, simultaneity__gt=0, simultaneity__lte=1), name="board_limits_sane"),
        ]

    def __str__(self) -> str:
        return self.name


class Row(models.Model):
    """A run of stalls that touch: neighbours by position may be given together."""

    fairground = models.ForeignKey(Fairground, models.CASCADE, related_name="rows")
    name = models.CharField(_("name"), max_length=10)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["fairground", "name"], name="row_name_once")]

    def __str__(self) -> str:
        return self.name


class Stall(models.Model):
    """A numbered place. `x`, `y` are its middle, `rotation` in degrees clockwise, all on the fairground's metres."""

    class State(models.TextChoices):
        FREE = "free", _("free")
        BLOCKED = "blocked", _("blocked")
        HELD = "held", _("held")

    fairground = models.ForeignKey(Fairground, models.CASCADE, related_name="stalls")
    number = models.CharField(_("number"), max_length=10)
    row = models.ForeignKey(Row, models.SET_NULL, null=True, blank=True, related_name="stalls", verbose_name=_("row"))
    position = models.PositiveSmallIntegerField(_("position in the row"), default=0)
    zone = models.ForeignKey(Zone, models.SET_NULL, null=True, blank=True, related_name="stalls", verbose_name=_("zone"))
    x = models.DecimalField(max_digits=6, decimal_places=2)
    y = models.DecimalField(max_digits=6, decimal_places=2)
    width_m = models.DecimalField(_("front, m"), max_digits=4, decimal_places=2, default=3)
    depth_m = models.DecimalField(_("depth, m"), max_digits=4, decimal_places=2, default=3)
    rotation = models.DecimalField(_("rotation, °"), max_digits=5, decimal_places=2, default=0)
    open_sides = models.PositiveSmallIntegerField(_("open sides"), default=1)
    board = models.ForeignKey(Board, models.SET_NULL, null=True, blank=True, related_name="stalls", verbose_name=_("power board"))
    power_kw = models.DecimalField(_("power, kW"), max_digits=5, decimal_places=2, default=0)
    has_water = models.BooleanField(_("water"), default=False)
    allows_fire = models.BooleanField(_("open fire allowed"), default=False)
    allows_noise = models.BooleanField(_("noise allowed"), default=True)
    is_covered = models.BooleanField(_("under a roof"), default=False)
    is_accessible = models.BooleanField(_("step-free"), default=False)
    vehicle_max_m = models.DecimalField(_("vehicle up to, m"), max_digits=4, decimal_places=1, null=True, blank=True)
    price_class = models.SlugField(_("price class"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.FREE)
    held_until = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["fairground", "number"], name="stall_number_once"),
            models.CheckConstraint(condition=Q(width_m__gt=0, depth_m__gt=0), name="stall_above_zero"),
            models.CheckConstraint(condition=Q(open_sides__gte=1, open_sides__lte=4), name="stall_open_sides_one_to_four"),
            models.CheckConstraint(condition=Q(state__in=["free", "blocked", "held"]), name="stall_state_known"),
        ]

    def __str__(self) -> str:
        return self.number


class Lane(models.Model):
    """Ground that stays free: a rescue lane or an aisle."""

    class Kind(models.TextChoices):
        RESCUE = "rescue", _("rescue lane")
        AISLE = "aisle", _("aisle")

    fairground = models.ForeignKey(Fairground, models.CASCADE, related_name="lanes")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.RESCUE)
    outline = models.JSONField(default=list, help_text="[[x, y], …] in metres")
    min_width_m = models.DecimalField(_("width at least, m"), max_digits=4, decimal_places=2, default=4)
    name = models.CharField(_("name"), max_length=60, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()
