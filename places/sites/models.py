from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Municipality(models.Model):
    """A municipality under one name in one period; a reform ends one row and begins its successor's."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=150)
    country = models.CharField(_("country"), max_length=2)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("first day it no longer exists"))
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor"))

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")) | Q(valid_from=None) | Q(valid_until=None), name="municipality_period_ordered"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place with an address and coordinates. Its three roles are independent: a venue need not be a building site."""

    class Precision(models.TextChoices):
        SETTLEMENT = "settlement", _("town or village")
        ADDRESS = "address", _("address")
        SURVEYED = "surveyed", _("surveyed point")

    code = models.SlugField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=200)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="sites", verbose_name=_("municipality"))
    house = models.CharField(_("house name or street and number"), max_length=150, blank=True)
    settlement = models.CharField(_("town or village"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5)
    coordinates_source = models.CharField(_("source of the coordinates"), max_length=150, blank=True)
    coordinates_precision = models.CharField(_("precision"), max_length=12, choices=Precision, default=Precision.SETTLEMENT)
    is_building_site = models.BooleanField(_("building site"), default=False)
    is_equipment_place = models.BooleanField(_("equipment place"), default=False)
    is_venue = models.BooleanField(_("venue"), default=True)
    in_border_zone = models.BooleanField(
        _("in the border zone"), default=False, help_text=_("more than 1000 persons then make an event high-risk")
    )
    zone = models.CharField(_("time zone"), max_length=40, default="Europe/Riga")
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180), name="site_coordinates_on_earth"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room or field of a site."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=120)
    capacity = models.PositiveIntegerField(_("people"), null=True, blank=True)
    work_stations = models.PositiveSmallIntegerField(_("work stations"), null=True, blank=True)
    is_heated = models.BooleanField(_("heated"), default=False)
    is_step_free = models.BooleanField(_("step-free"), default=False)
    width_m = models.DecimalField(_("width, m"), max_digits=6, decimal_places=2, null=True, blank=True)
    depth_m = models.DecimalField(_("depth, m"), max_digits=6, decimal_places=2, null=True, blank=True)
    notes = models.CharField(_("notes"), max_length=200, blank=True)

    class Meta:
        ordering = ["site", "name"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="room_name_once_per_site")]

    def __str__(self) -> str:
        return self.name
