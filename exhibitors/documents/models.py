from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exhibitors.profiles.models import Verification


class Document(models.Model):
    """A paper or permit of an exhibitor. A permit may be a number without a file, or a ground why none is needed."""

    class Kind(models.TextChoices):
        FOOD = "food", _("food register (PVD) number")
        ALCOHOL = "alcohol", _("alcohol licence")
        RECEIPTS = "receipts", _("receipt book")
        CASH_DEVICE = "cash_device", _("cash register")
        TAX_APP = "tax_app", _("receipts from the tax app (RU)")
        OWN_PRODUCTION = "own_production", _("declaration of own production")
        NO_ACTIVITY = "no_activity", _("declaration of no economic activity")
        RESIDENCE = "residence", _("proof of residence")
        SOCIAL = "social", _("proof for the social waiver")
        TITLE = "title", _("certificate of a title")
        OTHER = "other", _("other paper")

    class State(models.TextChoices):
        LIVE = "live", _("in use")
        REPLACED = "replaced", _("replaced")
        WITHDRAWN = "withdrawn", _("withdrawn")

    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    number = models.CharField(_("number"), max_length=60, blank=True)
    exemption = models.CharField(_("why none is needed"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to="papers/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=120, blank=True, help_text="as it was uploaded, made safe")
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.LIVE)
    verification = models.CharField(_("checked"), max_length=8, choices=Verification, default=Verification.DECLARED)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True, help_text="when its holder was told that it expires")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-added_at"]
        indexes = [models.Index(fields=["state", "valid_until"], name="document_expiring")]
        constraints = [
            models.CheckConstraint(condition=~Q(number="", exemption="", file=""), name="document_says_something"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="document_period_ordered",
            ),
            models.CheckConstraint(condition=Q(state__in=["live", "replaced", "withdrawn"]), name="document_state_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
