from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CardAccount(models.Model):
    """A partner's account at Stripe, in one mode. Never deleted, since payments hang on it: its keys are forgotten instead."""

    class Mode(models.TextChoices):
        TEST = "test", _("test")
        LIVE = "live", _("live")

    partner = models.ForeignKey("accounts.Partner", models.PROTECT, related_name="card_accounts")
    mode = models.CharField(_("mode"), max_length=4, choices=Mode)
    stripe_id = models.CharField(max_length=40, blank=True, help_text="acct_…; empty where a restricted key may not say")
    name = models.CharField(max_length=150, blank=True, help_text="as Stripe calls the account")
    secret = models.TextField(blank=True, help_text="encrypted; empty once forgotten")
    secret_end = models.CharField(max_length=4, blank=True)
    hook_secret = models.TextField(blank=True, help_text="encrypted")
    is_used = models.BooleanField(_("buyers pay with it"), default=False)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    kept_at = models.DateTimeField(help_text="when Stripe last took these keys")
    heard_at = models.DateTimeField(null=True, blank=True, help_text="when its last signed notice came")

    class Meta:
        ordering = ["-is_used", "mode", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partner"], condition=Q(is_used=True), name="card_account_one_used"),
            models.UniqueConstraint(fields=["partner", "mode", "stripe_id"], name="card_account_once"),
            models.CheckConstraint(condition=Q(is_used=False) | (~Q(secret="") & ~Q(hook_secret="")), name="card_account_used_has_keys"),
            models.CheckConstraint(condition=Q(mode__in=["test", "live"]), name="card_account_mode_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.stripe_id or self.secret_end


class CardSession(models.Model):
    """One page at Stripe on which an order may be paid. Written before Stripe is asked for it, so that none gets lost."""

    class State(models.TextChoices):
        ASKED = "asked", _("being opened")
        OPEN = "open", _("open")
        PROCESSING = "processing", _("money on its way")
        PAID = "paid", _("paid")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("not paid")

    order = models.ForeignKey("ticketing.Order", models.PROTECT, related_name="card_sessions")
    account = models.ForeignKey(CardAccount, models.PROTECT, related_name="sessions")
    key = models.UUIDField(unique=True, help_text="idempotency key; also in Stripe's metadata")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    amount = models.DecimalField(_("amount asked"), max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)
    came = models.DecimalField(_("amount that came"), max_digits=10, decimal_places=2, null=True, blank=True)
    came_currency = models.CharField(max_length=3, blank=True)
    stripe_id = models.CharField(max_length=100, blank=True, help_text="cs_…")
    payment = models.CharField(max_length=80, blank=True, db_index=True, help_text="pi_…; the reference of the ledger's line")
    url = models.TextField(blank=True)
    begun_at = models.DateTimeField(_("begun"))
    expires_at = models.DateTimeField(_("open until"))
    order_until = models.DateTimeField(null=True, blank=True, help_text="what the order's deadline was when it began")
    closed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True, help_text="why Stripe would not make the page")
    questions = models.PositiveSmallIntegerField(default=0, help_text="how often Stripe was asked about it")
    ask_at = models.DateTimeField(help_text="when to ask Stripe, if it has not told by then")

    class Meta:
        ordering = ["-begun_at", "-pk"]
        indexes = [
            models.Index(fields=["ask_at"], name="card_session_to_ask", condition=Q(state__in=["asked", "open", "processing"])),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state__in=["asked", "open"]), name="card_session_one_open"),
            models.UniqueConstraint(fields=["stripe_id"], condition=~Q(stripe_id=""), name="card_session_stripe_id_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="card_session_amount_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "open", "processing", "paid", "failed", "expired"]), name="card_session_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | (Q(came__isnull=False) & ~Q(payment="")), name="card_session_paid_says_what_came"
            ),
        ]

    @property
    def differs(self) -> bool:
        """Whether other money came than was asked."""
        return self.came is not None and (self.came, self.came_currency) != (self.amount, self.currency)


class CardNotice(models.Model):
    """What Stripe told us, as it came. The facts are never changed; whether it is booked stands beside them."""

    account = models.ForeignKey(CardAccount, models.PROTECT, related_name="notices")
    stripe_id = models.CharField(max_length=80, unique=True, help_text="evt_…; the same notice again is the same row")
    kind = models.CharField(_("kind"), max_length=80)
    body = models.TextField(help_text="as it was signed")
    made_at = models.DateTimeField(help_text="by Stripe's clock")
    came_at = models.DateTimeField(_("came"))
    booked_at = models.DateTimeField(_("booked"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=20, blank=True)
    order = models.ForeignKey("ticketing.Order", models.PROTECT, null=True, blank=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(help_text="when it is tried again")
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-came_at", "-pk"]
        indexes = [models.Index(fields=["next_at"], name="card_notice_to_book", condition=Q(booked_at=None))]
        constraints = [
            models.CheckConstraint(
                condition=Q(booked_at=None, outcome="") | (Q(booked_at__isnull=False) & ~Q(outcome="")), name="card_notice_booked_says_what"
            ),
        ]


class CardDispute(models.Model):
    """A card holder who asks the bank for the money back. What the bank takes and returns stands in the ledger."""

    ENDED = ("won", "lost", "warning_closed", "prevented")
    STATUSES: dict[str, Any] = {
        "warning_needs_response": _("the bank asks; answer it"),
        "warning_under_review": _("the bank looks at your answer"),
        "warning_closed": _("closed, the money stays"),
        "needs_response": _("answer it in Stripe's dashboard"),
        "under_review": _("the bank looks at your answer"),
        "won": _("won, the money came back"),
        "lost": _("lost"),
        "prevented": _("prevented"),
    }
    REASONS: dict[str, Any] = {
        "fraudulent": _("says it was not them"),
        "duplicate": _("says it was charged twice"),
        "product_not_received": _("says nothing came for it"),
        "product_unacceptable": _("says it was not as described"),
        "credit_not_processed": _("says a refund was promised"),
        "subscription_canceled": _("says it was cancelled"),
        "unrecognized": _("does not recognise it"),
    }

    session = models.ForeignKey(CardSession, models.PROTECT, related_name="disputes")
    stripe_id = models.CharField(max_length=80, unique=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=60, blank=True)
    status = models.CharField(_("state"), max_length=60)
    answer_by = models.DateTimeField(_("answer by"), null=True, blank=True)
    told_at = models.DateTimeField(help_text="by Stripe's clock; an older notice changes nothing")
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        ordering = ["-opened_at"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="card_dispute_amount_positive")]

    @property
    def has_ended(self) -> bool:
        """Whether the bank has decided."""
        return self.status in self.ENDED

    @property
    def status_label(self) -> Any:
        """The state in words."""
        return self.STATUSES.get(self.status, self.status)

    @property
    def reason_label(self) -> Any:
        """The reason in words."""
        return self.REASONS.get(self.reason, self.reason)
