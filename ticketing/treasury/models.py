from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ticketing.treasury import rules


class AccountCode(models.Model):
    """What a partner's book-keeping calls one of our accounts. Where there is none, the usual code stands."""

    partner = models.ForeignKey("accounts.Partner", models.CASCADE, related_name="account_codes")
    account = models.CharField(max_length=20, help_text="a word of rules.ACCOUNTS; revenue has one for each rate: revenue:21.0")
    code = models.CharField(_("number of the account"), max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "account"], name="account_code_once"),
            models.CheckConstraint(condition=~Q(code=""), name="account_code_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.account} = {self.code}"


class BookCheck(models.Model):
    """One run of the check over all the books."""

    at = models.DateTimeField()
    orders = models.PositiveIntegerField(help_text="how many were looked at")
    findings = models.PositiveIntegerField(help_text="how many stood open at its end")

    class Meta:
        ordering = ["-at", "-id"]


class Finding(models.Model):
    """Something the check found not to agree. It closes by itself once a later check no longer finds it."""

    partner = models.ForeignKey("accounts.Partner", models.CASCADE, related_name="findings")
    event = models.ForeignKey("ticketing.Event", models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=30)
    about = models.CharField(max_length=60, help_text="code of an order, number of a document, name of a quota …")
    detail = models.CharField(max_length=250, blank=True, help_text="figures: wanted and found")
    found_at = models.DateTimeField(_("found"))
    closed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["found_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "kind", "about"], condition=Q(closed_at=None), name="finding_open_once"),
            models.CheckConstraint(condition=Q(kind__in=sorted(rules.FINDINGS)), name="finding_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
