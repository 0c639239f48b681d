from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EvidencePhoto(models.Model):
    """A picture for the report: what it shows, in three languages. Drawn anew when it is taken in, without any data of the camera."""

    class About(models.TextChoices):
        EVENT = "event", _("the event")
        PUBLICITY = "publicity", _("the funder's logo in place")
        SHEET = "sheet", _("signed sheet")
        RESULT = "result", _("what came of it")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    about = models.CharField(_("shows"), max_length=9, choices=About, default=About.EVENT)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m/")
    thumb = models.FileField(upload_to="evidence/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about__in=["event", "publicity", "sheet", "result"]), name="evidence_photo_about_known"
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.get_about_display()
