"""What staff type about tills and shifts: checks of shape only."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common import money
from ticketing.door.models import Device, Gate
from ticketing.events.models import Event
from ticketing.tills import queries, rules
from ticketing.tills.models import Drawer, Shift, Till
from ticketing.tills.operations import Count

_NO_AUTOCOMPLETE = {"autocomplete": "off"}
CURRENCIES = ("EUR", "RUB")


def _amount(label: Any, **options: Any) -> forms.DecimalField:
    widget = forms.TextInput({"inputmode": "decimal", **_NO_AUTOCOMPLETE})
    return forms.DecimalField(label=label, max_digits=10, decimal_places=2, localize=True, widget=widget, **options)


class TillForm(forms.Form):
    """A till, and whose money goes into it."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(_NO_AUTOCOMPLETE))
    gate = forms.ModelChoiceField(
        Gate.objects.none(),
        label=_("At the gate"),
        required=False,
        empty_label=_("none: a desk"),
        help_text=_("Phones of this gate put their money here, unless they have a till of their own."),
    )
    device = forms.ModelChoiceField(Device.objects.none(), label=_("Phone with a till of its own"), required=False, empty_label=_("none"))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, **options)
        self.fields["gate"].queryset = Gate.objects.filter(event=event)
        self.fields["device"].queryset = Device.objects.filter(event=event, revoked_at=None)


class OpenForm(forms.Form):
    """Who works at the till, and with how much it is opened."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who works at the till"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who works at the till.")},
    )

    def __init__(self, *args: Any, event: Event, only: Person | None = None, **options: Any):
        """Offer whoever may work at the event, or `only` this person."""
        super().__init__(*args, **options)
        people = queries.may_work(event)
        self.fields["people"].queryset = people if only is None else people.filter(pk=only.pk)
        for currency in dict.fromkeys((event.currency, *CURRENCIES)):
            self.fields[f"float-{currency}"] = _amount(
                _("Cash in the drawer, %(currency)s") % {"currency": currency}, min_value=Decimal(0), required=currency == event.currency
            )

    def floats(self) -> dict[str, Decimal]:
        """Return what lies in the drawer; a currency left empty is not in it."""
        typed = {name.removeprefix("float-"): value for name, value in self.cleaned_data.items() if name.startswith("float-")}
        return {currency: amount for currency, amount in typed.items() if amount is not None}


class CashForm(forms.Form):
    """Cash brought or taken out."""

    direction = forms.ChoiceField(
        label=_("What happened"), choices=[("in", _("Paid in")), ("out", _("Paid out"))], widget=forms.RadioSelect
    )
    amount = _amount(_("Amount"), min_value=Decimal("0.01"))
    currency = forms.ChoiceField(label=_("Currency"))
    reason = forms.CharField(label=_("What for"), max_length=200, widget=forms.TextInput(_NO_AUTOCOMPLETE))

    def __init__(self, *args: Any, shift: Shift, **options: Any):
        super().__init__(*args, **options)
        present = [drawer.currency for drawer in shift.drawers.all() if drawer.way == "cash"]
        self.fields["currency"].choices = [(currency, currency) for currency in dict.fromkeys((*present, *CURRENCIES))]

    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        sign = 1 if typed["direction"] == "in" else -1
        return {"amount": sign * typed["amount"], "currency": typed["currency"], "reason": typed["reason"]}


class RefundForm(forms.Form):
    """Money of an order given back out of the drawer."""

    order = forms.CharField(label=_("Order"), max_length=10, widget=forms.TextInput({**_NO_AUTOCOMPLETE, "autocapitalize": "characters"}))
    amount = _amount(_("Amount"), min_value=Decimal("0.01"))
    reason = forms.CharField(label=_("What for"), max_length=200, widget=forms.TextInput(_NO_AUTOCOMPLETE))


class CountForm(forms.Form):
    """The closing count: how many of each note and coin, and the sum of the card terminal's own report.

    What the drawer should hold is not shown before it is counted.
    """

    def __init__(self, *args: Any, shift: Shift, **options: Any):
        super().__init__(*args, **options)
        self.drawers: list[Drawer] = list(shift.drawers.all())
        for drawer in self.drawers:
            if self._has_pieces(drawer):
                for piece in rules.PIECES[drawer.currency]:
                    field = forms.IntegerField(label=money.written(piece, drawer.currency), required=False, min_value=0, max_value=100_000)
                    field.widget.attrs.update(inputmode="numeric", **{"data-worth": str(piece)}, **_NO_AUTOCOMPLETE)
                    self.fields[self._piece(drawer, piece)] = field
            else:
                label = _("Sum of the terminal's report, %(currency)s") if drawer.way == "terminal" else _("Counted, %(currency)s")
                self.fields[f"counted-{_name(drawer)}"] = _amount(label % {"currency": drawer.currency})
            self.fields[f"reason-{_name(drawer)}"] = forms.CharField(
                label=_("Why it differs, if it does"), max_length=250, required=False, widget=forms.TextInput(_NO_AUTOCOMPLETE)
            )

    @staticmethod
    def _has_pieces(drawer: Drawer) -> bool:
        return drawer.way == "cash" and drawer.currency in rules.PIECES

    @staticmethod
    def _piece(drawer: Drawer, piece: Decimal) -> str:
        return f"piece-{drawer.currency}-{piece}"

    def parts(self) -> list[tuple[Drawer, list[BoundField], BoundField | None, BoundField]]:
        """Return each drawer with its inputs: of pieces, or of a sum, and why it differs."""
        found = []
        for drawer in self.drawers:
            has_pieces = self._has_pieces(drawer)
            pieces = [self[self._piece(drawer, piece)] for piece in rules.PIECES[drawer.currency]] if has_pieces else []
            total = None if has_pieces else self[f"counted-{_name(drawer)}"]
            found.append((drawer, pieces, total, self[f"reason-{_name(drawer)}"]))
        return found

    def counts(self) -> list[Count]:
        """Return what was counted of each drawer."""
        found = []
        for drawer in self.drawers:
            pieces: dict[Decimal, int] = {}
            if self._has_pieces(drawer):
                pieces = {piece: self.cleaned_data[self._piece(drawer, piece)] or 0 for piece in rules.PIECES[drawer.currency]}
            counted = rules.worth(pieces) if pieces else self.cleaned_data[f"counted-{_name(drawer)}"]
            found.append(
                Count(
                    way=drawer.way,
                    currency=drawer.currency,
                    counted=counted,
                    reason=self.cleaned_data[f"reason-{_name(drawer)}"],
                    pieces={str(piece): count for piece, count in pieces.items() if count},
                )
            )
        return found


def _name(drawer: Drawer) -> str:
    return f"{drawer.way}-{drawer.currency}"


def initial_of(till: Till | None) -> dict[str, Any]:
    """Return what stands in the form of a till."""
    return {name: getattr(till, name) for name in ("name", "gate", "device", "is_active")} if till else {}
