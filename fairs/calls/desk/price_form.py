"""A price list as an organiser edits it: rows of charges, corner surcharges and discounts. Checks of shape, in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from fairs.calls.desk import price_words
from fairs.calls.desk.price_lines import ConditionForm, LineForm
from ticketing.events.forms import Rows
from ticketing.pricing import Basis, Discount, Kind, Rate, Stacking, Surcharge, Tax

MOST_LINES = 60


def _money(**options: Any) -> forms.DecimalField:
    return forms.DecimalField(min_value=0, max_digits=10, decimal_places=2, required=False, **options)


def _date(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class RateForm(ConditionForm):
    """One thing that is charged."""

    USUAL = price_words.RATES
    kind = forms.ChoiceField(label=_("Kind"), choices=price_words.KINDS.items(), initial=Kind.SERVICE_FEE)
    basis = forms.ChoiceField(label=_("Counted"), choices=price_words.BASES.items(), initial=Basis.PER_MODULE)
    amount = _money(label=_("Amount"))
    per_day = forms.BooleanField(label=_("for each day"), required=False)
    tax = forms.ChoiceField(label=_("VAT"))
    tax_reference = forms.CharField(label=_("Why it is exempt"), max_length=150, required=False)
    bands = forms.CharField(
        label=_("Bands of power"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("one a line: up to how many kW = price, such as 2 = 10"),
    )
    module_m = forms.DecimalField(
        label=_("Length of a module, m"), min_value=Decimal("0.1"), max_digits=4, decimal_places=2, initial=Decimal(3)
    )
    valid_from = _date(_("Valid from"))
    valid_until = forms.DateField(
        label=_("Valid until, not included"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        taxes = [*price_words.USUAL_TAXES]
        kept = self.initial.get("tax", "")
        if kept and kept not in price_words.GROUNDS and Decimal(kept) not in taxes:
            taxes.insert(0, Decimal(kept))
        self.fields["tax"].choices = [*((str(rate), f"{rate.normalize():f} %") for rate in taxes), *price_words.GROUNDS.items()]

    def _more_words(self) -> Iterable[tuple[str, Any]]:
        return [(f"item:{code}", extra.name) for code, extra in self.extras.items()]

    def clean_bands(self) -> tuple[tuple[Decimal, Decimal], ...]:
        rows = [line for line in self.cleaned_data["bands"].splitlines() if line.strip()]
        try:
            found = tuple(_band(line) for line in rows)
        except (InvalidOperation, ValueError):
            raise ValidationError(_("Write one band a line: up to how many kW = price, such as 2 = 10."), code="unreadable") from None
        limits = [limit for limit, _price in found]
        if limits != sorted(set(limits)):
            raise ValidationError(_("Bands go from the smallest power to the largest, each once."), code="not_rising")
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        basis = said.get("basis")
        if basis == Basis.PER_KW_BAND and not said.get("bands") and "bands" not in self.errors:
            self.add_error("bands", ValidationError(_("Say what power costs: at least one band."), code="no_bands"))
        if basis != Basis.PER_KW_BAND and said.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", ValidationError(_("What does it cost? Write 0 if nothing."), code="no_amount"))
        word = said.get("code") or str(said.get("what", "")).removeprefix("item:")
        if basis == Basis.PER_ITEM and word not in self.extras and word not in self.lines:
            self.add_error(
                "basis", ValidationError(_("Pieces are counted of a thing for hire. Add it to the call first."), code="no_extra")
            )
        if said.get("valid_from") and said.get("valid_until") and said["valid_until"] <= said["valid_from"]:
            self.add_error("valid_until", ValidationError(_("It ends after it begins."), code="reversed"))
        if said.get("tax") == "exempt" and not said.get("tax_reference"):
            self.add_error("tax_reference", ValidationError(_("Name the rule that exempts it."), code="no_reference"))
        return said

    def _parts(self) -> Iterable[str]:
        if self["basis"].value() == Basis.PER_KW_BAND:
            yield ", ".join(f"{kw.strip()} {now('kW')}: {price.strip()}" for kw, _is, price in _rows(str(self["bands"].value() or "")))
        else:
            yield f"{self._amount('amount')} {self._shown('basis')}"
        yield str(self.fields["per_day"].label) if self["per_day"].value() else ""
        tax = self._shown("tax")
        yield f"{self.fields['tax'].label} {tax}" if tax.endswith("%") else tax
        yield self._only()
        yield " – ".join(str(self[name].value() or "…") for name in ("valid_from", "valid_until")) if self._has_period() else ""

    def _has_period(self) -> bool:
        return bool(self["valid_from"].value() or self["valid_until"].value())

    def rate(self, code: str) -> Rate:
        said = self.cleaned_data
        tax = said["tax"]
        return Rate(
            code,
            Kind(said["kind"]),
            Basis(said["basis"]),
            Tax(None, tax, said["tax_reference"]) if tax in price_words.GROUNDS else Tax(Decimal(tax)),
            said["amount"] or Decimal(0),
            said["bands"],
            said["module_m"],
            said["per_day"],
            self.condition(),
            said["valid_from"],
            said["valid_until"],
        )

    @classmethod
    def row(cls, rate: Rate) -> dict[str, Any]:
        return {
            "code": rate.code,
            "kind": str(rate.kind),
            "basis": str(rate.basis),
            "amount": rate.amount,
            "per_day": rate.per_day,
            "tax": rate.tax.ground if rate.tax.rate is None else str(rate.tax.rate),
            "tax_reference": rate.tax.reference,
            "bands": "\n".join(f"{limit} = {price}" for limit, price in rate.bands),
            "module_m": rate.module_m,
            "valid_from": rate.valid_from,
            "valid_until": rate.valid_until,
            **cls.condition_row(rate.condition),
        }

    @property
    def has_more(self) -> bool:
        """Whether one of the rarer fields says something, or is wrong."""
        names = ("name_lv", "name_ru", "name_en", "valid_from", "valid_until", "tax_reference")
        return any(self[name].value() or (self.is_bound and self[name].errors) for name in names)


def _rows(text: str) -> list[tuple[str, str, str]]:
    return [line.replace(":", "=").partition("=") for line in text.splitlines() if line.strip()]


def _band(line: str) -> tuple[Decimal, Decimal]:
    limit, price = line.replace(",", ".").replace(":", "=").split("=")
    found = Decimal(limit.strip()), Decimal(price.strip())
    if not (all(number.is_finite() for number in found) and 0 < found[0] < 10000 and 0 <= found[1] < 10**8):
        raise ValueError
    return found


class SurchargeForm(LineForm):
    """What a corner costs more."""

    USUAL = ("corner",)
    of = forms.ChoiceField(label=_("On top of"))
    percent = forms.DecimalField(label=_("Share, %"), min_value=0, max_value=1000, max_digits=6, decimal_places=2, required=False)
    flat = _money(label=_("Amount"))
    per_open_side = _money(label=_("Amount for each open side beyond the first"))

    def __init__(self, *args: Any, rates: Mapping[str, str], **options: Any):
        super().__init__(*args, **options)
        self.fields["of"].choices = list(rates.items())

    def _parts(self) -> Iterable[str]:
        yield self._amount("percent", "+%s %%")
        yield self._amount("flat", "+%s")
        yield self._amount("per_open_side", f"+%s ({self.fields['per_open_side'].label})")
        yield f"{self.fields['of'].label}: {self._shown('of')}"

    def surcharge(self, code: str) -> Surcharge:
        said = self.cleaned_data
        amounts = {name: said[name] or Decimal(0) for name in ("flat", "percent", "per_open_side")}
        return Surcharge(code, of=said["of"], **amounts)

    @staticmethod
    def row(one: Surcharge) -> dict[str, Any]:
        amounts = {name: getattr(one, name) or None for name in ("flat", "percent", "per_open_side")}
        return {"code": one.code, "of": one.of, **amounts}


class DiscountForm(ConditionForm):
    """What is taken off."""

    USUAL = price_words.DISCOUNTS
    percent = forms.DecimalField(label=_("Share, %"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False)
    amount = _money(label=_("or an amount"))
    of = forms.MultipleChoiceField(label=_("Taken off"), widget=forms.CheckboxSelectMultiple, required=False)
    cap = _money(label=_("At most"))
    stacking = forms.ChoiceField(label=_("Counted"), choices=price_words.STACKINGS.items(), initial=Stacking.ON_REST)

    def __init__(self, *args: Any, rates: Mapping[str, str], **options: Any):
        super().__init__(*args, **options)
        self.fields["of"].choices = list(rates.items())

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("of") and "of" not in self.errors:
            self.add_error(
                "of",
                ValidationError(_("Tick at least one line it is taken off. A new line can be ticked once it is saved."), code="nothing"),
            )
        if not said.get("percent") and not said.get("amount") and not {"percent", "amount"} & self.errors.keys():
            self.add_error("percent", ValidationError(_("How much is taken off?"), code="no_amount"))
        return said

    def _parts(self) -> Iterable[str]:
        yield self._amount("percent", "−%s %%")
        yield self._amount("amount", "−%s")
        yield f"{self.fields['of'].label}: {self._shown('of')}"
        yield self._amount("cap", f"{self.fields['cap'].label} %s")
        yield self._only()

    def discount(self, code: str, lines: Iterable[str]) -> Discount:
        said = self.cleaned_data
        return Discount(
            code,
            of=frozenset(said["of"]) & frozenset(lines),
            percent=said["percent"] or Decimal(0),
            amount=said["amount"] or Decimal(0),
            cap=said["cap"],
            stacking=Stacking(said["stacking"]),
            condition=self.condition(),
        )

    @classmethod
    def row(cls, one: Discount) -> dict[str, Any]:
        return {
            "code": one.code,
            "percent": one.percent or None,
            "amount": one.amount or None,
            "of": sorted(one.of),
            "cap": one.cap,
            "stacking": str(one.stacking),
            **cls.condition_row(one.condition),
        }


class ListForm(forms.Form):
    """What holds for the whole list."""

    includes_tax = forms.BooleanField(label=_("The amounts include VAT"), required=False)
    rounding_to = forms.DecimalField(
        label=_("Totals are rounded to"),
        min_value=Decimal("0.01"),
        max_digits=6,
        decimal_places=2,
        required=False,
        help_text=_("such as 0.50; empty: to the cent"),
    )


class LineRows(Rows):
    remove_label = _("Take this line away")


def line_rows(form: type[LineForm]) -> Any:
    """Return the class of the rows of one kind of line."""
    return forms.formset_factory(
        form, formset=LineRows, extra=0, can_delete=True, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
    )
