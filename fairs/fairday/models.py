from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Appearance(models.Model):
    """Whether a maker came on one day of the fair. Without a row nobody knows yet."""

    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="appearances")
    day = models.ForeignKey("ticketing.EventDay", models.CASCADE, related_name="+")
    came_at = models.DateTimeField(null=True, blank=True)
    absent_at = models.DateTimeField(null=True, blank=True, help_text="when somebody marked them as not come")
    noted_by = models.CharField(max_length=120, help_text="who noted it: a person or a phone at the gate")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "day"], name="appearance_once_a_day"),
            models.CheckConstraint(condition=Q(came_at__isnull=False) | Q(absent_at__isnull=False), name="appearance_says_something"),
        ]


class Incident(models.Model):
    """Something that happened and has to be remembered, or seen to."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    stall = models.ForeignKey("fairs.Stall", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("stall"))
    text = models.TextField(_("what happened"))
    is_serious = models.BooleanField(_("serious"), default=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("what was done"), max_length=250, blank=True)

    class Meta:
        ordering = ["-noted_at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="incident_has_text")]


class VisitorCount(models.Model):
    """Visitors counted by hand at one place in one hour."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    place = models.CharField(_("where"), max_length=60, blank=True)
    hour = models.DateTimeField(_("hour"), help_text="its beginning")
    count = models.PositiveIntegerField(_("visitors"), default=0)
    counted_by = models.CharField(_("counted by"), max_length=120)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["hour", "place"]
        constraints = [models.UniqueConstraint(fields=["event", "place", "hour"], name="visitor_count_once_an_hour")]


class AfterForm(models.Model):
    """What a maker tells after the fair; shown to the organiser as figures only."""

    class Turnover(models.TextChoices):
        NONE = "none", _("sold nothing")
        UNDER_100 = "under_100", _("up to 100")
        UNDER_300 = "under_300", _("100 to 300")
        UNDER_1000 = "under_1000", _("300 to 1000")
        OVER_1000 = "over_1000", _("more than 1000")

    application = models.OneToOneField("fairs.Application", models.CASCADE, related_name="+")
    turnover = models.CharField(_("turnover"), max_length=10, choices=Turnover, blank=True)
    visitors = models.PositiveIntegerField(_("visitors at the stall, about"), null=True, blank=True)
    rating = models.PositiveSmallIntegerField(_("how was it"), null=True, blank=True)
    would_return = models.BooleanField(_("would come again"), null=True)
    remarks = models.TextField(_("what should be better"), blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5), name="after_form_rating_range")]
