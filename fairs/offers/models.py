from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Offer(models.Model):
    """A stall offered to a maker until a moment, at a price that is fixed with it."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted, to be paid")
        CONFIRMED = "confirmed", _("confirmed")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("lapsed")
        WITHDRAWN = "withdrawn", _("withdrawn by the organiser")

    application = models.ForeignKey("fairs.Application", models.PROTECT, related_name="offers")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    stalls = models.CharField(_("stalls"), max_length=120, help_text="their numbers when it was made")
    quote = models.JSONField(default=dict, help_text="the price's snapshot, as ticketing.pricing writes it")
    order = models.OneToOneField("ticketing.Order", models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("answer until"))
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=250, blank=True, help_text="of declining or withdrawing, as it was given")
    from_waiting_list = models.BooleanField(default=False)
    passed_over = models.JSONField(default=list, help_text="who stood before on the waiting list, and why they were passed over")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state__in=["open", "accepted", "confirmed"]), name="offer_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "confirmed", "declined", "lapsed", "withdrawn"]), name="offer_state_known"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="offer_expires_after_made"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "lapsed", "withdrawn"]) | Q(answered_at__isnull=False), name="offer_answered"
            ),
        ]


class StallPass(models.Model):
    """A badge, wristband or vehicle pass that a maker has made, within the number the call allows: one ticket each."""

    class Kind(models.TextChoices):
        BADGE = "badge", _("badge")
        WRISTBAND = "wristband", _("helper's wristband")
        VEHICLE = "vehicle", _("vehicle pass")

    application = models.ForeignKey("fairs.Application", models.PROTECT, related_name="passes")
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    number = models.PositiveSmallIntegerField(help_text="1 to what the call allows; taken again once its ticket is cancelled")
    ticket = models.OneToOneField("ticketing.Ticket", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "number"], condition=Q(returned_at=None), name="stall_pass_number_once"),
            models.CheckConstraint(condition=Q(kind__in=["badge", "wristband", "vehicle"]), name="stall_pass_kind_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="stall_pass_number_from_one"),
        ]


class LoadSlot(models.Model):
    """When and by which entrance a maker comes to set up; `lane` is the place at the entrance, so that no two get one."""

    application = models.OneToOneField("fairs.Application", models.CASCADE, related_name="load_slot")
    entrance = models.ForeignKey("fairs.Entrance", models.CASCADE, related_name="+")
    lane = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_fixed = models.BooleanField(default=False, help_text="set by hand; computing again leaves it")

    class Meta:
        ordering = ["starts_at", "entrance", "lane"]
        constraints = [
            models.UniqueConstraint(fields=["entrance", "starts_at", "lane"], name="load_slot_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="load_slot_ends_after_start"),
        ]


class Goods(models.Model):
    """One line of the list of goods that cross the border with a maker, and how many came back."""

    class Purpose(models.TextChoices):
        SALE = "sale", _("for sale")
        DISPLAY = "display", _("for display")
        TOOL = "tool", _("tool")
        GIFT = "gift", _("gift")

    application = models.ForeignKey("fairs.Application", models.CASCADE, related_name="goods")
    description = models.CharField(_("what it is"), max_length=150)
    quantity = models.DecimalField(_("quantity"), max_digits=9, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20)
    value = models.DecimalField(_("value of all"), max_digits=10, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    weight_kg = models.DecimalField(_("weight, kg"), max_digits=8, decimal_places=2, null=True, blank=True)
    hs_code = models.CharField(_("HS code"), max_length=12, blank=True)
    origin = models.CharField(_("country of origin"), max_length=2, blank=True)
    mark = models.CharField(_("marks or numbers"), max_length=80, blank=True)
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose, default=Purpose.SALE)
    returned = models.DecimalField(_("came back"), max_digits=9, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "goods"
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0, value__gte=0), name="goods_quantity_above_zero"),
            models.CheckConstraint(
                condition=Q(returned=None) | Q(returned__gte=0, returned__lte=F("quantity")), name="goods_no_more_come_back"
            ),
        ]

    def __str__(self) -> str:
        return self.description


class FairProduct(models.Model):
    """Which of the event's products stands behind a fee or a kind of pass."""

    class Kind(models.TextChoices):
        FEE = "fee", _("stall fee")
        DUTY = "duty", _("municipal duty")
        DEPOSIT = "deposit", _("deposit")
        BADGE = "badge", _("badge")
        WRISTBAND = "wristband", _("helper's wristband")
        VEHICLE = "vehicle", _("vehicle pass")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    product = models.OneToOneField("ticketing.Product", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "kind"], name="fair_product_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["fee", "duty", "deposit", "badge", "wristband", "vehicle"]), name="fair_product_kind_known"
            ),
        ]
