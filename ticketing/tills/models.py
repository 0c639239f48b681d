from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Till(models.Model):
    """A cash drawer, and the card terminal beside it: at a gate, at a desk, or carried with one phone.

    What a phone takes goes into its own till, else into that of its gate; what a person records goes into the shift they are in.
    """

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="tills")
    name = models.CharField(_("name"), max_length=80)
    gate = models.ForeignKey("ticketing.Gate", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("at the gate"))
    device = models.ForeignKey("ticketing.Device", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("phone"))
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="till_name_once"),
            models.UniqueConstraint(fields=["device"], condition=Q(is_active=True), name="till_of_a_phone_once"),
            models.UniqueConstraint(fields=["gate"], condition=Q(is_active=True, device=None), name="till_of_a_gate_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """From opening a till to its closing count. Once closed, nothing of it is changed any more but that a second person signs."""

    till = models.ForeignKey(Till, models.PROTECT, related_name="shifts")
    number = models.PositiveIntegerField(help_text="of the till, from 1")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("people"))
    people_words = models.CharField(max_length=300, help_text="their names as they were")
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_words = models.CharField(max_length=150, blank=True, help_text="who counted, as the name was")
    signed_at = models.DateTimeField(_("countersigned"), null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    signed_words = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["till", "number"], name="shift_number_once"),
            models.UniqueConstraint(fields=["till"], condition=Q(closed_at=None), name="shift_open_once"),
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(closed_words=""), name="shift_closed_by_somebody"),
            models.CheckConstraint(condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="shift_closed_after_opening"),
            models.CheckConstraint(
                condition=Q(signed_at=None) | (Q(closed_at__isnull=False) & ~Q(signed_words="") & ~Q(signed_by=F("closed_by"))),
                name="shift_signed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.till} {self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def differences(self) -> list[tuple[Decimal, str]]:
        """What was counted too much or too little, each with its currency."""
        return [(drawer.difference, drawer.currency) for drawer in self.drawers.all() if drawer.difference]


class Drawer(models.Model):
    """The money of one shift of one kind: the cash of a currency, or what the card terminal took in it. Counted once."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="drawers")
    way = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    opening = models.DecimalField(_("opened with"), max_digits=10, decimal_places=2, default=Decimal("0.00"))
    expected = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    counted = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    pieces = models.JSONField(default=dict, help_text="how many of each note and coin were counted")
    reason = models.CharField(_("reason"), max_length=250, blank=True)

    class Meta:
        ordering = ["way", "currency"]
        constraints = [
            models.UniqueConstraint(fields=["shift", "way", "currency"], name="drawer_once"),
            models.CheckConstraint(condition=Q(way__in=["cash", "terminal"]), name="drawer_way_known"),
            models.CheckConstraint(condition=Q(opening__gte=0), name="drawer_opening_not_negative"),
            models.CheckConstraint(condition=Q(way="cash") | Q(opening=0), name="drawer_terminal_opens_empty"),
            models.CheckConstraint(
                condition=Q(expected=None, counted=None) | Q(expected__isnull=False, counted__isnull=False), name="drawer_counted_whole"
            ),
            models.CheckConstraint(condition=Q(counted=None) | Q(way="terminal") | Q(counted__gte=0), name="drawer_cash_not_negative"),
            models.CheckConstraint(
                condition=Q(counted=None) | Q(counted=F("expected")) | ~Q(reason=""), name="drawer_difference_explained"
            ),
        ]

    @property
    def difference(self) -> Decimal | None:
        """What was counted too much (above zero) or too little."""
        return None if self.counted is None or self.expected is None else self.counted - self.expected


class Movement(models.Model):
    """Money that came into a shift or went out of it. Never changed; a closed shift takes none (a trigger in the table refuses)."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("payment")
        REFUND = "refund", _("refund")
        PAID_IN = "paid_in", _("paid in")
        PAID_OUT = "paid_out", _("paid out")

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="movements")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    way = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    payment = models.OneToOneField("ticketing.Payment", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_words = models.CharField(max_length=150, help_text="who, or which phone")

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["cash", "terminal"]), name="movement_way_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["payment", "refund"], payment__isnull=False)
                | (Q(kind__in=["paid_in", "paid_out"], payment=None, way="cash") & ~Q(reason="")),
                name="movement_of_a_payment_or_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["payment", "paid_in"], amount__gt=0) | Q(kind__in=["refund", "paid_out"], amount__lt=0),
                name="movement_goes_its_way",
            ),
        ]
