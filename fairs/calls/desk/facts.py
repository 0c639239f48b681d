"""What stands in an application, as staff read it: label and value, in the order of the maker's form."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fairs.calls import wording
from fairs.calls.models import Application
from ticketing.events.wording import dates

Fact = dict[str, Any]


def _fact(label: str, value: Any) -> Fact:
    return {"label": label[:1].upper() + label[1:], "value": value, "url": ""}


def _of(one: Application, *names: str) -> Iterator[Fact]:
    """Yield the application's own columns under their own labels; numbers as the language writes them."""
    for name in names:
        value = getattr(one, name)
        if isinstance(value, bool):
            value = _("yes") if value else ""
        elif isinstance(value, Decimal):
            value = number_format(value.normalize() + 0, use_l10n=True) if value else ""
        column: Any = Application._meta.get_field(name)
        yield _fact(str(column.verbose_name), value)


def facts_of(one: Application) -> list[tuple[str, list[Fact]]]:
    """Return the groups of facts with their headings. Wishes, days and questions cost a statement each."""
    return [
        (_("Goods"), list(_of(one, "goods_group", "craft", "product", "assortment", "price_range", "own_making_percent"))),
        (_("Place"), [*_of(one, "stalls_min", "stalls_max", "front_m", "depth_m", "own_tent", "tent_note"), *_wishes(one)]),
        (
            _("Needs"),
            [
                *_of(one, "power_kw"),
                _fact(_("Appliances"), ", ".join(_appliance(row) for row in one.appliances if isinstance(row, dict))),
                *_of(one, "needs_water", "has_fire", "needs_step_free", "vehicle_plate", "vehicle_length_m", "vehicle_stays"),
            ],
        ),
        (
            _("Showing and questions"),
            [*_of(one, "demonstrates", "demonstration", "demonstration_times"), *_days(one), *_hired(one), *_answers(one)],
        ),
        (_("Declared"), [_fact(str(wording.DECLARED[code]), _("yes")) for code in one.declarations if code in wording.DECLARED]),
        (
            _("How it came"),
            [
                _fact(_("Source"), one.get_source_display()),
                _fact(_("Typed in by"), str(one.entered_by) if one.entered_by_id else ""),
                _fact(_("Agreed to the rules"), _("version %(n)s") % {"n": one.rules_version} if one.rules_version else ""),
            ],
        ),
    ]


def _appliance(row: dict[str, Any]) -> str:
    count = int(row.get("count") or 1)
    return f"{count if count > 1 else ''} {row.get('name', '')} {row.get('kw', '')} kW".strip()


def _wishes(one: Application) -> Iterator[Fact]:
    names = [str(wish.stall or wish.zone or wish.get_feature_display()) for wish in one.wishes.select_related("stall", "zone")]
    yield _fact(_("Wished places, the most wished first"), ", ".join(names))
    yield from _of(one, "anywhere", "wants_exact_place", "max_price")


def _days(one: Application) -> Iterator[Fact]:
    zone = one.call.event.tz
    days = [day.opens_at.astimezone(zone).date() for day in one.days.order_by("opens_at")]
    is_all = not days or len(days) == one.call.event.days.count()
    yield _fact(_("Days"), _("all days") if is_all else ", ".join(dates(day, day) for day in days))


def _hired(one: Application) -> Iterator[Fact]:
    if one.add_ons:
        names = {extra.code: extra.name for extra in one.call.add_ons.all()}
        yield _fact(_("Hires"), ", ".join(f"{names.get(code, code)} × {number}" for code, number in one.add_ons.items()))


def _answers(one: Application) -> Iterator[Fact]:
    for question in one.call.questions.all():
        answer = one.answers.get(str(question.pk), "")
        yield _fact(question.text, {"yes": _("yes"), "no": _("no")}.get(answer, answer) if question.kind == "yes_no" else answer)
