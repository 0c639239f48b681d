"""Setting up a call: its dates and rules, what belongs to it, its prices, and taking all of it from an earlier fair."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from common.errors import Invalid, Refused
from fairs.calls.models import AddOn, Application, Call, CallQuestion, GoodsGroup, RequiredPaper
from ticketing.events.models import Event
from ticketing.events.operations import refuse_if_locked
from ticketing.pricing import PriceList, from_document, to_document

RULES = ("rules_text_lv", "rules_text_ru", "rules_text_en")
_COPIED = (
    "introduction_lv", "introduction_ru", "introduction_en", *RULES, "most_stalls", "module_m", "prices", "host_municipality_id",
    "same_product_max", "badges_max", "wristbands_max", "vehicles_max", "payment_days", "photos_min", "photos_max",
)  # fmt: skip


@transaction.atomic
def save_call(*, event: Event, facts: Mapping[str, Any], by: Actor, at: datetime, call: Call | None = None) -> Call:
    """Open a fair to makers, or change its call. Rules changed once they were shown, or agreed to on paper, become the next version.

    Raises:
        Invalid: it closes before it opens, late applications end before it closes, or pictures are counted the wrong way.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    _check(facts)
    if call is None:
        call = Call(event=event, **facts)
        call.save()
        _log(call, by, at, "call.added", after={"opens_at": call.opens_at, "closes_at": call.closes_at})
        return call
    before, after = history.changes(call, facts)
    if any(name in after for name in RULES) and (call.is_published or _is_agreed_to(call)):
        before["rules_version"], after["rules_version"] = call.rules_version, call.rules_version + 1
        call.rules_version += 1
    for name, value in facts.items():
        setattr(call, name, value)
    call.save()
    if after:
        _log(call, by, at, "call.changed", before=before, after=after)
    return call


def _is_agreed_to(call: Call) -> bool:
    return Application.objects.filter(call=call, rules_version=call.rules_version).exists()


def _check(facts: Mapping[str, Any]) -> None:
    opens_at, closes_at, late_until = facts.get("opens_at"), facts.get("closes_at"), facts.get("late_until")
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid(_("The call closes after it opens."), code="closes_before_opening", field="closes_at")
    if late_until and closes_at and late_until <= closes_at:
        raise Invalid(_("Late applications end after the call has closed."), code="late_before_closing", field="late_until")
    if facts.get("photos_max", 0) < facts.get("photos_min", 0):
        raise Invalid(_("At most is not less than at least."), code="photos_reversed", field="photos_max")


Part = GoodsGroup | AddOn | CallQuestion | RequiredPaper


@transaction.atomic
def save_parts(
    *,
    call: Call,
    kind: type[Part],
    rows: Sequence[tuple[Part | None, Mapping[str, Any]]],
    removed: Iterable[Part],
    by: Actor,
    at: datetime,
) -> None:
    """Make the call's goods groups, add-ons, questions or required documents what `rows` say, in that order.

    Raises:
        Refused: a group to be removed stands in an application that was sent (`in_use`).
        Invalid: a code or document stands twice (`twice`).
    """
    refuse_if_locked(call.event, at)
    keys = [facts.get("code") or facts.get("kind") for _present, facts in rows if kind is not CallQuestion]
    if len(keys) != len(set(keys)):
        raise Invalid(_("One of them stands twice in the list."), code="twice")
    for gone in removed:
        _remove(call, gone, by, at)
    for position, (present, facts) in enumerate(rows, 1):
        _save_part(call, kind, present, {**facts, "position": position}, by, at)


def _save_part(call: Call, kind: type[Part], present: Part | None, facts: dict[str, Any], by: Actor, at: datetime) -> None:
    groups = facts.pop("goods_groups", None)
    if kind is RequiredPaper:
        facts.pop("position")
    part: Any = present or kind(call=call)
    before, after = ({}, facts) if present is None else history.changes(part, facts)
    for name, value in facts.items():
        setattr(part, name, value)
    part.save()
    if groups is not None:
        part.goods_groups.set(groups)
    if after and set(after) != {"position"}:
        _log(call, by, at, "call.part_added" if present is None else "call.part_changed", before=before, after=after)


def _remove(call: Call, part: Part, by: Actor, at: datetime) -> None:
    if isinstance(part, GoodsGroup):  # drafts are told on their next visit
        Application.objects.filter(goods_group=part, state=Application.State.DRAFT).update(goods_group=None)
    try:
        with transaction.atomic():
            name = str(part)
            part.delete()
    except ProtectedError:
        raise Refused(
            _("“%(name)s” stands in applications that were sent. It can be renamed, not removed.") % {"name": name}, code="in_use"
        ) from None
    _log(call, by, at, "call.part_removed", before={"name": name})


@transaction.atomic
def save_prices(*, call: Call, prices: PriceList | None, by: Actor, at: datetime) -> Call:
    """Keep a price list, as its next version; None makes places free. Prices of applications stay as they were computed.

    Raises:
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(call.event, at)
    before = call.prices
    call.prices = {} if prices is None else {**to_document(prices), "version": _next_version(before)}
    if prices is not None:
        from_document(call.prices)
        if before and {**before, "version": ""} == {**call.prices, "version": ""}:
            call.prices = before
            return call
    call.save(update_fields=["prices"])
    _log(call, by, at, "call.prices", before={"prices": before}, after={"prices": call.prices})
    return call


def _next_version(before: Mapping[str, Any]) -> str:
    version = str(before.get("version", "0"))
    return str(int(version) + 1) if version.isdigit() else "1"


@transaction.atomic
def copy(*, source: Call, event: Event, by: Actor, at: datetime) -> Call:
    """Make the event's call from another fair's: rules, groups, things for hire, questions, documents and prices.

    Its dates move with the fair's; it is not shown until the organiser says so.

    Raises:
        Refused: the event has a call already (`has_call`), or the other fair is another partner's (`other_partner`).
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(event, at)
    if source.event.partner_id != event.partner_id:
        raise Refused(_("Only a call of the same organiser can be copied."), code="other_partner")
    if Call.objects.filter(event=event).exists():
        raise Refused(_("This fair has a call already. Change that one."), code="has_call")
    shift = event.starts_at - source.event.starts_at
    dates: dict[str, Any] = {name: value + shift for name in ("opens_at", "closes_at", "late_until") if (value := getattr(source, name))}
    if source.decisions_on:
        dates["decisions_on"] = source.decisions_on + shift
    call = Call.objects.create(event=event, **dates, **{name: getattr(source, name) for name in _COPIED})
    groups = {group.pk: _twin(group, call) for group in source.goods_groups.all()}
    for part in (*source.add_ons.all(), *source.questions.all()):
        _twin(part, call)
    for paper in source.required_papers.prefetch_related("goods_groups"):
        asked_of = [groups[group.pk] for group in paper.goods_groups.all()]
        _twin(paper, call).goods_groups.set(asked_of)
    _log(call, by, at, "call.copied", after={"name": str(source.event)})
    return call


def _twin(part: Any, call: Call) -> Any:
    """Return a saved copy of one of a call's parts, belonging to another call."""
    facts = {field.attname: getattr(part, field.attname) for field in part._meta.concrete_fields if not _is_own(field)}
    return type(part)._default_manager.create(call=call, **facts)


def _is_own(field: models.Field) -> bool:
    return field.primary_key or field.name == "call"


def _log(call: Call, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    history.log(by=by, at=at, action=action, subject=call, partner=call.event.partner, event=call.event, **sides)
