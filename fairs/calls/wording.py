"""Words for what an application lacks, and for where it stands."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.money import written
from exhibitors.models import Paper
from fairs.calls.completeness import Gap
from fairs.calls.models import Application
from ticketing.pricing import Quote
from ticketing.pricing import wording as prices

State = Application.State

STEP_LABELS: Mapping[str, Any] = {
    "who": _("Who"),
    "goods": _("Goods"),
    "pictures": _("Pictures"),
    "place": _("Place"),
    "needs": _("Needs"),
    "wishes": _("Wishes"),
    "more": _("Showing and questions"),
    "papers": _("Documents and rules"),
    "review": _("Look through and send"),
}

GAPS: Mapping[str, Any] = {
    "contact": _("A phone number or an e-mail address, so that the organiser can reach you."),
    "goods_group": _("The goods group."),
    "craft": _("The craft."),
    "product": _("Your main product in two or three words."),
    "assortment": _("What you bring: a short list."),
    "own_making_percent": _("How much of it you make yourself."),
    "photos": _("Pictures of your work: %(detail)s."),
    "demonstration": _("What visitors can see or try, for the demonstration discount."),
    "question": _("An answer: %(detail)s"),
    "paper": _("A document: %(detail)s."),
    "rules": _("Your agreement to the rules."),
    "rules_changed": _("The rules have changed since you agreed. Please read and agree again."),
    "own_making": _("Your declaration that you make the goods yourself."),
    "no_business": _("Your declaration that you carry out no economic activity."),
}
WARNINGS: Mapping[str, Any] = {
    "food_number": _("Food is sold, but no registration of a food handler is known."),
    "alcohol_licence": _("Alcohol is mentioned, but no licence is known."),
    "fire_extinguisher": _("With open fire an extinguisher must stand at the stall."),
    "vehicle_longer": _("The vehicle is longer than the place (%(detail)s m). It may not be able to stay."),
    "vehicle_length": _("How long is the vehicle that stays at the stall?"),
    "front_longer": _("The front needs %(detail)s stalls, fewer are wished."),
    "residence": _("The residents' price needs a declared home municipality with its date."),
    "address": _("The address is not filled in; it is needed for the invoice."),
    "share_open": _("The second maker of the shared stall has not agreed yet."),
    "duplicate": _("Another application has the same phone, e-mail or name."),
    "inn": _("ИНН does not look right."),
    "ogrn": _("ОГРН does not look right."),
    "registration_number": _("The registration number does not look right."),
}

DECLARATIONS: Mapping[str, Any] = {
    "own_making": _("I make the goods I sell myself, or with my family or studio. No resale."),
    "no_business": _("I carry out no economic activity and sell only what the law allows a private person to sell."),
    "true": _("What I have written is true."),
}

DECLARED: Mapping[str, Any] = {
    "own_making": _("own making, no resale"),
    "no_business": _("no economic activity"),
    "true": _("all written is true"),
}
"""The same in few words, for the organiser."""

STATE_TONES: Mapping[str, str] = {
    "draft": "neutral", "submitted": "info", "selected": "accent", "waiting": "warn", "rejected": "bad", "offered": "accent",
    "accepted": "ok", "confirmed": "ok", "declined": "neutral", "withdrawn": "neutral", "cancelled": "bad",
}  # fmt: skip

STANDING_NOW: Mapping[str, Any] = {
    "draft": _("A draft. The organiser sees it once you send it."),
    "submitted": _("Sent. The organiser has it; decisions are not made yet."),
    "selected": _("Selected. Your stall comes next."),
    "waiting": _("On the waiting list. If a place becomes free, you are told."),
    "rejected": _("Not selected this time."),
    "offered": _("A stall is offered to you. Please answer in time."),
    "accepted": _("You have said yes. The place is yours once the fee is settled."),
    "confirmed": _("Confirmed. See you at the fair!"),
    "declined": _("You have declined the offer."),
    "withdrawn": _("Withdrawn."),
    "cancelled": _("Cancelled by the organiser."),
}
"""What a shown state means, to the maker."""

PHASES: Mapping[str, tuple[Any, str]] = {
    "coming": (_("opens soon"), "info"),
    "open": (_("open"), "ok"),
    "late": (_("late applications"), "warn"),
    "closed": (_("closed"), "neutral"),
    "hidden": (_("not shown yet"), "neutral"),
}

APPLIANCES: Mapping[str, tuple[Any, str]] = {
    "lamp": (_("lamp"), "0.1"),
    "terminal": (_("card terminal, phone charger"), "0.1"),
    "refrigerator": (_("refrigerator"), "0.3"),
    "kettle": (_("kettle"), "2.0"),
    "coffee": (_("coffee machine"), "1.5"),
    "hot_plate": (_("hot plate"), "2.0"),
    "oven": (_("electric oven"), "3.0"),
    "heater": (_("heater"), "1.5"),
    "iron": (_("iron"), "2.0"),
    "sewing": (_("sewing machine"), "0.2"),
    "wheel": (_("potter's wheel"), "0.4"),
    "lathe": (_("lathe"), "1.1"),
}
"""Typical appliances by their code, and what one of them draws, in kW."""


def price_words(snapshot: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return lines, taxes and total of a price's snapshot in words of the active language; nothing for an empty one."""
    if not snapshot:
        return {"lines": [], "taxes": [], "total": ""}
    quote = Quote.from_json(snapshot)

    def money(amount: Decimal) -> str:
        return written(amount, quote.currency)

    lines = [{"name": one.name, "how": one.how, "tax": one.tax, "amount": money(one.amount)} for one in prices.told(quote)]
    word = gettext("of which VAT %(rate)s %%") if quote.includes_tax else gettext("VAT %(rate)s %%")
    taxes = [{"name": word % {"rate": tax.rate.normalize()}, "amount": money(tax.tax)} for tax in quote.taxes]
    return {"lines": lines, "taxes": taxes, "total": money(quote.total)}


def gap_text(gap: Gap) -> str:
    """Return one gap or warning in the active language."""
    text = str(GAPS.get(gap.code) or WARNINGS.get(gap.code, gap.code))
    detail = str(Paper.Kind(gap.detail).label) if gap.code == "paper" and gap.detail in Paper.Kind.values else gap.detail
    return text % {"detail": detail} if "%(detail)s" in text else text


def gap_texts(gaps: Iterable[Gap]) -> list[str]:
    """Return several gaps in the active language."""
    return [gap_text(gap) for gap in gaps]
