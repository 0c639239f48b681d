from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """The funder's logo strip and disclaimer in force in a period.

    The wording is entered by the organiser, never computed: it changed when the programme did. `{publisher}` in the
    text stands for the partner that publishes and alone answers for the content.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("only for publishers of this country; empty for all"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("first day it is no longer valid"))
    text = models.TextField(_("disclaimer"))
    logos = models.JSONField(_("logos"), default=list, help_text="file names below static/img/publicity, in order")

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="notice_period_ordered")
        ]

    def __str__(self) -> str:
        return self.name
