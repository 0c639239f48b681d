from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language, fold


class OrderQuerySet(models.QuerySet["Order"]):
    def matching(self, words: str) -> "OrderQuerySet":
        """Keep the orders whose code, buyer or ticket holders hold every word, in whatever script."""
        found = self
        for word in fold(words).split():
            found = found.filter(Q(search__contains=word) | Q(lines__ticket__search__contains=word))
        return found.distinct()


class Order(models.Model):
    """One purchase. It begins as a held cart and reaches its buyer by a secret link, without an account."""

    class State(models.TextChoices):
        HELD = "held", _("in the cart")
        PLACED = "placed", _("waiting for payment")
        PAID = "paid", _("paid")
        LAPSED = "lapsed", _("lapsed")
        CANCELLED = "cancelled", _("cancelled")

    event = models.ForeignKey("ticketing.Event", models.PROTECT, related_name="orders")
    code = models.CharField(_("order"), max_length=10, unique=True)
    secret = models.CharField(max_length=40, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    is_walk_in = models.BooleanField(_("sold at the gate"), default=False)
    request_key = models.UUIDField(unique=True, help_text="made with the form; a second submit finds the first one's order")
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.LV)
    currency = models.CharField(max_length=3)
    total = models.DecimalField(
        _("total"), max_digits=10, decimal_places=2, default=Decimal("0.00"), help_text="the sum of its live lines' prices"
    )
    quote = models.JSONField(null=True, help_text="how the price came about when it was held (pricing.Quote); never computed again")
    group = models.CharField(_("group"), max_length=120, blank=True, default="", help_text="whose many places these are, named later")
    kept = models.DecimalField(
        max_digits=10, decimal_places=2, default=Decimal("0.00"), help_text="what the organiser keeps of cancelled parts"
    )
    provider = models.CharField(_("payment"), max_length=20, blank=True)
    search = models.CharField(max_length=400, editable=False, blank=True)
    held_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True, help_text="end of the hold, or of the time to pay")
    placed_at = models.DateTimeField(_("ordered"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="told that the time to pay ends soon; once")
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True, help_text="stays when the order is cancelled later")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="paid, lapsed or cancelled")

    objects: ClassVar[OrderQuerySet] = OrderQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["event", "state", "-placed_at"], name="order_by_event"),
            models.Index(fields=["expires_at"], name="order_expiring", condition=Q(state__in=["held", "placed"])),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["held", "placed", "paid", "lapsed", "cancelled"]), name="order_state_known"),
            models.CheckConstraint(condition=Q(total__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(condition=Q(kept__gte=0), name="order_kept_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=["held", "lapsed", "cancelled"])
                | (~Q(email="", name="") & Q(placed_at__isnull=False))
                | Q(is_walk_in=True, placed_at__isnull=False),
                name="order_placed_has_buyer",
            ),
            models.CheckConstraint(condition=~Q(state="held") | Q(expires_at__isnull=False), name="order_hold_expires"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def asked(self) -> Decimal:
        """What must come for it in all: the price of its live lines and what is kept of the cancelled ones."""
        return self.total + self.kept

    @property
    def cost(self) -> Decimal:
        """What the organiser may keep of its money: what is asked while it lives, and afterwards what cancelled parts cost."""
        return self.asked if self.state in (self.State.PLACED, self.State.PAID) else self.kept

    @property
    def folded(self) -> str:
        """What `search` should hold."""
        return fold(f"{self.code} {self.name} {self.email} {self.phone}")[:400]


class OrderLine(models.Model):
    """One unit of a product in an order, at the price it had when it was put into the cart.

    `price` is what it costs, `discount` what a voucher took off before; `step` is the lower price it was sold at.
    """

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.ForeignKey("ticketing.Product", models.PROTECT, related_name="order_lines")
    variation = models.ForeignKey("ticketing.Variation", models.PROTECT, null=True, blank=True, related_name="+")
    price = models.DecimalField(_("price"), max_digits=10, decimal_places=2)
    discount = models.DecimalField(_("discount"), max_digits=10, decimal_places=2, default=Decimal("0.00"))
    step = models.ForeignKey("ticketing.PriceStep", models.SET_NULL, null=True, blank=True, related_name="+")
    tax_rate = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    tax_ground = models.CharField(max_length=15, blank=True, help_text="why there is no rate: outside, exempt, not_registered")
    tax_reference = models.CharField(max_length=200, blank=True, help_text="the law that exempts, as papers print it")
    specification = models.JSONField(default=dict, blank=True, help_text="what the price is made of: part of a `pricing.Quote` as data")
    ticket = models.OneToOneField("ticketing.Ticket", models.PROTECT, null=True, blank=True, related_name="order_line")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="order_line_price_not_negative"),
            models.CheckConstraint(condition=Q(discount__gte=0), name="order_line_discount_not_negative"),
        ]


class Answer(models.Model):
    """An answer given for one line. Choices are kept as option ids, everything else as its text."""

    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="answers")
    question = models.ForeignKey("ticketing.Question", models.PROTECT, related_name="answers")
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "question"], name="answer_once_per_line")]
