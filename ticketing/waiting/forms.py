"""What people type who want to wait, and what staff type about the list: checks of shape only."""

import re
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from ticketing.catalogue.queries import Choice, Offer
from ticketing.events.fields import EventDateTimeField
from ticketing.events.models import Event
from ticketing.orders.fields import NameField, PhoneField
from ticketing.orders.forms import RefusableForm, count_name
from ticketing.orders.operations import Want
from ticketing.waiting.models import WaitingRule
from ticketing.waiting.operations import Waiter

_COUNT = re.compile(r"count-(\d{1,15})(?:-(\d{1,15}))?", re.ASCII)
_NO_AUTOCOMPLETE = {"autocomplete": "off"}


class JoinForm(RefusableForm):
    """How many of what is sold out, and who waits. `request_key` is made with the form, so that sending it twice waits once."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = NameField(
        label=_("Your name"),
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("The offer of places goes there, and the link to your place on the list."),
        error_messages={"required": _("Write your e-mail; the offer goes there.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        help_text=_("Only for the organiser, should places become free at the last moment."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )

    def __init__(self, offers: Sequence[Offer], closed: Collection[int], most: int, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.initial.setdefault("request_key", str(uuid.uuid4()))
        self.choices = [
            (offer, choice) for offer in offers for choice in offer.choices if choice.sale == "sold_out" and offer.product.pk not in closed
        ]
        for offer, choice in self.choices:
            self.fields[_name(offer, choice)] = _count_field(offer, choice, min(most, offer.product.max_per_order))

    def rows(self) -> list[tuple[Offer, Choice, BoundField]]:
        """Return what can be waited for, with its inputs."""
        return [(offer, choice, self[_name(offer, choice)]) for offer, choice in self.choices]

    def person_fields(self) -> list[BoundField]:
        return [self[name] for name in ("name", "email", "phone")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(_COUNT.fullmatch(name) for name in self.errors) and not self.wants():
            raise ValidationError(_("Choose at least one place."), code="nothing_chosen")
        return cleaned

    def wants(self) -> list[Want]:
        """Return what is waited for."""
        found = []
        for name, count in self.cleaned_data.items():
            named = _COUNT.fullmatch(name)
            if named and count:
                product, variation = named.groups()
                found.append(Want(product=int(product), variation=int(variation) if variation else None, count=count))
        return found

    def waiter(self) -> Waiter:
        return Waiter(name=self.cleaned_data["name"], email=self.cleaned_data["email"], phone=self.cleaned_data["phone"])

    def key(self) -> uuid.UUID:
        return self.cleaned_data.get("request_key") or uuid.uuid4()


def _name(offer: Offer, choice: Choice) -> str:
    return count_name(offer.product.pk, choice.variation.pk if choice.variation else None)


def _count_field(offer: Offer, choice: Choice, most: int) -> forms.IntegerField:
    label = f"{offer.product.name}, {choice.variation.name}" if choice.variation else offer.product.name
    field = forms.IntegerField(label=label, required=False, min_value=0, max_value=most, initial=0)
    field.error_messages["invalid"] = _("Write a whole number, such as 2.")
    field.widget.attrs.update(inputmode="numeric", max=most)
    return field


class RuleForm(forms.Form):
    """How the event's list works."""

    is_open = forms.BooleanField(label=_("People may join"), required=False)
    decides = forms.ChoiceField(label=_("Who is next"), choices=WaitingRule.Decides, widget=forms.RadioSelect)
    draws_at = EventDateTimeField(
        label=_("The lot is drawn"), required=False, help_text=_("By lot only. Nobody is offered places before that moment.")
    )
    smaller_may_pass = forms.BooleanField(
        label=_("Smaller groups may pass larger ones"),
        required=False,
        help_text=_("Otherwise free places are kept until they are enough for the group that is next."),
    )
    most_people = forms.IntegerField(label=_("Places one group may wait for"), min_value=1, max_value=50)
    hours = forms.IntegerField(label=_("An offer stands, hours"), min_value=1, max_value=720)
    late_hours = forms.IntegerField(label=_("In the last week, hours"), min_value=1, max_value=168)

    def __init__(self, *args: Any, event: Event, **options: Any):
        super().__init__(*args, **options)
        self.fields["draws_at"].zone = event.tz


class MoveForm(forms.Form):
    """Where somebody is moved up to, and why."""

    place = forms.IntegerField(label=_("New place"), min_value=1, max_value=100_000, widget=forms.NumberInput({"inputmode": "numeric"}))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It is kept in the history, for everybody at the desk to read."),
        widget=forms.TextInput(_NO_AUTOCOMPLETE),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, required=False, widget=forms.TextInput(_NO_AUTOCOMPLETE))
