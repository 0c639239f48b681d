"""What is sent about pictures and works: checks of shape only."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from common.languages import Language
from exhibitors.crafts import queries as crafts
from exhibitors.profiles.models import Exhibitor
from exhibitors.works import queries
from exhibitors.works.models import Photo, Work

AT_ONCE = 12


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Whatever files came, unchecked: each is checked by itself when it is kept."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data or [])


class PhotosForm(forms.Form):
    """Several pictures at once; each is looked at by itself, so one that cannot be taken keeps none of the others back."""

    files = ManyFilesField(  # type: ignore[assignment]  # declared, so it never hides what was sent
        label=_("Pictures"),
        required=False,  # what came is read one by one in the view
        help_text=_("JPEG, PNG or WebP, up to twelve at once, each up to 20 MB."),
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
    )
    about = forms.ChoiceField(label=_("They show"), choices=Photo.About.choices)
    rights_holder = forms.CharField(
        label=_("Whose pictures they are"), max_length=150, required=False, help_text=_("Leave it empty if you took them yourself.")
    )


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ("about", "caption", "rights_holder")
        help_texts = {
            "caption": _("Juries that score without names see it too: do not write who you are."),
            "rights_holder": _("Leave it empty if you took it yourself."),
        }


class WorkForm(forms.ModelForm):
    """One work; its name in one language is enough."""

    class Meta:
        model = Work
        fields = (
            "name_lv", "name_ru", "name_en", "description_lv", "description_ru", "description_en", "craft", "price_from", "price_until",
            "currency", "photos", "is_public",
        )  # fmt: skip

    currency = forms.ChoiceField(label=_("Currency"), choices=[("EUR", "EUR"), ("RUB", "RUB")])

    def __init__(self, *args: Any, exhibitor: Exhibitor, **options: Any):
        super().__init__(*args, **options)
        for text, label in (("name", _("What it is called")), ("description", _("Description"))):
            for language in Language.values:
                field = self.fields[f"{text}_{language}"]
                field.label, field.required = f"{label} · {language.upper()}", False
                if text == "description":
                    field.widget.attrs["rows"] = 3
        self.fields["craft"] = _craft_field()
        photos = self.fields["photos"]
        photos.queryset, photos.required, photos.widget = queries.photos(exhibitor), False, PhotoChoice()
        photos.widget.choices = photos.choices
        photos.label_from_instance = lambda photo: photo
        self.fields["is_public"].label = _("May be shown to everybody")
        for name in ("price_from", "price_until"):
            self.fields[name].validators.append(MinValueValidator(0))
            self.fields[name].localize = True
            self.fields[name].widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
            self.fields[name].widget.is_localized = True

    def translations(self) -> list[list[forms.BoundField]]:
        return [[self[f"{text}_{language}"] for language in Language.values] for text in ("name", "description")]

    def _post_clean(self) -> None:
        """Leave the row alone: the operation checks what belongs together, and says it in words."""

    def facts(self) -> dict[str, Any]:
        """Return what is saved on the row itself."""
        texts = {f"{text}_{language}" for text in ("name", "description") for language in Language.values}
        found = {name: value for name, value in self.cleaned_data.items() if name != "photos"}
        return {name: (value or None) if name in texts else value for name, value in found.items()}


class PhotoChoice(forms.CheckboxSelectMultiple):
    """Small pictures to tick."""

    template_name = "exhibitors/works/photo_choice.html"


def _craft_field() -> forms.ModelChoiceField:
    from_taxonomy: Any = Work._meta.get_field("craft").formfield(required=False)
    from_taxonomy.choices = crafts.choices(_("the main one"))
    return from_taxonomy
