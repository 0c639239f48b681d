from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Photo(models.Model):
    """A picture an exhibitor has sent. The file's name and data tell nothing about whose it is, so that juries stay blind."""

    class About(models.TextChoices):
        WORK = "work", _("a work")
        STALL = "stall", _("the stall")
        MAKING = "making", _("making")
        PORTRAIT = "portrait", _("the maker")

    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.CASCADE, related_name="photos")
    about = models.CharField(_("shows"), max_length=8, choices=About, default=About.WORK)
    file = models.ImageField(upload_to="photos/%Y/%m/", width_field="width", height_field="height")
    screen = models.FileField(upload_to="photos/%Y/%m/", blank=True, help_text="1600 px, WebP")
    thumb = models.FileField(upload_to="photos/%Y/%m/", blank=True, help_text="320 px, WebP")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    rights_holder = models.CharField(_("whose picture it is"), max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True, help_text="no longer shown; kept for applications that hold it")

    class Meta:
        ordering = ["position", "id"]


class Work(models.Model):
    """One thing, or kind of thing, that an exhibitor makes and sells."""

    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.CASCADE, related_name="works")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    craft = models.ForeignKey("exhibitors.Craft", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("craft"))
    price_from = models.DecimalField(_("price from"), max_digits=10, decimal_places=2, null=True, blank=True)
    price_until = models.DecimalField(_("price up to"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    photos = models.ManyToManyField(Photo, blank=True, related_name="works")
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(price_from=None) | Q(price_until=None) | Q(price_until__gte=F("price_from")), name="work_prices_ordered"
            ),
            models.CheckConstraint(condition=Q(price_from=None) | Q(price_from__gte=0), name="work_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name
