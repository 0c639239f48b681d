"""What every step of an application has in common."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from fairs.calls.models import Application, Call
from fairs.calls.operations.filling import Lists
from ticketing.events.forms import FactsForm

__all__ = ["StepForm"]


class StepForm(FactsForm):
    """Some of an application's fields. A draft may be saved with any of them empty: what is missing is listed before it is sent."""

    model = Application
    helps: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, application: Application, **options: Any):
        self.application = application
        super().__init__(*args, row=application, **options)
        for name, text in self.helps.items():
            self.fields[name].help_text = text

    @property
    def call(self) -> Call:
        return self.application.call

    def lists(self) -> Lists:
        """Return what hangs on the application beside its own fields; nothing by default."""
        return Lists()

    def days(self) -> int | None:
        """Return how many days are chosen, where this step asks for them."""
        return None

    def warnings(self) -> list[Any]:
        """Return what is worth saying above the step, none of which stops anybody."""
        return []


CHOOSE = _("choose")
