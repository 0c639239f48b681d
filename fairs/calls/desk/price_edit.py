"""The whole of a price list's form: reading a list into it, and making a list of what was typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.languages import Language
from fairs.calls.desk.price_form import MOST_LINES, DiscountForm, ListForm, RateForm, SurchargeForm, line_rows
from fairs.calls.desk.price_lines import LineForm
from fairs.calls.models import Call
from ticketing.pricing import PriceList, PriceListError
from ticketing.pricing.wording import WORDS, name_of, names_of

GROUPS: Mapping[str, type[LineForm]] = {"rates": RateForm, "surcharges": SurchargeForm, "discounts": DiscountForm}
"""The three tables of a list, in the order they are computed."""


class PriceEdit:
    """A price list while it is edited: `general` and the `rows` of each of `GROUPS`. None as list is an empty one."""

    def __init__(self, call: Call, prices: PriceList | None, data: QueryDict | None = None):
        self.call, self.prices, self.data = call, prices, data
        self.names = {name[0]: name[1:] for name in prices.names} if prices else {}
        known = names_of(prices.names) if prices else {}
        parts = {group: list(getattr(prices, group)) if prices else [] for group in GROUPS}
        codes = {group: [part.code for part in parts[group]] for group in GROUPS} if data is None else _sent_codes(data, known)
        self.called = {code: name_of(code, known) for group in codes.values() for code in group}
        priced = {code: self.called[code] for group in ("rates", "surcharges") for code in codes[group]}
        rates = {code: self.called[code] for code in codes["rates"]}
        general = {"includes_tax": prices.includes_tax, "rounding_to": prices.rounding_to} if prices else None
        self.general = ListForm(data, initial=general)
        self.options: dict[str, dict[str, Any]] = {
            "rates": {"call": call, "lines": self.called},
            "surcharges": {"call": call, "lines": self.called, "rates": rates},
            "discounts": {"call": call, "lines": self.called, "rates": priced},
        }
        self.rows: dict[str, Any] = {
            group: self._made(group, [self._row(form, part) for part in parts[group]]) for group, form in GROUPS.items()
        }

    def _row(self, form: Any, part: Any) -> dict[str, Any]:
        own = dict(zip((f"name_{language}" for language in Language.values), self.names.get(part.code, ("", "", "")), strict=True))
        return {**form.row(part), **own}

    def _made(self, group: str, initial: list[dict[str, Any]]) -> Any:
        more = {"prefix": group, "form_kwargs": self.options[group]}
        made = line_rows(GROUPS[group])
        return made(self.data, initial=initial, **more) if self.data is not None else made(initial=initial, **more)

    def add(self, group: str) -> None:
        """Show the typed rows, unchecked, with an empty one more in a group."""
        typed = {name: self.rows[name].one_more() for name in GROUPS}
        general = {name: self.general[name].value() for name in self.general.fields}
        self.data = None
        self.general = ListForm(initial=general)
        for name in GROUPS:
            self.rows[name] = self._made(name, typed[name] if name == group else typed[name][:-1])

    def is_valid(self) -> bool:
        """Check all of it, so that everything wrong is told at once."""
        return all([self.general.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def made(self) -> PriceList | None:
        """Return the list as it was typed; None where something is wrong, which is then told beside it."""
        if not self.is_valid():
            return None
        taken: set[str] = set()
        names = {code: texts for code, texts in self.names.items() if code not in self.called}
        coded = {group: [(self._code(form, taken, names), form) for form in rows.kept()] for group, rows in self.rows.items()}
        kept = {code for code, _form in coded["rates"]}
        for _code, form in coded["surcharges"]:
            if form.cleaned_data["of"] not in kept:
                form.add_error("of", ValidationError(_("This line is taken away; choose another one."), code="gone"))
        priced = kept | {code for code, _form in coded["surcharges"]}
        for _code, form in coded["discounts"]:
            if not set(form.cleaned_data["of"]) & priced:
                form.add_error("of", ValidationError(_("All lines it is taken off are gone."), code="gone"))
        if not self.is_valid():
            return None
        try:
            return PriceList(
                version=self.prices.version if self.prices else "0",
                currency=self.call.event.currency,
                rates=tuple(form.rate(code) for code, form in coded["rates"]),
                surcharges=tuple(form.surcharge(code) for code, form in coded["surcharges"]),
                discounts=tuple(form.discount(code, priced) for code, form in coded["discounts"]),
                includes_tax=self.general.cleaned_data["includes_tax"],
                rounding_to=self.general.cleaned_data["rounding_to"],
                names=tuple((code, *texts) for code, texts in names.items()),
            )
        except PriceListError as error:  # the form's own checks come first; whatever they miss is told as the engine says it
            self.general.add_error(None, ValidationError(_("The list gives no certain price: %(why)s") % {"why": error}, code="uncertain"))
            return None

    def _code(self, form: LineForm, taken: set[str], names: dict[str, tuple[str, ...]]) -> str:
        """Return a line's code, and note what it is called where no usual word says it."""
        own: tuple[str, ...] = form.names()
        code = form.cleaned_data["code"]
        word = form.cleaned_data.get("what", "").removeprefix("item:")
        if not code:
            code = _free(slugify(own[0])[:24] if word == "own" else word, {*taken, *self.called})
            if not any(own) and code != word:
                own = _words(lambda: str(WORDS.get(word, word)))
            if not any(own) and word in form.extras:
                extra = form.extras[word]
                own = tuple(getattr(extra, f"name_{language}") or "" for language in Language.values)
        taken.add(code)
        if any(own):
            names[code] = own
        return code


def _sent_codes(data: QueryDict, known: dict[str, str]) -> dict[str, list[str]]:
    """Return the codes of the sent rows, saved or not, and note in `known` what their own names are."""
    found: dict[str, list[str]] = {}
    for group in GROUPS:
        rows = [f"{group}-{place}" for place in range(MOST_LINES) if data.get(f"{group}-{place}-code")]
        found[group] = [str(data[f"{row}-code"]) for row in rows]
        for row in rows:
            language = translation.get_language() or "lv"
            if own := data.get(f"{row}-name_{language}") or data.get(f"{row}-name_lv"):
                known[str(data[f"{row}-code"])] = str(own)
    return found


def _free(base: str, taken: set[str]) -> str:
    """Return a word that no line is known by yet."""
    base = base or "line"
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 1000))) if code not in taken)


def _words(read: Any) -> tuple[str, ...]:
    found = []
    for language in Language.values:
        with translation.override(language):
            found.append(read())
    return tuple(found)


def errors_of(edit: PriceEdit) -> Iterable[tuple[str, str]]:
    """Yield what is wrong as the address of its field and its words, for the summary above the form."""
    for error in edit.general.non_field_errors():
        yield "", str(error)
    for rows in (edit.rows[group] for group in GROUPS):
        for form in rows:
            for field in form:
                for error in field.errors:
                    yield field.id_for_label or field.auto_id, f"{form.title or _('New line')}, {field.label}: {error}"
