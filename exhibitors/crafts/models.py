from django.db import models
from django.utils.translation import gettext_lazy as _


class Craft(models.Model):
    """A craft, or (without a parent) a group of crafts. The flags tell placement what a working stall brings with it."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    group = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="crafts", verbose_name=_("group"))
    name = models.CharField(_("name"), max_length=120)
    is_food = models.BooleanField(_("food"), default=False)
    has_fire = models.BooleanField(_("open fire"), default=False)
    is_noisy = models.BooleanField(_("noise"), default=False)
    is_dusty = models.BooleanField(_("dust"), default=False)
    external_codes = models.JSONField(default=dict, help_text="codes in other classifications, by the classification's name")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name
