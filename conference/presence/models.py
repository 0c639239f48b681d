from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conference.presence.rules import Claim, Span


class Attendance(models.Model):
    """That somebody was in a session for so many minutes, and how that is proven.

    Made from scans, a typed-in sign-in sheet, an online log or by staff. One row for a person and session: a better proof
    replaces a weaker one. Minutes that overlap with another session are counted once, see `rules.py`.
    """

    class How(models.TextChoices):
        SCAN = "scan", _("scan")
        SIGNATURE = "signature", _("signature")
        ONLINE = "online", _("online log")
        STAFF = "staff", _("seen by staff")

    session = models.ForeignKey("conference.Session", models.CASCADE, related_name="+")
    enrolment = models.ForeignKey("conference.Enrolment", models.CASCADE, related_name="attendances")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    spans = models.JSONField(
        default=list, blank=True, help_text="[from, until] in ISO 8601 where they left in between; empty: all the time"
    )
    how = models.CharField(_("proven by"), max_length=9, choices=How)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["from_at", "id"]
        indexes = [models.Index(fields=["enrolment", "from_at"], name="attendance_by_enrolment")]
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_once"),
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="attendance_ends_after_start"),
            models.CheckConstraint(condition=Q(how__in=["scan", "signature", "online", "staff"]), name="attendance_proof_known"),
        ]

    @property
    def times(self) -> tuple[Span, ...]:
        """When the person was there."""
        if not self.spans:
            return (Span(self.from_at, self.until_at),)
        return tuple(Span(datetime.fromisoformat(begins), datetime.fromisoformat(ends)) for begins, ends in self.spans)

    @property
    def claim(self) -> Claim:
        """The row as rules read it."""
        return Claim(self.session_id, self.times, self.how)
