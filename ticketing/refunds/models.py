from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RefundQuerySet(models.QuerySet["Refund"]):
    def open(self) -> "RefundQuerySet":
        """Keep what has not gone back yet and is still to go."""
        return self.filter(state__in=Refund.OPEN)

    def with_account(self) -> "RefundQuerySet":
        """Keep what a bank can be told to pay: the receiver's account is known."""
        return self.exclude(account="")


class Refund(models.Model):
    """One amount that must go back to a buyer. It ends with a line of the ledger, or waived."""

    class Way(models.TextChoices):
        CARD = "card", _("to the card")
        BANK = "bank", _("to a bank account")
        CASH = "cash", _("in cash")
        CREDIT = "credit", _("as credit")

    class State(models.TextChoices):
        OWED = "owed", _("owed")
        ORDERED = "ordered", _("on its way")
        DONE = "done", _("gone back")
        FAILED = "failed", _("failed")
        WAIVED = "waived", _("waived")

    OPEN = ("owed", "ordered", "failed")
    REASONS: ClassVar[dict[str, Any]] = {
        "cancelled": _("cancelled by the buyer"),
        "by_organiser": _("cancelled by the organiser"),
        "event_cancelled": _("the event is cancelled"),
        "moved": _("the event was moved"),
        "surplus": _("more was paid than owed"),
        "late": _("paid after the order lapsed"),
        "lapsed": _("the order lapsed before it was paid in full"),
        "dashboard": _("begun at the card company"),
    }
    """Stable words of the common reasons; any other reason stands as it was written."""
    FAILURES: ClassVar[dict[str, Any]] = {
        "lost_or_stolen_card": _("the card was reported lost or stolen"),
        "expired_or_canceled_card": _("the card has expired or was closed"),
        "charge_for_pending_refund_disputed": _("the payment is disputed"),
        "insufficient_funds": _("too little money on the account at the card company"),
        "declined": _("the buyer's bank declined it"),
        "merchant_request": _("stopped at the organiser's request"),
        "unknown": _("the card company gave no reason"),
    }
    """What a card company says of a refund that failed (Stripe: `Refund.failure_reason`)."""

    order = models.ForeignKey("ticketing.Order", models.PROTECT, related_name="refunds")
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)
    way = models.CharField(_("way"), max_length=6, choices=Way)
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OWED)
    account = models.CharField(_("account"), max_length=34, blank=True, help_text="IBAN, or in Russia the number of the account")
    bank = models.CharField(_("bank"), max_length=11, blank=True, help_text="BIC, or in Russia BIK")
    holder = models.CharField(_("holder of the account"), max_length=70, blank=True)
    reference = models.CharField(_("reference"), max_length=80, blank=True, help_text="what the provider or the bank calls it")
    why = models.CharField(_("why it failed"), max_length=250, blank=True)
    payment = models.OneToOneField("ticketing.Payment", models.PROTECT, null=True, blank=True, related_name="refund")
    credit = models.OneToOneField(
        "ticketing.Voucher",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="refund",
        help_text="given where it went as credit",
    )
    owed_at = models.DateTimeField(_("owed since"))
    ordered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="gone back, or waived")

    objects: ClassVar[RefundQuerySet] = RefundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["owed_at", "id"]
        indexes = [models.Index(fields=["way", "owed_at"], name="refund_owed", condition=Q(state="owed"))]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_positive"),
            models.CheckConstraint(condition=Q(state__in=["owed", "ordered", "done", "failed", "waived"]), name="refund_state_known"),
            models.CheckConstraint(condition=Q(way__in=["card", "bank", "cash", "credit"]), name="refund_way_known"),
            models.CheckConstraint(
                condition=Q(state="done", payment__isnull=False) | (~Q(state="done") & Q(payment=None)), name="refund_done_is_in_ledger"
            ),
            models.CheckConstraint(
                condition=Q(state="done", way="credit", credit__isnull=False) | (~Q(state="done", way="credit") & Q(credit=None)),
                name="refund_as_credit_has_voucher",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "waived"], closed_at__isnull=False) | (~Q(state__in=["done", "waived"]) & Q(closed_at=None)),
                name="refund_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"R{self.pk}"

    @property
    def because(self) -> Any:
        """The reason in words."""
        return self.REASONS.get(self.reason, self.reason)

    @property
    def failure(self) -> Any:
        """Why it failed, in words; what a person wrote stays as it is."""
        return self.FAILURES.get(self.why.replace(" ", "_"), self.why)


class Ladder(models.Model):
    """The conditions of refund of an event from a moment on. Never changed: an order keeps those it was placed under."""

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="ladders")
    steps = models.JSONField(help_text="[[days before the start, percent, fee kept], …], most days first")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["made_at", "id"]


class Keeping(models.Model):
    """Money of cancelled parts that the organiser keeps, by the conditions or because its owner waived it. Never changed."""

    order = models.ForeignKey("ticketing.Order", models.PROTECT, related_name="keepings")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="keeping_positive")]


class Upheaval(models.Model):
    """An event was cancelled or moved. What it means for each order the worker does, one order after the other."""

    class Kind(models.TextChoices):
        CANCELLED = "cancelled", _("cancelled")
        MOVED = "moved", _("moved")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="upheavals")
    kind = models.CharField(max_length=9, choices=Kind)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    moved_from = models.DateTimeField(null=True, blank=True, help_text="when the event was to begin")
    answer_until = models.DateTimeField(null=True, blank=True, help_text="until then who cannot come gets everything back")
    done_at = models.DateTimeField(null=True, blank=True, help_text="every order is cancelled, or asked")
    troubles = models.JSONField(default=dict, help_text="{key of an order: why it could not be done}; tried again when these are taken out")

    class Meta:
        ordering = ["begun_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(kind="cancelled"), name="upheaval_cancelled_once"),
            models.CheckConstraint(
                condition=Q(kind="cancelled", answer_until=None) | Q(kind="moved", answer_until__isnull=False), name="upheaval_kind_known"
            ),
        ]


class Reply(models.Model):
    """What the buyer of an order says to the new days. No answer is no answer: the order stays as it is."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer")
        YES = "yes", _("comes")
        NO = "no", _("cannot come")

    upheaval = models.ForeignKey(Upheaval, models.CASCADE, related_name="replies")
    order = models.ForeignKey("ticketing.Order", models.CASCADE, related_name="replies")
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, blank=True, default="")
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["upheaval", "order"], name="reply_one_an_order"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | Q(answer__in=["yes", "no"], answered_at__isnull=False), name="reply_known"
            ),
        ]
