from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.languages import Language, fold


class LegalForm(models.TextChoices):
    """Legal forms of both countries. Which identifiers each is expected to have stands in `identifiers.FORMS`."""

    NP = "NP", _("private person")
    SDV = "SDV", _("self-employed person (Latvia)")
    IK = "IK", _("individual merchant, IK")
    SIA = "SIA", _("limited company, SIA")
    ZS = "ZS", _("farm, ZS")
    NGO = "NGO", _("association")
    PUB = "PUB", _("municipal institution or studio")
    NPD = "NPD", _("self-employed person, НПД")
    IP = "IP", _("sole trader, ИП")
    KFH = "KFH", _("farm, КФХ")
    LPH = "LPH", _("household farm, ЛПХ")
    OOO = "OOO", _("limited company, ООО")


class ExhibitorQuerySet(models.QuerySet["Exhibitor"]):
    def of(self, person: models.Model) -> "ExhibitorQuerySet":
        """Keep the exhibitors that a person looks after."""
        return self.filter(keepers__person=person)

    def matching(self, words: str) -> "ExhibitorQuerySet":
        """Keep the exhibitors whose names, place or number hold every word of `words`, in whatever script."""
        found = self
        for word in fold(words).split():
            found = found.filter(search__contains=word)
        return found


class Exhibitor(models.Model):
    """An artisan, studio, firm or institution: one profile for every fair. Names are typed, never computed."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        BUSINESS = "business", _("business")
        STUDIO = "studio", _("studio or group")
        INSTITUTION = "institution", _("institution")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=150, help_text=_("as your documents write it, in their own script"))
    name_latin = models.CharField(_("name in the passport's Latin letters"), max_length=150, blank=True)
    name_latvian = models.CharField(_("name in Latvian spelling"), max_length=150, blank=True)
    name_shown = models.CharField(_("name on the stall and the badge"), max_length=150, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, help_text="E.164")
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.LV)
    languages_spoken = models.JSONField(_("languages spoken"), default=list, blank=True)
    country = models.CharField(_("country"), max_length=2, default="LV")
    legal_form = models.CharField(_("legal form"), max_length=4, choices=LegalForm, default=LegalForm.NP)
    registration_number = models.CharField(_("registration number or taxpayer code"), max_length=20, blank=True)
    inn = models.CharField("ИНН", max_length=12, blank=True)
    ogrn = models.CharField("ОГРН, ОГРНИП", max_length=15, blank=True)
    kpp = models.CharField("КПП", max_length=9, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True, help_text=_("a house name is enough where there is no street"))
    municipality = models.ForeignKey(
        "places.Municipality", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("home municipality, as declared")
    )
    municipality_declared_on = models.DateField(_("declared on"), null=True, blank=True)
    craft = models.ForeignKey("exhibitors.Craft", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("main craft"))
    crafts = models.ManyToManyField("exhibitors.Craft", blank=True, related_name="+", verbose_name=_("other crafts"))
    about = models.TextField(_("about the maker"), blank=True)
    website = models.URLField(_("website"), blank=True)
    public_fields = models.JSONField(default=list, blank=True, help_text="names of the fields that everybody may see")
    no_photographs = models.BooleanField(_("do not photograph"), default=False)
    search = models.CharField(max_length=700, editable=False, blank=True, help_text="names, place and numbers, folded")
    created_at = models.DateTimeField()

    objects: ClassVar[ExhibitorQuerySet] = ExhibitorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="exhibitor_has_name"),
            models.CheckConstraint(condition=Q(kind__in=["person", "business", "studio", "institution"]), name="exhibitor_kind_known"),
            models.CheckConstraint(condition=Q(legal_form__in=LegalForm.values), name="exhibitor_legal_form_known"),
        ]

    def __str__(self) -> str:
        return self.name_shown or self.name


class Keeper(models.Model):
    """That a person looks after an exhibitor's profile. One person may keep several, one profile may have several keepers."""

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="keepers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibitor", "person"], name="keeper_once")]


class Acquaintance(models.Model):
    """That a partner knows an exhibitor: they applied to its fair, or its staff entered them. Only then its staff see them."""

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, related_name="acquaintances")
    partner = models.ForeignKey("accounts.Partner", models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibitor", "partner"], name="acquaintance_once")]
