"""What is typed at the desk about a ground: shape only, the rules stand in the operations."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairs.fairground.fields import KINDS
from fairs.fairground.models import Board, Ground, GroundTemplate, Stall, Zone
from ticketing.events.fields import EventDateTimeField
from ticketing.events.forms import FactsForm

_SIZE = ("width_m", "depth_m", "north_deg")
_LIMITS = ("lane_min_m", "gap_min_m", "fire_gap_m", "water_max_m", "neighbour_m")


class NewGroundForm(FactsForm):
    """The size of a ground to be drawn from nothing."""

    model = Ground
    plain = _SIZE


class GroundForm(FactsForm):
    """What belongs to the whole ground."""

    model = Ground
    plain = (*_SIZE, *_LIMITS, "is_public")


class CopyForm(forms.Form):
    """A ground of another fair, or a template."""

    source = forms.ChoiceField(label=_("Copy"))

    def __init__(self, *args: Any, grounds: list[Ground], templates: list[GroundTemplate], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.sources: dict[str, Any] = {f"fair-{ground.pk}": ground for ground in grounds} | {f"kept-{one.pk}": one for one in templates}
        words = {
            key: one.event.title if isinstance(one, Ground) else _("Template: %(name)s") % {"name": one}
            for key, one in self.sources.items()
        }
        self.fields["source"].choices = list(words.items())

    @property
    def chosen(self) -> Ground | GroundTemplate:
        found: Ground | GroundTemplate = self.sources[self.cleaned_data["source"]]
        return found


class TemplateForm(forms.Form):
    name = forms.CharField(label=_("Keep as a template called"), max_length=80)


class PictureForm(forms.Form):
    picture = forms.FileField(
        label=_("Picture underneath"),
        help_text=_("JPEG, PNG or WebP, up to 15 MB and 40 million pixels; an aerial photograph or a scanned plan."),
    )
    width_m = forms.DecimalField(
        label=_("Its width in metres"),
        min_value=1,
        max_value=5000,
        decimal_places=2,
        required=False,
        help_text=_("Left empty: as wide as the ground."),
    )


class ScaleForm(forms.Form):
    """Two points of the picture and the metres between them; or its width."""

    width_m = forms.DecimalField(label=_("Width of the picture, m"), min_value=1, max_value=5000, decimal_places=2, required=False)
    metres = forms.DecimalField(label=_("Metres between the two points"), min_value=Decimal("0.5"), max_value=2000, required=False)
    x1 = forms.FloatField(min_value=0, max_value=1, required=False, widget=forms.HiddenInput)
    y1 = forms.FloatField(min_value=0, max_value=1, required=False, widget=forms.HiddenInput)
    x2 = forms.FloatField(min_value=0, max_value=1, required=False, widget=forms.HiddenInput)
    y2 = forms.FloatField(min_value=0, max_value=1, required=False, widget=forms.HiddenInput)


class SeenForm(forms.Form):
    rule = forms.CharField(max_length=20)
    about = forms.CharField(max_length=120, required=False)
    value = forms.CharField(max_length=20, required=False)
    reason = forms.CharField(max_length=250, required=False)


class StallsFilter(forms.Form):
    """What the table is asked for; wrong words are no filter."""

    q = forms.CharField(max_length=60, required=False)
    row = forms.CharField(max_length=12, required=False)
    state = forms.ChoiceField(
        choices=[("", ""), ("open", ""), ("blocked", ""), ("held", ""), ("power", ""), ("corner", "")], required=False
    )


class StallForm(forms.ModelForm):
    """One stall, whole."""

    held_until = EventDateTimeField(label=_("held until"), required=False)

    class Meta:
        model = Stall
        fields = list(KINDS["stall"].columns.values())

    def __init__(self, *args: Any, ground: Ground, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["zone"].queryset = Zone.objects.filter(ground=ground)
        self.fields["board"].queryset = Board.objects.filter(ground=ground)
        self.fields["held_until"].zone = ground.event.tz
        for name in ("depth_m", "width_m", "rotation", "position"):
            self.fields[name].required = True

    def _post_clean(self) -> None:
        """The operation checks and writes; the row is not touched here."""

    def values(self) -> dict[str, Any]:
        """Return what was typed under the names of an edit."""
        said = self.cleaned_data
        zone, board = said.get("zone"), said.get("board")
        named = {name: said[column] for name, column in KINDS["stall"].columns.items()}
        return named | {"zone": zone.code if zone else "", "board": board.name if board else ""}


MANY = (
    "price_class", "power_kw", "board", "zone", "open_sides", "has_water", "is_covered", "allows_fire", "allows_noise", "is_accessible",
    "is_dead_end", "vehicle_max_m", "width", "depth", "rotation", "is_blocked", "block_reason",
)  # fmt: skip
"""What can be set for many stalls at once."""


class ManyForm(forms.Form):
    """One value for all picked stalls."""

    name = forms.ChoiceField(label=_("Set"))
    value = forms.CharField(label=_("New value"), max_length=120, required=False, help_text=_("For yes or no write 1 or 0."))

    def __init__(self, *args: Any, labels: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = [(name, labels[name]) for name in MANY]


class RowForm(forms.Form):
    """A row of touching stalls."""

    row = forms.CharField(label=_("Row"), max_length=8)
    first = forms.IntegerField(label=_("First number"), min_value=0, max_value=9000, initial=1)
    count = forms.IntegerField(label=_("How many stalls"), min_value=1, max_value=200, initial=10)
    x = forms.DecimalField(label=_("Centre of the first: x, m"), min_value=-2000, max_value=2000, initial=3)
    y = forms.DecimalField(label=_("y, m"), min_value=-2000, max_value=2000, initial=3)
    direction = forms.TypedChoiceField(
        label=_("The row runs"), coerce=int, choices=[(0, _("to the right")), (90, _("down")), (180, _("to the left")), (270, _("up"))]
    )
    width = forms.DecimalField(label=_("Front of a stall, m"), min_value=Decimal("0.2"), max_value=50, initial=3)
    depth = forms.DecimalField(label=_("Depth, m"), min_value=Decimal("0.2"), max_value=50, initial=3)
    zone: Any = forms.ModelChoiceField(Zone.objects.none(), label=_("Zone"), required=False)
    board: Any = forms.ModelChoiceField(Board.objects.none(), label=_("Power board"), required=False)
    power_kw = forms.DecimalField(label=_("Power at most, kW"), min_value=0, max_value=500, initial=0)
    price_class = forms.CharField(label=_("Price class"), max_length=20, required=False)

    def __init__(self, *args: Any, ground: Ground, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["zone"].queryset = Zone.objects.filter(ground=ground)
        self.fields["board"].queryset = Board.objects.filter(ground=ground)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A whole ground as JSON, or stalls as CSV (UTF-8). Nothing is changed before you have seen what would be."),
    )
    removes = forms.BooleanField(label=_("Take away what the file does not have"), required=False)
