"""What is sent about papers: checks of shape only."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exhibitors.documents.models import Paper


class Day(forms.DateInput):
    """The browser's own calendar, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PaperForm(forms.ModelForm):
    """One paper. A missing file or number is no fault: an organiser may see the paper itself."""

    class Meta:
        model = Paper
        fields = ("kind", "name", "issuer", "number", "exemption", "valid_from", "valid_until")
        widgets = {"valid_from": Day(), "valid_until": Day()}
        help_texts = {
            "name": _("Only where the kind does not say it all."),
            "number": _("Of a food handler: the number of the registration."),
            "exemption": _("For food only: such as “own plants in small amounts”."),
            "valid_until": _("Its last day; empty if it has none. We write to you before it comes."),
        }

    file = forms.FileField(
        label=_("Picture or scan"),
        required=False,
        help_text=_("JPEG, PNG, WebP, PDF or DOCX, up to 10 MB. Of a social waiver send none: show it to the organiser."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf,.docx"}),
    )

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """Leave the row alone: the operation checks what belongs together, and says it in words."""
