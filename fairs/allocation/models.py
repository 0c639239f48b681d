from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Plan(models.Model):
    """One computed allocation: the input as it was, the answer, and a reason for every maker. Plans are versions."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        IMPOSSIBLE = "impossible", _("impossible")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    fair = models.ForeignKey("fairs.Fair", models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    seconds = models.PositiveSmallIntegerField(_("seconds to search"), default=30)
    seed = models.PositiveBigIntegerField(default=1)
    instance = models.JSONField(help_text="input in the format stall-allocation/1")
    result = models.JSONField(null=True, blank=True, help_text="answer in the same format")
    reasons = models.JSONField(null=True, blank=True)
    levels = models.JSONField(default=list, help_text="value reached, and bound, per level")
    progress = models.JSONField(default=dict, help_text="level, patch and best so far, while it runs")
    error = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True, help_text="when its placements became the fair's")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["fair", "number"], name="plan_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "impossible", "failed", "cancelled"]), name="plan_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fair} {self.number}"


class Placement(models.Model):
    """An application on a stall. No stall is given twice on one day: that is the constraint, whatever code runs."""

    application = models.ForeignKey("fairs.Application", models.PROTECT, related_name="placements")
    stall = models.ForeignKey("fairs.Stall", models.PROTECT, related_name="placements")
    day = models.DateField(_("day"))
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="+")
    by_hand = models.BooleanField(default=False)
    placed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stall", "day"], name="stall_given_once_a_day")]


class Pin(models.Model):
    """A stall fixed to an application by hand; survives every new computation."""

    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="pins")
    stall = models.OneToOneField("fairs.Stall", models.CASCADE, related_name="pin")
    reason = models.CharField(_("reason"), max_length=150, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
