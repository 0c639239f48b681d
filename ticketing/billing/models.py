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


class BankAccount(models.Model):
    """Where a partner's money comes in: one account in one currency. Never deleted, since statements name it: closed."""

    partner = models.ForeignKey("accounts.Partner", models.PROTECT, related_name="bank_accounts")
    currency = models.CharField(_("currency"), max_length=3)
    holder = models.CharField(_("account holder"), max_length=160, help_text=_("as the bank writes it"))
    number = models.CharField(_("account number"), max_length=34, help_text=_("IBAN; for roubles the 20 digits of the account"))
    bank = models.CharField(_("bank"), max_length=150, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True, help_text=_("SWIFT code; for roubles БИК, nine digits"))
    correspondent = models.CharField(_("correspondent account"), max_length=20, blank=True)
    inn = models.CharField(_("INN of the payee"), max_length=12, blank=True)
    kpp = models.CharField(_("KPP of the payee"), max_length=9, blank=True)
    is_default = models.BooleanField(_("buyers are asked to pay here"), default=False)
    is_closed = models.BooleanField(_("closed"), default=False)

    class Meta:
        ordering = ["currency", "-is_default", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "currency"], condition=Q(is_default=True), name="bank_account_one_default"),
            models.UniqueConstraint(fields=["partner", "currency", "number"], name="bank_account_once"),
            models.CheckConstraint(condition=Q(is_default=False) | Q(is_closed=False), name="bank_account_default_is_open"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(holder=""), name="bank_account_named"),
        ]

    def __str__(self) -> str:
        return f"{self.shown} ({self.currency})"

    @property
    def shown(self) -> str:
        """The number in groups of four."""
        return " ".join(self.number[start : start + 4] for start in range(0, len(self.number), 4))
