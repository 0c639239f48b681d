"""What the maker brings: goods and pictures."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exhibitors.crafts import queries as crafts
from exhibitors.models import Photo
from exhibitors.works.forms import PhotoChoice
from fairs.calls import queries
from fairs.calls.forms.step import CHOOSE, StepForm
from fairs.calls.models import Application
from fairs.calls.operations.filling import Lists
from fairs.calls.queries import GroupCount


class Suggested(forms.TextInput):
    """A text field with words to choose from."""

    template_name = "fairs/calls/suggested.html"

    def __init__(self, words: Sequence[str], attrs: dict[str, Any]):
        super().__init__(attrs)
        self.words = words

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "words": self.words}


class GoodsForm(StepForm):
    """The goods group with its live count, the craft and the goods."""

    plain = ("goods_group", "craft", "product", "assortment", "price_range", "own_making_percent")
    helps = {
        "assortment": _("One thing a line is easy to read: linen towels, table runners, aprons."),
        "price_range": _("Such as: from 5 to 80 €."),
        "own_making_percent": _("By you, your family or your studio."),
    }
    own_making_percent = forms.IntegerField(label=_("Made by yourself, %"), min_value=0, max_value=100, required=False)

    def __init__(self, *args: Any, application: Application, **options: Any):
        super().__init__(*args, application=application, **options)
        counts = {count.group.pk: count for count in queries.goods_counts(self.call, as_told=True)}
        group: Any = forms.ModelChoiceField(
            self.call.goods_groups.all(), label=_("Goods group"), required=False, widget=forms.RadioSelect, blank=True, empty_label=None
        )
        group.label_from_instance = lambda one: _group_label(counts[one.pk])
        self.fields["goods_group"] = group
        self.fields["craft"].label = _("Craft")
        self.fields["craft"].choices = crafts.choices(CHOOSE)
        self.fields["product"].widget = Suggested(queries.product_words(application.exhibitor), {"maxlength": 60, "autocomplete": "off"})
        self.fields["assortment"].widget.attrs["rows"] = 4
        self.order_fields(self.plain)


def _group_label(count: GroupCount) -> str:
    if count.cap is None:
        return str(count.group)
    words = gettext("%(name)s: %(wished)s of %(cap)s stalls applied for") % {"name": count.group, "wished": count.wished, "cap": count.cap}
    full = gettext("Full: you would be on the waiting list.")
    return f"{words}. {full}" if count.is_full else words


class PicturesForm(StepForm):
    """Which of the maker's pictures the jury sees."""

    plain = ()
    photos = forms.ModelMultipleChoiceField(Photo.objects.none(), label=_("Pictures of your work"), required=False, widget=PhotoChoice)

    def __init__(self, *args: Any, application: Application, **options: Any):
        super().__init__(*args, application=application, **options)
        chosen = list(application.photos.values_list("photo", flat=True))
        field: Any = self.fields["photos"]
        field.queryset = Photo.objects.filter(Q(removed_at=None) | Q(pk__in=chosen), exhibitor=application.exhibitor_id)
        field.label_from_instance = lambda photo: photo
        field.help_text = _("At least %(least)s, at most %(most)s. The jury sees them without your name.") % {
            "least": self.call.photos_min,
            "most": self.call.photos_max,
        }
        self.initial["photos"] = chosen

    def lists(self) -> Lists:
        return Lists(photos=list(self.cleaned_data["photos"]))
