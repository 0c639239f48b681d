from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language, fold


class LegalForm(models.TextChoices):
    """Latvian and Russian forms; which identifiers belong to each is in rules.py."""

    NP = "NP", _("natural person without economic activity")
    SDV = "SDV", _("self-employed person (LV)")
    IK = "IK", _("individual merchant (LV)")
    SIA = "SIA", _("limited company SIA (LV)")
    ZS = "ZS", _("farm (LV)")
    NGO = "NGO", _("association")
    PUB = "PUB", _("public institution or studio")
    NPD = "NPD", _("self-employed, tax on professional income (RU)")
    IP = "IP", _("individual entrepreneur (RU)")
    KFH = "KFH", _("peasant farm (RU)")
    LPH = "LPH", _("private subsidiary plot (RU)")
    OOO = "OOO", _("limited company OOO (RU)")


class Verification(models.TextChoices):
    """How far a title or paper was checked; each step says more than the one before."""

    DECLARED = "declared", _("declared")
    SEEN = "seen", _("document seen")
    REGISTER = "register", _("checked in the register")
    VISITED = "visited", _("workshop visited")


class ExhibitorQuerySet(models.QuerySet["Exhibitor"]):
    def matching(self, words: str) -> "ExhibitorQuerySet":
        """Keep the exhibitors whose names hold every word, in whatever script."""
        found = self
        for word in fold(words).split():
            found = found.filter(search__contains=word)
        return found


class Exhibitor(models.Model):
    """One profile for every fair in both countries. Names are typed in each form, never computed from another."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        BUSINESS = "business", _("business")
        STUDIO = "studio", _("studio or group")
        INSTITUTION = "institution", _("institution")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=150, help_text=_("as the passport or the register writes it, in Latin letters"))
    name_original = models.CharField(_("name in Cyrillic"), max_length=150, blank=True)
    name_latvian = models.CharField(_("name in Latvian spelling"), max_length=150, blank=True)
    brand = models.CharField(_("workshop or brand"), max_length=150, blank=True, help_text=_("what visitors know you by"))
    country = models.CharField(_("country"), max_length=2, choices=[("LV", _("Latvia")), ("RU", _("Russia"))], default="LV")
    legal_form = models.CharField(_("legal form"), max_length=4, choices=LegalForm, default=LegalForm.NP)
    registration_number = models.CharField(_("registration or taxpayer number"), max_length=20, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    inn = models.CharField("ИНН", max_length=12, blank=True)
    ogrn = models.CharField("ОГРН / ОГРНИП", max_length=15, blank=True)
    kpp = models.CharField("КПП", max_length=9, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language of letters"), max_length=2, choices=Language, default=Language.LV)
    house = models.CharField(_("house name or street and number"), max_length=150, blank=True)
    settlement = models.CharField(_("town or village"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    municipality = models.ForeignKey(
        "places.Municipality", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("home municipality")
    )
    residence_seen_on = models.DateField(_("residence proved on"), null=True, blank=True)
    main_craft = models.ForeignKey(
        "exhibitors.Craft", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("main craft")
    )
    other_crafts = models.ManyToManyField("exhibitors.Craft", blank=True, related_name="+", verbose_name=_("further crafts"))
    about = models.TextField(_("about the work"), blank=True)
    is_public = models.BooleanField(_("shown in the public catalogue"), default=False)
    do_not_photograph = models.BooleanField(_("does not wish to be photographed"), default=False)
    note = models.TextField(_("note of the office"), blank=True)
    search = models.CharField(max_length=700, editable=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects: ClassVar[ExhibitorQuerySet] = ExhibitorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="exhibitor_has_name"),
            models.CheckConstraint(condition=Q(legal_form__in=LegalForm.values), name="exhibitor_legal_form_known"),
        ]

    def __str__(self) -> str:
        return self.brand or self.name

    @property
    def folded(self) -> str:
        """What `search` should hold."""
        return fold(f"{self.name} {self.name_original} {self.name_latvian} {self.brand} {self.email} {self.phone}")[:700]


class Membership(models.Model):
    """That a person signs in for an exhibitor; one person may have several, one studio many people."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="members")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "exhibitor"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.exhibitor}"


class Title(models.Model):
    """A title or sign an exhibitor bears: master of applied art, culture sign, register of crafts."""

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="titles")
    name = models.CharField(_("title"), max_length=120)
    issuer = models.CharField(_("issued by"), max_length=150, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    evidence = models.ForeignKey(
        "exhibitors.Document", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("evidence")
    )
    verification = models.CharField(_("checked"), max_length=8, choices=Verification, default=Verification.DECLARED)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(verification="declared") | Q(verified_at__isnull=False), name="title_verified_has_time")
        ]

    def __str__(self) -> str:
        return self.name


class Consent(models.Model):
    """A consent given to one version of a text in one language; withdrawn, never deleted."""

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="consents")
    purpose = models.SlugField(max_length=30, help_text="stable word: data, catalogue, photos, newsletter")
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=Language)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["purpose", "-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["exhibitor", "purpose", "version"], condition=Q(withdrawn_at=None), name="consent_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"
