from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Work(models.Model):
    """Something an exhibitor makes, as the catalogue will show it."""

    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.CASCADE, related_name="works")
    craft = models.ForeignKey("exhibitors.Craft", models.PROTECT, related_name="+", verbose_name=_("craft"))
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    price_from = models.DecimalField(_("price from"), max_digits=9, decimal_places=2, null=True, blank=True)
    price_to = models.DecimalField(_("price to"), max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    is_public = models.BooleanField(_("shown in the public catalogue"), default=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(price_from=None) | Q(price_to=None) | Q(price_to__gte=models.F("price_from")), name="work_prices_ordered"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Photo(models.Model):
    """A photograph of a work, a stall or a workshop. Stored re-encoded: no place, camera or author left in the file."""

    class Subject(models.TextChoices):
        WORK = "work", _("work")
        STALL = "stall", _("stall")
        PROCESS = "process", _("work in progress")
        PERSON = "person", _("portrait")

    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.CASCADE, related_name="photos")
    work = models.ForeignKey(Work, models.SET_NULL, null=True, blank=True, related_name="photos")
    subject = models.CharField(_("shows"), max_length=8, choices=Subject, default=Subject.WORK)
    image = models.ImageField(_("picture"), upload_to="photos/%Y/%m/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    rights_holder = models.CharField(_("photographer or rights holder"), max_length=150, blank=True)
    may_publish = models.BooleanField(_("may be published by the organiser"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.caption or f"{self.get_subject_display()} {self.pk}"
