"""What visitors type: how many of what, who comes, and where to send it."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from ticketing.catalogue.models import Product, Question
from ticketing.catalogue.queries import Choice, Offer
from ticketing.events.models import Event
from ticketing.orders.fields import NameField, PhoneField, countries
from ticketing.orders.models import Order, OrderLine
from ticketing.orders.operations import Buyer, Holder, Want
from ticketing.vouchers.models import Voucher
from ticketing.vouchers.rules import Fault
from ticketing.vouchers.wording import FAULTS

_COUNT = re.compile(r"count-(\d{1,15})(?:-(\d{1,15}))?", re.ASCII)


class RefusableForm(forms.Form):
    """A form that an operation may still refuse."""

    def add_refusal(self, refused: Refused) -> None:
        """Show why the operation said no, at the field it named or above the form."""
        self.add_error(refused.field if refused.field in self.fields else None, ValidationError(refused.message, code=refused.code))


def count_name(product: int, variation: int | None) -> str:
    """Return the name of the input for one choice; also what a link to the form may prefill."""
    return f"count-{product}-{variation}" if variation else f"count-{product}"


class ChoiceForm(RefusableForm):
    """How many of each thing on sale. `request_key` is made with the form, so that sending it twice orders once."""

    request_key = forms.CharField(widget=forms.HiddenInput, required=False)
    voucher = forms.CharField(
        label=_("Voucher"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    good: Voucher | None = None
    """A voucher that was looked up and can be used here."""
    fault: Any = ""
    """Why the code cannot be used, in words."""

    def __init__(self, offers: Sequence[Offer], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.offers = offers
        self.initial.setdefault("request_key", str(uuid.uuid4()))
        for offer in offers:
            for choice in offer.choices:
                if choice.is_open:
                    self.fields[_name(offer, choice)] = _count_field(offer, choice)

    def say(self, voucher: Voucher | None, fault: Fault | None) -> None:
        """Tell what a code is good for, or why not."""
        fault = fault or (Fault.IS_CREDIT if voucher is not None and voucher.kind == Voucher.Kind.CREDIT else None)
        self.good = None if fault else voucher
        self.fault = FAULTS[fault] if fault else ""

    def rows(self) -> list[tuple[Offer, list[tuple[Choice, BoundField | None]]]]:
        """Return each offer with its choices and their inputs; without an input where it cannot be ordered now."""
        return [
            (offer, [(choice, self[name] if (name := _name(offer, choice)) in self.fields else None) for choice in offer.choices])
            for offer in self.offers
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        gone = [name for name, typed in self.data.items() if _COUNT.fullmatch(name) and name not in self.fields and typed not in ("", "0")]
        if gone:
            raise ValidationError(_("Something you chose is no longer on sale. Choose again."), code="not_on_sale")
        if not self.errors and not self.wants():
            raise ValidationError(_("Choose at least one ticket."), code="nothing_chosen")
        return cleaned

    def wants(self) -> list[Want]:
        """Return what was chosen."""
        found = []
        for name, count in self.cleaned_data.items():
            named = _COUNT.fullmatch(name)
            if named and count:
                product, variation = named.groups()
                found.append(Want(product=int(product), variation=int(variation) if variation else None, count=count))
        return found

    def key(self, currency: str) -> uuid.UUID:
        """Return the same key for the same form with the same choice, another one when the choice has changed."""
        try:
            made = uuid.UUID(self.cleaned_data["request_key"])
        except ValueError:
            made = uuid.uuid4()
        return uuid.uuid5(made, repr((self.wants(), self.cleaned_data.get("voucher", ""), currency)))


def _name(offer: Offer, choice: Choice) -> str:
    return count_name(offer.product.pk, choice.variation.pk if choice.variation else None)


def _count_field(offer: Offer, choice: Choice) -> forms.IntegerField:
    most = offer.product.max_per_order
    label = f"{offer.product.name}, {choice.variation.name}" if choice.variation else offer.product.name
    field = forms.IntegerField(label=label, required=False, min_value=0, max_value=most, initial=0)
    field.error_messages["invalid"] = _("Write a whole number, such as 2.")
    field.widget.attrs.update(
        inputmode="numeric", max=most if choice.left is None else min(most, choice.left), **{"data-price": str(choice.price)}
    )
    if choice.step is not None and choice.step.left is not None:
        field.widget.attrs.update({"data-cheap": str(choice.step.left), "data-then": str(choice.then)})
    return field


@dataclass(frozen=True, slots=True)
class HolderFields:
    """The inputs for one ticket of the cart."""

    line: OrderLine
    number: int
    main: list[BoundField]
    more: list[BoundField]
    is_open: bool


_HOLDER = ("name", "name_other", "organisation", "country")


class CartForm(RefusableForm):
    """Who orders and who comes. Inputs of a ticket are named "line-<line id>-…", as the operation names them."""

    name = NameField(
        label=_("Your name"),
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        help_text=_("The tickets and the link to your order go there."),
        error_messages={"required": _("Write your e-mail; the tickets go there.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        help_text=_("Only for the organiser, should something change at short notice."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )

    def __init__(self, order: Order, lines: Sequence[OrderLine], questions: Mapping[int, Sequence[Question]], *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.admitting = [line for line in lines if line.product.admits]
        self.questions = questions
        self.plain = [line for line in self.admitting if _is_plain(order.event, line.product) and not questions[line.product_id]]
        self.borrowing = {line.pk for line in [*self.plain, *self.admitting[:1]]}
        for line in self.admitting:
            if line in self.plain:
                self.fields[f"line-{line.pk}-name"] = _plain_name(line, number=self.plain.index(line) + 1)
            else:
                self.fields.update(_holder_fields(line, questions[line.product_id], borrows=line.pk in self.borrowing))

    @property
    def buyer_fields(self) -> list[BoundField]:
        return [self[name] for name in ("name", "email", "phone")]

    @property
    def plain_fields(self) -> list[BoundField]:
        """The names on plain tickets, one input each."""
        return [self[f"line-{line.pk}-name"] for line in self.plain]

    def holders_fields(self) -> list[HolderFields]:
        """Return the inputs of the other tickets, one by one; what few need is folded away, unless it was used or is wrong."""
        found: list[HolderFields] = []
        for line in self.admitting:
            if line in self.plain:
                continue
            mine = [self[name] for name in self.fields if name.startswith(f"line-{line.pk}-")]
            folded = [] if line.product.style == Product.Style.BADGE else [field for field in mine if field.name.endswith("-name_other")]
            main = [field for field in mine if field not in folded]
            found.append(HolderFields(line, len(found) + 1, main, folded, any(field.errors or field.value() for field in folded)))
        return found

    def buyer(self) -> Buyer:
        cleaned = self.cleaned_data
        return Buyer(email=cleaned["email"], name=cleaned["name"], phone=cleaned["phone"])

    def holders(self) -> dict[int, Holder]:
        """Return who each ticket is for, by line id; where the name may be left out it is the buyer's."""
        found = {}
        for line in self.admitting:
            given = {name: self.cleaned_data.get(f"line-{line.pk}-{name}", "") for name in _HOLDER}
            if line.pk in self.borrowing:
                given["name"] = given["name"] or self.cleaned_data["name"]
            answers = {
                question.pk: _plain(self.cleaned_data[_question_name(line, question)]) for question in self.questions[line.product_id]
            }
            found[line.pk] = Holder(**given, answers=answers)
        return found


def _is_plain(event: Event, product: Product) -> bool:
    """Tell whether the buyer's name will do: a family's day tickets at a fair, not a learner's seat nor a badge."""
    return event.kind == Event.Kind.FAIR and product.style != Product.Style.BADGE


def _plain_name(line: OrderLine, number: int) -> NameField:
    label = f"{line.product.name}, {line.variation.name}" if line.variation else line.product.name
    return NameField(label=f"{number}. {label}", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))


def _holder_fields(line: OrderLine, questions: Sequence[Question], *, borrows: bool) -> dict[str, forms.Field]:
    own = {"autocomplete": "off"}
    start = f"line-{line.pk}-"
    fields: dict[str, forms.Field] = {
        start + "name": NameField(
            label=_("Name on the ticket"),
            required=not borrows,
            help_text=_("Leave empty if your own name may stand on it.") if borrows else "",
            error_messages={"required": _("Give the name of the person this ticket is for.")},
            widget=forms.TextInput(attrs=own),
        ),
        start + "name_other": NameField(
            label=_("Name in another script"),
            required=False,
            help_text=_("Printed below, such as Вера Щукина below Vera Ščukina."),
            widget=forms.TextInput(attrs=own),
        ),
    }
    if line.product.style == Product.Style.BADGE:
        fields[start + "organisation"] = NameField(label=_("Organisation"), required=False, widget=forms.TextInput(attrs=own))
        fields[start + "country"] = forms.ChoiceField(label=_("Country"), required=False, choices=countries)
    return fields | {_question_name(line, question): question_field(question) for question in questions}


def _question_name(line: OrderLine, question: Question) -> str:
    return f"line-{line.pk}-question-{question.pk}"


def question_field(question: Question) -> forms.Field:
    """Return the input for an organiser's question."""
    common: dict[str, Any] = {
        "label": question.text,
        "help_text": question.help_text,
        "required": question.is_required,
        "error_messages": {"required": _("Please answer this.")},
    }
    kind = question.kind
    if kind == Question.Kind.LONG_TEXT:
        return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **common)
    if kind == Question.Kind.NUMBER:
        return forms.DecimalField(max_digits=12, decimal_places=2, **common)
    if kind == Question.Kind.DATE:
        return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **common)
    if kind == Question.Kind.YES_NO:
        return forms.BooleanField(**common)
    if kind in (Question.Kind.CHOICE, Question.Kind.CHOICES):
        options = [(option.pk, option.text) for option in question.options.all()]
        if kind == Question.Kind.CHOICES:
            return forms.TypedMultipleChoiceField(choices=options, coerce=int, widget=forms.CheckboxSelectMultiple, **common)
        return forms.TypedChoiceField(choices=options, coerce=int, empty_value=None, widget=forms.RadioSelect, **common)
    return forms.CharField(max_length=300, **common)


def _plain(value: Any) -> Any:
    """Return an answer as it is kept: option ids and yes or no as they are, everything else as its text."""
    return value if value is None or isinstance(value, bool | int | list) else str(value)


class RenameForm(RefusableForm):
    """How the holder of a ticket is written."""

    name = NameField(label=_("Name on the ticket"))
    name_other = NameField(label=_("Name in another script"), required=False)


class HandOverForm(RefusableForm):
    """Who gets the ticket."""

    name = NameField(label=_("Name of the new holder"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    name_other = NameField(label=_("Name in another script"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail of the new holder"),
        max_length=254,
        help_text=_("The ticket goes there with its new code. You will not see that code."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class FindForm(forms.Form):
    """Where to send the links."""

    email = forms.EmailField(label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
