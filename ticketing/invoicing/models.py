from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from ticketing.invoicing import rules


class Issuer(models.Model):
    """What a partner's papers about money say of it, beyond its name, number and address, and when they are made."""

    class OnPayment(models.TextChoices):
        NOTHING = "nothing", _("nothing")
        RECEIPT = "receipt", _("a receipt")
        INVOICE = "invoice", _("an invoice")

    partner = models.OneToOneField("accounts.Partner", models.PROTECT, related_name="issuer")
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)
    is_vat_payer = models.BooleanField(_("registered for VAT"), default=False)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    inn = models.CharField("ИНН", max_length=12, blank=True)
    kpp = models.CharField("КПП", max_length=9, blank=True)
    ogrn = models.CharField("ОГРН", max_length=15, blank=True)
    signatory = models.CharField(_("who signs"), max_length=150, blank=True)
    position = models.CharField(_("position of who signs"), max_length=150, blank=True)
    language = models.CharField(
        _("language of the papers"), max_length=2, choices=Language, blank=True, help_text=_("empty: the buyer's language")
    )
    sends_prepayment = models.BooleanField(
        _("prepayment invoice at once"),
        default=False,
        help_text=_("when somebody chooses bank transfer; firms get theirs as soon as they say who they are"),
    )
    on_payment = models.CharField(_("once paid"), max_length=10, choices=OnPayment, default=OnPayment.NOTHING)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_vat_payer=False) | ~Q(vat_number=""), name="issuer_vat_payer_has_number"),
            models.CheckConstraint(condition=Q(on_payment__in=["nothing", "receipt", "invoice"]), name="issuer_on_payment_known"),
        ]

    def __str__(self) -> str:
        return str(self.partner)


class BillTo(models.Model):
    """Whom the papers of an order are for, where that is not simply the buyer by name."""

    class Kind(models.TextChoices):
        PERSON = "person", _("a private person")
        SELF_EMPLOYED = "self_employed", _("a self-employed person")
        FIRM = "firm", _("a firm or organisation")
        PUBLIC = "public", _("a municipality or public institution")

    order = models.OneToOneField("ticketing.Order", models.PROTECT, related_name="bill_to")
    kind = models.CharField(_("the invoice is for"), max_length=15, choices=Kind, default=Kind.FIRM)
    name = models.CharField(_("name"), max_length=200)
    registration_number = models.CharField(_("registration number"), max_length=30, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    kpp = models.CharField("КПП", max_length=9, blank=True)
    address = models.CharField(_("legal address"), max_length=250, blank=True)
    country = models.CharField(_("country"), max_length=2, default="LV")
    contract = models.CharField(_("contract or order of yours"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail for the accounts"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="bill_to_has_name"),
            models.CheckConstraint(condition=Q(kind__in=["person", "self_employed", "firm", "public"]), name="bill_to_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_firm(self) -> bool:
        return self.kind in (self.Kind.FIRM, self.Kind.PUBLIC)


class Series(models.Model):
    """The numbers of one issuer, kind and year: the last one given. Its row is locked while a number is taken."""

    partner = models.ForeignKey("accounts.Partner", models.PROTECT, related_name="document_series")
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    pattern = models.CharField(_("pattern of the number"), max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "kind", "year"], name="document_series_once"),
            models.CheckConstraint(condition=Q(pattern__contains=rules.NUMBER), name="document_series_pattern_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"


class Frozen(models.QuerySet[Any]):
    """Rows that are added and never changed; a trigger refuses updates in the database, whoever asks."""

    def delete(self) -> Any:
        """Refuse: a number that is gone would be a gap.

        Raises:
            TypeError: always.
        """
        raise TypeError("issued documents are never deleted")


class Document(models.Model):
    """One issued paper: its number, and what it said as data. Never changed and never deleted; a credit note corrects it."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        PREPAYMENT = "prepayment", _("prepayment invoice")
        CREDIT = "credit", _("credit note")
        RECEIPT = "receipt", _("receipt")
        ACT = "act", _("act of services rendered")

    partner = models.ForeignKey("accounts.Partner", models.PROTECT, related_name="documents")
    series = models.ForeignKey(Series, models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()
    full_number = models.CharField(_("number"), max_length=50)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    order = models.ForeignKey("ticketing.Order", models.PROTECT, related_name="documents")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="credits")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    currency = models.CharField(max_length=3)
    total = models.DecimalField(_("total"), max_digits=10, decimal_places=2, help_text="with tax; above zero, a credit note's too")
    tax = models.DecimalField(_("VAT"), max_digits=10, decimal_places=2)
    data = models.JSONField(help_text="everything the paper says, shaped after EN 16931")
    issued_on = models.DateField(_("issued"), help_text="by the issuer's clock")
    due_on = models.DateField(_("to be paid by"), null=True, blank=True)
    issued_at = models.DateTimeField()
    search = models.CharField(max_length=400, editable=False, blank=True)

    objects: ClassVar[Frozen] = Frozen.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-issued_at", "-id"]
        indexes = [models.Index(fields=["partner", "-issued_on"], name="document_by_partner")]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="document_number_once"),
            models.UniqueConstraint(fields=["partner", "full_number"], name="document_full_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_number_from_one"),
            models.CheckConstraint(condition=Q(total__gt=0, tax__gte=0) & Q(tax__lte=F("total")), name="document_total_positive"),
            models.CheckConstraint(
                condition=Q(kind="credit", corrects__isnull=False) | (~Q(kind="credit") & Q(corrects=None)),
                name="document_credit_corrects_one",
            ),
            models.CheckConstraint(condition=Q(kind__in=["invoice", "prepayment", "credit", "receipt", "act"]), name="document_kind_known"),
        ]

    def __str__(self) -> str:
        return self.full_number

    def delete(self, *args: Any, **options: Any) -> Any:
        """Refuse, as for many."""
        raise TypeError("issued documents are never deleted")

    @property
    def file_name(self) -> str:
        """What its file is called, in plain letters: "invoice-2026-0001"."""
        return f"{self.kind}-{self.issued_on.year}-{self.number:04d}"


class Drawing(models.Model):
    """A document as PDF, drawn once by the worker and given out ever after."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="drawing")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()

    objects: ClassVar[Frozen] = Frozen.as_manager()  # type: ignore[assignment]
