from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language


class Paper(models.Model):
    """A title or a permit: who issued it, how long it is valid, what proves it and how far that was verified."""

    class Kind(models.TextChoices):
        CRAFTSMAN = "craftsman", _("craftsman's card or certificate")
        MASTER = "master", _("master's certificate")
        FOLK_MASTER = "folk_master", _("master of folk applied art")
        HERITAGE = "heritage", _("heritage sign")
        FOOD = "food", _("registration of a food handler")
        ALCOHOL = "alcohol", _("licence for alcohol")
        RECEIPTS = "receipts", _("receipt book or cash register")
        OWN_MAKING = "own_making", _("declaration of own production")
        NO_BUSINESS = "no_business", _("declaration of no economic activity")
        INSURANCE = "insurance", _("insurance")
        DISABILITY = "disability", _("social waiver, seen and not copied")
        OTHER = "other", _("other")

    class Level(models.TextChoices):
        DECLARED = "declared", _("declared")
        SEEN = "seen", _("seen")
        CHECKED = "checked", _("checked in the register")
        VISITED = "visited", _("workshop visited")

    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.CASCADE, related_name="papers")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("what it is called"), max_length=150, blank=True)
    issuer = models.CharField(_("issued by"), max_length=150, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    exemption = models.CharField(_("why none is needed"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("last day"))
    file = models.FileField(_("file"), upload_to="papers/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    level = models.CharField(_("verified"), max_length=8, choices=Level, default=Level.DECLARED)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True, blank=True, help_text="when the maker was told that it expires")
    warned_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="how many days before its end that warning was due")

    class Meta:
        ordering = ["kind", "-valid_until", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="paper_period_ordered"
            ),
            models.CheckConstraint(condition=Q(level="declared") | Q(verified_at__isnull=False), name="paper_verified_has_time"),
            models.CheckConstraint(condition=~Q(kind="disability") | Q(file=""), name="paper_waiver_not_copied"),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class Consent(models.Model):
    """That an exhibitor agreed to a text, in the version and language they read; withdrawn, never deleted."""

    class Kind(models.TextChoices):
        DATA = "data", _("processing of personal data")
        PUBLIC_PROFILE = "public_profile", _("public profile")
        PHOTOGRAPHS = "photographs", _("photographs")
        NEWS = "news", _("news of other fairs")

    exhibitor = models.ForeignKey("exhibitors.Exhibitor", models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=16, choices=Kind)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=Language)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]
        constraints = [models.UniqueConstraint(fields=["exhibitor", "kind"], condition=Q(withdrawn_at=None), name="consent_in_force_once")]
