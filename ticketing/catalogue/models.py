from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ProductQuerySet(models.QuerySet["Product"]):
    def on_sale(self, at: datetime) -> "ProductQuerySet":
        """Keep what a visitor may order at `at`, sold out or not."""
        return self.filter(
            Q(sale_from=None) | Q(sale_from__lte=at), Q(sale_until=None) | Q(sale_until__gt=at), is_public=True, is_active=True
        )


class Product(models.Model):
    """What can be ordered or given: a day ticket, a learner's seat, a badge, a stall fee."""

    class Style(models.TextChoices):
        TICKET = "ticket", _("ticket")
        BADGE = "badge", _("badge")
        WRISTBAND = "wristband", _("wristband")
        VEHICLE = "vehicle", _("vehicle pass")

    class TaxGround(models.TextChoices):
        """Words of `pricing.Tax.ground`; that the organiser pays no VAT at all is said by the organiser."""

        EXEMPT = "exempt", _("exempt by law")
        OUTSIDE = "outside", _("a public duty")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="products")
    number = models.PositiveIntegerField(help_text="two bytes of the ticket's code, unique in the event")
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("description"), max_length=300, blank=True)
    price = models.DecimalField(_("price"), max_digits=10, decimal_places=2, default=Decimal("0.00"))
    second_price = models.DecimalField(
        _("price in the second currency"), max_digits=10, decimal_places=2, null=True, blank=True, help_text=_("empty: not sold in it")
    )
    tax_rate = models.DecimalField(
        _("VAT included, %"), max_digits=4, decimal_places=1, null=True, blank=True, help_text=_("empty: without VAT")
    )
    tax_ground = models.CharField(
        _("without VAT because"), max_length=15, choices=TaxGround, default=TaxGround.EXEMPT, help_text=_("invoices say so")
    )
    admits = models.BooleanField(_("admits a person"), default=True, help_text=_("a fee or a parcel admits nobody"))
    style = models.CharField(_("printed as"), max_length=10, choices=Style, default=Style.TICKET)
    is_public = models.BooleanField(_("sold to everybody"), default=True, help_text=_("otherwise only issued by staff"))
    is_transferable = models.BooleanField(_("may be handed over"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    sale_from = models.DateTimeField(_("on sale from"), null=True, blank=True)
    sale_until = models.DateTimeField(_("on sale until"), null=True, blank=True)
    cancel_until = models.DateTimeField(
        _("may be cancelled by the buyer until"), null=True, blank=True, help_text=_("empty: until the event starts")
    )
    max_per_order = models.PositiveSmallIntegerField(_("at most per order"), default=10)
    group_max = models.PositiveSmallIntegerField(
        _("groups may order up to"), null=True, blank=True, help_text=_("empty: groups are ordered by staff only")
    )
    window = models.ForeignKey("ticketing.Window", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("valid"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[ProductQuerySet] = ProductQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="product_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=65535), name="product_number_two_bytes"),
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price_not_negative"),
            models.CheckConstraint(condition=Q(second_price=None) | Q(second_price__gte=0), name="product_second_price_not_negative"),
            models.CheckConstraint(condition=Q(tax_rate=None) | Q(tax_rate__gte=0, tax_rate__lt=100), name="product_tax_rate_sane"),
            models.CheckConstraint(condition=Q(tax_ground__in=["exempt", "outside"]), name="product_tax_ground_known"),
            models.CheckConstraint(condition=Q(max_per_order__gte=1), name="product_order_at_least_one"),
            models.CheckConstraint(
                condition=Q(sale_from=None) | Q(sale_until=None) | Q(sale_until__gt=F("sale_from")), name="product_sale_ordered"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Variation(models.Model):
    """One of several kinds of a product: child, adult; Saturday, Sunday."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="variations")
    name = models.CharField(_("name"), max_length=100)
    price = models.DecimalField(
        _("price"), max_digits=10, decimal_places=2, null=True, blank=True, help_text=_("empty: the product's price")
    )
    second_price = models.DecimalField(
        _("price in the second currency"), max_digits=10, decimal_places=2, null=True, blank=True, help_text=_("empty: the product's price")
    )
    window = models.ForeignKey("ticketing.Window", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("valid"))
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="variation_price_not_negative"),
            models.CheckConstraint(condition=Q(second_price=None) | Q(second_price__gte=0), name="variation_second_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class PriceStep(models.Model):
    """A lower price of a product, or of one variation, while its condition holds: until a date, for the first so many, or for a group.

    All conditions that are given must hold; of the steps that do, the buyer gets the cheapest. `taken` counts the places sold at
    the price of a step with `first`; only `catalogue.steps` writes it, by one guarded UPDATE.
    """

    product = models.ForeignKey(Product, models.CASCADE, related_name="steps")
    variation = models.ForeignKey(
        Variation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("variation"),
        help_text=_("empty: all of them"),
    )
    price = models.DecimalField(_("price"), max_digits=10, decimal_places=2)
    second_price = models.DecimalField(
        _("price in the second currency"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("empty: no lower price in it"),
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)
    first = models.PositiveIntegerField(_("for the first"), null=True, blank=True, help_text=_("so many places are sold at this price"))
    from_places = models.PositiveSmallIntegerField(_("from places in one order"), null=True, blank=True, help_text=_("a price for groups"))
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="price_step_not_negative"),
            models.CheckConstraint(condition=Q(second_price=None) | Q(second_price__gte=0), name="price_step_second_not_negative"),
            models.CheckConstraint(
                condition=Q(taken__gte=0) & (Q(first=None) | Q(taken__lte=F("first"))), name="price_step_never_oversold"
            ),
            models.CheckConstraint(condition=Q(first=None) | Q(first__gte=1), name="price_step_for_somebody"),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(first__isnull=False) | Q(from_places__isnull=False, from_places__gte=2),
                name="price_step_has_condition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.price}"


class Quota(models.Model):
    """A number of places shared by products. `taken` counts places held, placed and paid.

    Only `catalogue.quotas.take` and `give_back` write `taken`, by one guarded UPDATE, and `orders.operations.save_quota`,
    which counts again under a lock; the check behind them makes overselling impossible on both databases. `awaited` is how many
    places those on the waiting list want together: the public gets only what is left beyond them.
    """

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="quotas")
    name = models.CharField(_("name"), max_length=100)
    size = models.PositiveIntegerField(_("places"))
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    awaited = models.PositiveIntegerField(default=0, editable=False, help_text="places wanted by those on the waiting list")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(taken__gte=0, taken__lte=F("size")), name="quota_never_oversold")]

    def __str__(self) -> str:
        return self.name

    @property
    def left(self) -> int:
        return self.size - self.taken

    @property
    def left_for_all(self) -> int:
        """What is left for whoever comes now, once those who wait are served."""
        return max(self.left - self.awaited, 0)


class QuotaItem(models.Model):
    """That a product, or one variation of it, draws on a quota."""

    quota = models.ForeignKey(Quota, models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, models.CASCADE, related_name="quota_items")
    variation = models.ForeignKey(Variation, models.CASCADE, null=True, blank=True, related_name="quota_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quota", "product", "variation"], name="quota_item_once"),
            models.UniqueConstraint(fields=["quota", "product"], condition=Q(variation=None), name="quota_item_whole_product_once"),
        ]


class Question(models.Model):
    """Asked for every ticket of its products: in the shop, or by whoever stands at the gate."""

    class Kind(models.TextChoices):
        TEXT = "text", _("one line")
        LONG_TEXT = "long_text", _("several lines")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of several")
        CHOICES = "choices", _("several of several")

    event = models.ForeignKey("ticketing.Event", models.CASCADE, related_name="questions")
    products = models.ManyToManyField(Product, related_name="questions", verbose_name=_("products"))
    text = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("help"), max_length=250, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    is_required = models.BooleanField(_("must be answered"), default=False)
    show_at_door = models.BooleanField(_("shown at the door"), default=False)
    ask_at_door = models.BooleanField(
        _("asked at the gate"), default=False, help_text=_("Not in the shop: the phone asks before it lets the person in.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class Option(models.Model):
    """One possible answer to a question of choice."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    text = models.CharField(_("answer"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text
