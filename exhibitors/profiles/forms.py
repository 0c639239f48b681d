"""A profile in short steps, one screen of a phone each: checks of shape only."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from exhibitors.crafts import queries as crafts
from exhibitors.profiles import queries, rules
from exhibitors.profiles.models import Exhibitor, LegalForm
from places.models import Municipality

COUNTRIES = (
    ("LV", _("Latvia")),
    ("RU", _("Russia")),
    ("BY", _("Belarus")),
    ("LT", _("Lithuania")),
    ("EE", _("Estonia")),
    ("PL", _("Poland")),
    ("UA", _("Ukraine")),
)
_LATVIAN = ("NP", "SDV", "IK", "SIA", "ZS", "NGO", "PUB")
_RUSSIAN = ("NP", "NPD", "IP", "KFH", "LPH", "OOO", "NGO", "PUB")


class Day(forms.DateInput):
    """The browser's own calendar, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class StepForm(forms.ModelForm):
    """Some fields of a profile. The row itself is written by the operation alone."""

    needed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.required = name in self.needed

    def _post_clean(self) -> None:
        """Leave the row alone."""

    def facts(self) -> dict[str, Any]:
        """Return what the step says about the profile's own fields."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "crafts"}


class WhoForm(StepForm):
    needed = ("kind", "name")

    class Meta:
        model = Exhibitor
        fields = ("kind", "name", "name_latin", "name_latvian", "name_shown", "contact_name")
        help_texts = {
            "name": _("As your documents write it, in their own script. Of a studio or firm: its full name."),
            "name_latin": _("Only if your passport or documents have it: for border papers."),
            "name_latvian": _("Only if it is different: for the organiser's papers."),
            "name_shown": _("What visitors read, such as “Clay by the lake”. Empty: your name."),
            "contact_name": _("Whom to ask for, if it is a studio or firm."),
        }


class ReachForm(StepForm):
    needed = ("country", "language")
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
    )
    languages_spoken = forms.MultipleChoiceField(label=_("Languages you speak with visitors"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Exhibitor
        fields = ("country", "phone", "email", "language", "languages_spoken", "website")
        labels = {"language": _("Language of letters")}
        help_texts = {"email": _("No e-mail? Leave it empty: you can be reached by phone.")}

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["languages_spoken"].choices = queries.language_names()


class HomeForm(StepForm):
    class Meta:
        model = Exhibitor
        fields = ("address", "municipality", "municipality_declared_on")
        labels = {"municipality_declared_on": _("Declared there since")}
        help_texts = {
            "address": _("Where there is no street, the name of the house is enough."),
            "municipality": _("Where you are declared as living, or where the firm is registered. Some fairs are cheaper for their own."),
        }
        widgets = {"municipality_declared_on": Day()}

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["municipality"].queryset = _municipalities(self.instance)


class BusinessForm(StepForm):
    needed = ("legal_form",)

    class Meta:
        model = Exhibitor
        fields = ("legal_form", "registration_number", "inn", "ogrn", "kpp", "vat_number")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        own = _RUSSIAN if self.instance.country == "RU" else _LATVIAN
        chosen = {*own, self.instance.legal_form}
        self.fields["legal_form"].choices = [(form.value, form.label) for form in LegalForm if form.value in chosen]
        hidden = ("registration_number", "vat_number") if self.instance.country == "RU" else ("inn", "ogrn", "kpp")
        for name in hidden:
            if not getattr(self.instance, name):
                del self.fields[name]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")


class CraftsForm(StepForm):
    crafts: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("Further crafts"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At most four: what else you make and sell."),
    )

    class Meta:
        model = Exhibitor
        fields = ("craft", "crafts")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        every = Exhibitor._meta.get_field("crafts").related_model.objects.exclude(group=None)
        grouped = crafts.grouped()
        self.fields["craft"].queryset = every
        self.fields["craft"].choices = [("", _("choose")), *grouped]
        self.fields["crafts"].queryset = every
        self.fields["crafts"].choices = grouped

    def clean_crafts(self) -> Any:
        chosen = self.cleaned_data["crafts"]
        if len(set(chosen) - {self.cleaned_data.get("craft")}) > rules.MOST_CRAFTS:
            raise forms.ValidationError(_("Choose at most four further crafts: what you make most."), code="too_many_crafts")
        return chosen


class AboutForm(StepForm):
    public_fields = forms.MultipleChoiceField(
        label=_("Everybody may see"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where you take part in a fair, your name on the stall is shown. Anything more only if you tick it."),
    )

    class Meta:
        model = Exhibitor
        fields = ("about_lv", "about_ru", "about_en", "public_fields", "no_photographs")
        labels = {"no_photographs": _("Please do not take photographs of me")}

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["public_fields"].choices = queries.public_choices()
        for language in Language.values:
            field = self.fields[f"about_{language}"]
            field.label = f"{_('A few sentences about you')} · {language.upper()}"
            field.widget.attrs["rows"] = 4
        self.fields["about_lv"].help_text = _("One language is enough; the others help visitors from across the border.")

    def facts(self) -> dict[str, Any]:
        return {name: value or None if name.startswith("about_") else value for name, value in super().facts().items()}


class KeeperForm(forms.Form):
    """Whom to let look after the profile."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label=_("First name and surname"), max_length=150, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=Language.choices)


class NewForm(forms.Form):
    """A new profile: only what it cannot do without. The other steps follow."""

    kind = forms.ChoiceField(label=_("You are"), choices=Exhibitor.Kind.choices)
    name = forms.CharField(
        label=_("Name"), max_length=150, help_text=_("As your documents write it, in their own script. Of a studio or firm: its full name.")
    )
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
    )


def _municipalities(exhibitor: Exhibitor) -> Any:
    """Offer the municipalities that exist, only the maker's own country's where it has any; the one chosen before stays."""
    today = Municipality.objects.filter(valid_until=None)
    own = today.filter(country=exhibitor.country)
    return (own if own.exists() else today) | Municipality.objects.filter(pk=exhibitor.municipality_id or 0)


STEPS: dict[str, tuple[Any, type[StepForm]]] = {
    "who": (_("Who you are"), WhoForm),
    "reach": (_("How to reach you"), ReachForm),
    "home": (_("Where you live"), HomeForm),
    "business": (_("How you trade"), BusinessForm),
    "crafts": (_("What you make"), CraftsForm),
    "about": (_("About you, and who sees what"), AboutForm),
}
"""The steps in their order: title and form."""
