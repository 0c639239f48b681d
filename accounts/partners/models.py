from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PartnerQuerySet(models.QuerySet["Partner"]):
    def active_on(self, day: date) -> "PartnerQuerySet":
        """Keep the partners that are not suspended on `day`."""
        return self.exclude(
            Q(state=Partner.State.SUSPENDED) & Q(suspended_from__lte=day) & (Q(suspended_until=None) | Q(suspended_until__gt=day))
        )


class Partner(models.Model):
    """An organisation that runs events and keeps its own books. Never deleted: suspended, or followed by a successor."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")

    class Country(models.TextChoices):
        LV = "LV", _("Latvia")
        RU = "RU", _("Russia")

    code = models.SlugField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=200, help_text=_("as it is called today"))
    country = models.CharField(_("country"), max_length=2, choices=Country)
    zone = models.CharField(_("time zone"), max_length=40)
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    suspended_from = models.DateField(_("suspended from"), null=True, blank=True)
    suspended_until = models.DateField(_("suspended until"), null=True, blank=True, help_text=_("first day it is active again"))
    suspension_reason = models.TextField(_("reason"), blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor"))
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=30, blank=True)
    address = models.CharField(_("legal address"), max_length=250, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)

    objects: ClassVar[PartnerQuerySet] = PartnerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="active") | (Q(suspended_from__isnull=False) & ~Q(suspension_reason="")),
                name="partner_suspended_with_date_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(suspended_until=None) | Q(suspended_until__gt=F("suspended_from")), name="partner_suspension_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(state__in=["active", "suspended"]), name="partner_state_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def suspended_on(self, day: date) -> bool:
        """Tell whether the partner may not act on `day`; its data stay visible."""
        if self.state != self.State.SUSPENDED or self.suspended_from is None or day < self.suspended_from:
            return False
        return self.suspended_until is None or day < self.suspended_until


class PartnerName(models.Model):
    """The name a partner bore in a past period; documents of that time go on printing it."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("first day it is no longer valid"))

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")) | Q(valid_from=None) | Q(valid_until=None), name="partner_name_period_ordered"
            )
        ]

    def __str__(self) -> str:
        return self.name
