from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CsvForm(models.Model):
    """How the bank of one account writes its CSV files; saved with the first import and offered for the next."""

    account = models.OneToOneField("ticketing.BankAccount", models.CASCADE, related_name="csv_form")
    encoding = models.CharField(_("encoding"), max_length=12, default="utf-8-sig")
    delimiter = models.CharField(_("separator"), max_length=1, default=";")
    date_format = models.CharField(_("dates"), max_length=12, default="%d.%m.%Y")
    decimal = models.CharField(_("decimal sign"), max_length=1, default=",")
    skip = models.PositiveSmallIntegerField(_("lines above the headings"), default=0)
    columns = models.JSONField(default=dict)


class StatementFile(models.Model):
    """A file from the bank as it came; its content is dropped once its entries stand in the tables."""

    class State(models.TextChoices):
        CAME = "came", _("to be looked at")
        WAITING = "waiting", _("being read in")
        DONE = "done", _("read in")
        FAILED = "failed", _("not read in")

    partner = models.ForeignKey("accounts.Partner", models.PROTECT, related_name="statement_files")
    account = models.ForeignKey("ticketing.BankAccount", models.PROTECT, null=True, blank=True, related_name="+", help_text="for CSV")
    name = models.CharField(_("file"), max_length=150)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.CAME)
    total = models.PositiveIntegerField(default=0, help_text="movements in the file")
    done = models.PositiveIntegerField(default=0, help_text="movements looked at")
    added = models.PositiveIntegerField(default=0, help_text="entries that were not here yet")
    why = models.CharField(max_length=250, blank=True)
    came_at = models.DateTimeField()
    came_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-came_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "digest"], name="statement_file_once"),
            models.CheckConstraint(condition=Q(state__in=["came", "waiting", "done", "failed"]), name="statement_file_state_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """One statement of one account, with the balances its bank states; what lies between them must be its entries."""

    account = models.ForeignKey("ticketing.BankAccount", models.PROTECT, related_name="statements")
    file = models.ForeignKey(StatementFile, models.PROTECT, related_name="statements")
    key = models.CharField(_("statement"), max_length=80, help_text="the bank's own number, or the digest of the file")
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    opening = models.DecimalField(_("opening balance"), max_digits=14, decimal_places=2, null=True, blank=True)
    closing = models.DecimalField(_("closing balance"), max_digits=14, decimal_places=2, null=True, blank=True)
    moved = models.DecimalField(_("movements"), max_digits=14, decimal_places=2, help_text="all lines of the file, also those known before")

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="statement_once"),
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="statement_days_ordered"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def gap(self) -> Any:
        """What lies between the balances and is not explained by the movements; None where the bank states none."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing - self.opening - self.moved


class BankEntry(models.Model):
    """One movement on an account, as the bank says it. Its state says what became of it; nothing else of it ever changes."""

    class State(models.TextChoices):
        QUEUED = "queued", _("to be decided")
        BOOKED = "booked", _("booked")
        ASIDE = "aside", _("not ours")

    class Why(models.TextChoices):
        EXACT = "exact", _("reference, currency and amount agree")
        UNKNOWN = "unknown", _("no order named")
        SEVERAL = "several", _("several orders named")
        PARTIAL = "partial", _("less than the order owes")
        OVER = "over", _("more than the order owes")
        CURRENCY = "currency", _("another currency than the order's")
        PAID_BEFORE = "paid_before", _("the order is paid already")
        CANCELLED = "cancelled", _("the order is cancelled")
        DEBIT = "debit", _("money that went")
        REFUND = "refund", _("a refund that went")
        REVERSAL = "reversal", _("a reversal")

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="entries")
    account = models.ForeignKey("ticketing.BankAccount", models.PROTECT, related_name="entries")
    key = models.CharField(max_length=60, help_text="by which it is known again, see banking.lines")
    place = models.PositiveIntegerField(help_text="in the statement")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    booked_on = models.DateField(_("day"))
    value_on = models.DateField(null=True, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    other_account = models.CharField(_("account"), max_length=40, blank=True)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    text = models.CharField(_("text"), max_length=500, blank=True)
    end_to_end = models.CharField(max_length=80, blank=True)
    bank_reference = models.CharField(_("bank's reference"), max_length=80, blank=True)
    detail = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=35, blank=True)
    is_reversal = models.BooleanField(default=False)
    returned = models.CharField(max_length=35, blank=True)
    sent = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    sent_currency = models.CharField(max_length=3, blank=True)
    charges = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.QUEUED)
    why = models.CharField(_("why"), max_length=12, choices=Why)
    note = models.CharField(_("reason"), max_length=200, blank=True, help_text="why it is not ours")
    reverses = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    search = models.CharField(max_length=400, blank=True, editable=False)

    class Meta:
        ordering = ["-booked_on", "-pk"]
        indexes = [models.Index(fields=["account", "-booked_on"], name="bank_entry_queue", condition=Q(state="queued"))]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="bank_entry_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="bank_entry_moves"),
            models.CheckConstraint(condition=Q(state__in=["queued", "booked", "aside"]), name="bank_entry_state_known"),
            models.CheckConstraint(condition=~Q(state="aside") | ~Q(note=""), name="bank_entry_aside_has_reason"),
        ]


class Booking(models.Model):
    """A part of an entry that went to one order. Taken back by a counter line in the ledger, never deleted."""

    entry = models.ForeignKey(BankEntry, models.PROTECT, related_name="bookings")
    order = models.ForeignKey("ticketing.Order", models.PROTECT, related_name="bookings")
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    payment = models.OneToOneField("ticketing.Payment", models.PROTECT, related_name="booking")
    counter = models.OneToOneField("ticketing.Payment", models.PROTECT, null=True, blank=True, related_name="booking_taken_back")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="booking_moves"),
            models.UniqueConstraint(fields=["entry", "order"], condition=Q(counter=None), name="booking_once_per_order"),
            models.CheckConstraint(condition=Q(counter=None) | ~Q(counter=F("payment")), name="booking_counter_is_another_line"),
        ]


class TransferFile(models.Model):
    """Transfers back to buyers, written for the treasurer's bank; downloaded, its refunds are on their way."""

    account = models.ForeignKey("ticketing.BankAccount", models.PROTECT, related_name="transfer_files")
    content = models.BinaryField()
    name = models.CharField(_("file"), max_length=80)
    count = models.PositiveIntegerField()
    total = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(count__gt=0, total__gt=0), name="transfer_file_pays")]


class TransferLine(models.Model):
    """One refund in a file, with the word by which the bank's statement names it again."""

    file = models.ForeignKey(TransferFile, models.PROTECT, related_name="lines")
    refund = models.ForeignKey("ticketing.Refund", models.PROTECT, related_name="transfers")
    end_to_end = models.CharField(max_length=35, unique=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    entry = models.OneToOneField(BankEntry, models.PROTECT, null=True, blank=True, related_name="transfer")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "refund"], name="transfer_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_line_positive"),
        ]
