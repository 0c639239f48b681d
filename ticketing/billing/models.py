from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Payment(models.Model):
    """One line of the ledger: money that came (positive) or went back (negative). Never changed, never deleted."""

    order = models.ForeignKey("ticketing.Order", models.PROTECT, related_name="payments")
    provider = models.CharField(_("paid by"), max_length=20)
    reference = models.CharField(_("reference"), max_length=80, help_text=_("what the provider or the bank calls it"))
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="payment_reference_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="payment_not_zero"),
        ]
