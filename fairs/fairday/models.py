from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Arrival(models.Model):
    """Whether a maker came, on one day."""

    class State(models.TextChoices):
        ARRIVED = "arrived", _("arrived")
        NO_SHOW = "no_show", _("did not come")
        LEFT = "left", _("left")

    application = models.ForeignKey("fairs.Application", models.PROTECT, related_name="arrivals")
    day = models.DateField()
    state = models.CharField(max_length=7, choices=State)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "day"], name="arrival_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=["arrived", "no_show", "left"]), name="arrival_state_known"),
        ]


class Incident(models.Model):
    """Something that happened on the day and wants remembering."""

    fair = models.ForeignKey("fairs.Fair", models.CASCADE, related_name="incidents")
    stall = models.ForeignKey("fairs.Stall", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("stall"))
    text = models.TextField(_("what happened"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at"]


class VisitorCount(models.Model):
    """Visitors counted by hand in one hour, with who counted."""

    fair = models.ForeignKey("fairs.Fair", models.CASCADE, related_name="visitor_counts")
    hour = models.DateTimeField(help_text="beginning of the hour")
    count = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["hour"]
        constraints = [models.UniqueConstraint(fields=["fair", "hour"], name="visitor_count_once_an_hour")]


class FairReport(models.Model):
    """A maker's answers after the fair: used in numbers only."""

    application = models.OneToOneField("fairs.Application", models.CASCADE, related_name="report")
    turnover = models.CharField(_("turnover"), max_length=20, blank=True, help_text="a band, as 100-300")
    customers = models.PositiveIntegerField(_("customers, about"), null=True, blank=True)
    rating = models.PositiveSmallIntegerField(_("how was the fair"), null=True, blank=True)
    text = models.TextField(_("what should be better"), blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5), name="fair_report_rating_one_to_five")
        ]
