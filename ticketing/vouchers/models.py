from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

_ZERO = Decimal("0.00")


class VoucherQuerySet(models.QuerySet["Voucher"]):
    def at(self, event: models.Model) -> "VoucherQuerySet":
        """Keep what can be used at an event: its own, and what its partner gave out for all of them."""
        return self.filter(Q(event=event.pk) | Q(event=None), partner=event.partner_id)  # type: ignore[attr-defined]


class Voucher(models.Model):
    """A code that somebody types in the shop.

    `uses_taken`, `spent` and `reserve_used` are written only by guarded UPDATEs of `vouchers.operations`; the checks behind them
    make it impossible to use a voucher too often, to spend more credit than there is, or to draw on places that are not kept.
    """

    class Kind(models.TextChoices):
        PERCENT = "percent", _("percent off")
        AMOUNT = "amount", _("an amount off")
        FIXED = "fixed", _("a fixed price")
        ACCESS = "access", _("access only")
        CREDIT = "credit", _("credit to pay with")

    partner = models.ForeignKey("accounts.Partner", models.PROTECT, related_name="+", verbose_name=_("organiser"))
    event = models.ForeignKey(
        "ticketing.Event", models.PROTECT, null=True, blank=True, related_name="vouchers", help_text="None: any event of the partner"
    )
    code = models.CharField(_("code"), max_length=30)
    folded = models.CharField(max_length=30, editable=False, help_text="what is typed is compared with this (codes.fold)")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2, default=_ZERO, help_text="percent, or money in `currency`")
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    products = models.ManyToManyField(
        "ticketing.Product", blank=True, related_name="+", verbose_name=_("for"), help_text=_("none chosen: all")
    )
    unlocks = models.BooleanField(_("opens its hidden products"), default=False)
    uses_allowed = models.PositiveIntegerField(_("uses"), default=1, help_text="tickets; orders where the kind is an amount")
    uses_taken = models.PositiveIntegerField(_("used"), default=0, editable=False)
    spent = models.DecimalField(max_digits=10, decimal_places=2, default=_ZERO, editable=False, help_text="of a credit")
    quota = models.ForeignKey(
        "ticketing.Quota", models.PROTECT, null=True, blank=True, related_name="vouchers", verbose_name=_("keeps places of")
    )
    reserved = models.PositiveIntegerField(_("places kept"), default=0)
    reserve_used = models.PositiveIntegerField(default=0, editable=False)
    minimum = models.DecimalField(_("order of at least"), max_digits=10, decimal_places=2, null=True, blank=True)
    valid_from = models.DateTimeField(_("valid from"), null=True, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    batch = models.CharField(_("batch"), max_length=80, blank=True, default="")
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"))
    ended_at = models.DateTimeField(null=True, blank=True, help_text="taken back, or over and its places freed")

    objects: ClassVar[VoucherQuerySet] = VoucherQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["event", "batch"], name="voucher_by_batch")]
        constraints = [
            models.UniqueConstraint(fields=["partner", "folded"], name="voucher_code_once"),
            models.CheckConstraint(condition=~Q(folded=""), name="voucher_has_code"),
            models.CheckConstraint(condition=Q(uses_taken__lte=F("uses_allowed")), name="voucher_never_overused"),
            models.CheckConstraint(
                condition=Q(spent=0) | Q(kind="credit", spent__gt=0, spent__lte=F("value")), name="voucher_never_overspent"
            ),
            models.CheckConstraint(condition=Q(reserve_used__lte=F("reserved")), name="voucher_reserve_never_overdrawn"),
            models.CheckConstraint(condition=Q(reserved=0) | Q(quota__isnull=False), name="voucher_reserve_of_quota"),
            models.CheckConstraint(
                condition=Q(kind="percent", value__gt=0, value__lte=100)
                | Q(kind__in=["amount", "credit"], value__gt=0)
                | Q(kind="fixed", value__gte=0)
                | Q(kind="access", value=0),
                name="voucher_value_sane",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=["percent", "access"]) | ~Q(currency="")) & (Q(minimum=None) | ~Q(currency="")),
                name="voucher_money_has_currency",
            ),
            models.CheckConstraint(condition=Q(minimum=None) | Q(minimum__gt=0), name="voucher_minimum_positive"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="voucher_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def uses_left(self) -> int:
        return self.uses_allowed - self.uses_taken

    @property
    def balance(self) -> Decimal:
        """What is left of a credit."""
        return self.value - self.spent

    @property
    def kept(self) -> int:
        """How many places it still keeps for its holders."""
        return self.reserved - self.reserve_used

    @property
    def is_campaign(self) -> bool:
        """Whether it is meant to be made known to many, so that its code may stand in a link."""
        return self.kind != self.Kind.CREDIT and self.uses_allowed > 1


class VoucherUse(models.Model):
    """That an order used a voucher: how often, how many kept places it took, and what came off or was paid. Given back, not deleted."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="taken_by")
    order = models.ForeignKey("ticketing.Order", models.PROTECT, related_name="voucher_uses")
    uses = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0, help_text="taken from the voucher's reserve")
    amount = models.DecimalField(max_digits=10, decimal_places=2, default=_ZERO, help_text="in the order's currency")
    used_at = models.DateTimeField(_("used"))
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(released_at=None, uses__gt=0), name="voucher_use_one_an_order"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="voucher_use_not_negative"),
        ]
